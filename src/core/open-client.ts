import { readConfig } from './config.ts';
import { NalityError } from './errors.ts';
import type { NalityOptions } from './nality.ts';
import { createTokenSource, storedPerson } from './sync/auth.ts';
import { composeClient, type SupabaseLike } from './sync/client.ts';
import type { Identity } from './sync/identity.ts';
import type { LineOptions } from './sync/line-options.ts';
import { followSignIn } from './sync/page-sign-in.ts';

/** The client of a core. */
export interface OpenedClient {
  readonly client: SupabaseLike;
  /** The address of the project. */
  readonly url: string;
  /** Under which name this project's records are kept. */
  readonly project: string;
  /** Whether it is the core's own, its socket included. */
  readonly ours: boolean;
  /** Whose session is kept here, as long as nothing better is known. */
  readonly known: Identity | undefined;
  /** Whether the sign-in is the page's: then nothing but our own memory says who was here last. */
  readonly remembers: boolean;
}

/** What a client is opened with, besides the page's options. */
export interface OpenClientOptions extends NalityOptions {
  line: LineOptions;
  /** Hears of every token that is handed out. */
  onToken(token: string | null): void;
  /** Hears that somebody has signed in or out. */
  onAuthChange(): unknown;
  until: AbortSignal;
}

/**
 * The page's client, or one of our own.
 *
 * @throws NalityError `config` | `secret-key`
 */
export function openClient(options: OpenClientOptions): OpenedClient {
  const { client, environment, auth: mode = 'session', line, until } = options;
  const { onToken, onAuthChange: onChange } = options;
  if (client) {
    take(client, until);
    followSignIn(client, environment, onChange, until);
    const { origin, host } = new URL(client.realtime.endpointURL().replace(/^ws/, 'http'));
    return { client, url: origin, project: host, ours: false, known: undefined, remembers: true };
  }
  const { url, key } = readConfig(options);
  const source = options.accessToken ?? createTokenSource({ mode, url, key, environment, onChange, until });
  const accessToken = async (): Promise<string | null> => {
    const token = await source();
    onToken(token);
    return token;
  };
  return {
    client: composeClient({ url, key, accessToken, line, environment }),
    url,
    project: new URL(url).host,
    ours: true,
    known: options.accessToken ? undefined : storedPerson({ mode, url, environment }),
    remembers: options.accessToken !== undefined,
  };
}

/** The clients that have a core: a topic of a client can be joined by one alone. */
const taken = new WeakSet<SupabaseLike>();

function take(client: SupabaseLike, until: AbortSignal): void {
  if (taken.has(client))
    throw new NalityError('config', 'This client has a core already: use that one, e.g. `provider.nality`.');
  taken.add(client);
  until.addEventListener('abort', () => taken.delete(client), { once: true });
}
