import type { Environment } from '../environment.ts';
import { claimsOf } from '../lib/jwt.ts';
import { identityOf, type Identity } from './identity.ts';
import type { LibraryMode } from './library-session.ts';

/** Where the sign-in comes from when the page hands over no token of its own. */
export type AuthMode = 'session' | 'anonymous' | 'none';

/** Answers with the access token of whoever is signed in; null for nobody. */
export type TokenSource = () => Promise<string | null>;

/** What a sign-in is looked up by. */
export interface AuthOptions {
  mode: AuthMode;
  url: string;
  key: string;
  environment: Environment;
  /** Called when somebody signs in or out, in this tab or another. */
  onChange(): void;
  until: AbortSignal;
}

/**
 * Whose session supabase-js keeps for the project, whether or not it has expired: without a network nobody else can be
 * signed in here. Undefined when it keeps none.
 */
export function storedPerson({
  mode,
  url,
  environment,
}: Pick<AuthOptions, 'mode' | 'url' | 'environment'>): Identity | undefined {
  const token = mode === 'none' ? undefined : storedToken(url, environment);
  return token === undefined ? undefined : identityOf(token);
}

function storedToken(url: string, environment: Environment): string | undefined {
  try {
    const session = JSON.parse(environment.peek(storageKeyOf(url)) ?? '{}') as { access_token?: string };
    return typeof session.access_token === 'string' ? session.access_token : undefined;
  } catch {
    return undefined;
  }
}

/** Opens the source of tokens. The sign-in library is loaded only if there is something to do for it. */
export function createTokenSource({ mode, ...options }: AuthOptions): TokenSource {
  if (mode === 'none') return () => Promise.resolve(null);
  const { url, environment, onChange, until } = options;
  let token: Promise<TokenSource> | undefined;
  // On this line supabase-js tells its other instances who signs in; loaded, the library hears it by itself.
  environment.openLine(storageKeyOf(url), () => token ?? onChange(), until);
  return async () => {
    if (mode === 'session' && !token && environment.peek(storageKeyOf(url)) === null) return null;
    if (!environment.online.get() && isExpired(storedToken(url, environment), environment))
      throw new Error('The session has expired, and there is no network to renew it.');
    token ??= openLibrary(mode, options).catch((error: unknown) => {
      token = undefined;
      throw error;
    });
    return (await token)();
  };
}

async function openLibrary(mode: LibraryMode, options: Omit<AuthOptions, 'mode'>): Promise<TokenSource> {
  const { createLibrarySource } = await import('./library-session.ts');
  return createLibrarySource(mode, storageKeyOf(options.url), options);
}

/** The library asks for half a minute before it says that it cannot renew a session: not where that is known before. */
function isExpired(token: string | undefined, environment: Environment): boolean {
  const exp = token === undefined ? undefined : claimsOf(token)?.['exp'];
  return typeof exp === 'number' && exp * 1000 <= environment.now();
}

/** Where supabase-js keeps the session of a project, by its rule since version 2: `sb-<first label>-auth-token`. */
function storageKeyOf(url: string): string {
  return `sb-${new URL(url).hostname.split('.')[0]}-auth-token`;
}
