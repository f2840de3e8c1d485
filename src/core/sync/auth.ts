import type { Environment } from '../environment.ts';

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

/** Opens the source of tokens. The sign-in library is loaded only if there is something to do for it. */
export function createTokenSource({ mode, ...options }: AuthOptions): TokenSource {
  if (mode === 'none') return () => Promise.resolve(null);
  let token: Promise<TokenSource> | undefined;
  return async () => {
    if (mode === 'session' && !token && options.environment.peek(storageKeyOf(options.url)) === null)
      return null;
    token ??= signInLibrary(mode, options).catch((error: unknown) => {
      token = undefined;
      throw error;
    });
    return (await token)();
  };
}

async function signInLibrary(
  mode: AuthMode,
  { url, key, environment, onChange, until }: Omit<AuthOptions, 'mode'>,
): Promise<TokenSource> {
  const { AuthClient } = await import('@supabase/supabase-js');
  const auth = new AuthClient({
    url: `${url}/auth/v1`,
    headers: { apikey: key, Authorization: `Bearer ${key}` },
    storageKey: storageKeyOf(url),
    detectSessionInUrl: false,
    fetch: environment.fetch,
  });
  const { data } = auth.onAuthStateChange((event) => event !== 'INITIAL_SESSION' && onChange());
  until.addEventListener('abort', () => {
    data.subscription.unsubscribe();
    void auth.stopAutoRefresh();
  });
  return async () => {
    const { data: current, error } = await auth.getSession();
    // Without a network an expired session cannot be renewed: that is not the same as being signed out.
    if (error) throw error;
    if (current.session || mode === 'session') return current.session?.access_token ?? null;
    const { data: fresh, error: refused } = await auth.signInAnonymously();
    if (refused) throw refused;
    return fresh.session?.access_token ?? null;
  };
}

/** Where supabase-js keeps the session of a project, by its rule since version 2: `sb-<first label>-auth-token`. */
function storageKeyOf(url: string): string {
  return `sb-${new URL(url).hostname.split('.')[0]}-auth-token`;
}
