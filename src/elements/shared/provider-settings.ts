import { NalityError } from '../../core/errors.ts';
import type { NalityOptions } from '../../core/nality.ts';
import type { TokenSource } from './token-subject.ts';

type Client = NonNullable<NalityOptions['client']>;
type AuthMode = NonNullable<NalityOptions['auth']>;
type Feed = NonNullable<NalityOptions['changes']>;

/** What a site owner may have written on a provider or on the script tag, unchecked. */
export interface ProviderSettings {
  readonly client?: Client | null | undefined;
  readonly url?: string | null | undefined;
  readonly key?: string | null | undefined;
  readonly accessToken?: string | TokenSource | null | undefined;
  readonly auth?: string | null | undefined;
  readonly changes?: string | null | undefined;
}

/** What these settings come to. `token` stands for a person whose id is known once it has been called. */
export type ProviderChoice =
  | { readonly name: 'waiting' }
  | { readonly name: 'failed'; readonly error: NalityError }
  | { readonly name: 'client'; readonly client: Client; readonly changes: Feed }
  | { readonly name: 'project'; readonly project: Project; readonly auth: AuthMode }
  | { readonly name: 'token'; readonly project: Project; readonly token: TokenSource };

/** A Supabase project, and how its rows are followed. */
export interface Project {
  readonly url: string;
  readonly key: string;
  readonly changes: Feed;
}

const AUTH_MODES: readonly AuthMode[] = ['session', 'anonymous', 'none'];
const FEEDS: readonly Feed[] = ['postgres', 'broadcast'];

/**
 * Decides what a provider's settings mean. A client wins over an address, a token over `auth`; with
 * neither client nor address and key, the page is still being set up. Address and key themselves are
 * checked by `createNality`.
 */
export function chooseProvider(settings: ProviderSettings): ProviderChoice {
  const auth = oneOf(AUTH_MODES, settings.auth);
  const changes = oneOf(FEEDS, settings.changes);
  if (!auth) return mistake('auth', settings.auth, AUTH_MODES);
  if (!changes) return mistake('changes', settings.changes, FEEDS);
  if (settings.client) return { name: 'client', client: settings.client, changes };
  if (!settings.url && !settings.key) return { name: 'waiting' };
  const project = { url: settings.url?.trim() ?? '', key: settings.key?.trim() ?? '', changes };
  const token = tokenSource(settings.accessToken);
  return token ? { name: 'token', project, token } : { name: 'project', project, auth };
}

function oneOf<T extends string>(allowed: readonly T[], value: string | null | undefined): T | undefined {
  return value ? allowed.find((candidate) => candidate === value) : allowed[0];
}

function mistake(name: string, value: string | null | undefined, allowed: readonly string[]): ProviderChoice {
  const message = `${name}="${value}" is not known. It can be ${allowed.join(', ')}.`;
  return { name: 'failed', error: new NalityError('config', message, { field: name }) };
}

function tokenSource(token: ProviderSettings['accessToken']): TokenSource | undefined {
  if (typeof token === 'function') return token;
  return token ? async () => token : undefined;
}
