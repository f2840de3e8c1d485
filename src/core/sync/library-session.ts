import { AuthClient } from '@supabase/supabase-js';
import type { AuthOptions, TokenSource } from './auth.ts';

/** Whether somebody who is not signed in is signed in anonymously. */
export type LibraryMode = 'session' | 'anonymous';

/** Tokens by the auth part of supabase-js, which is loaded with this module, and with nothing else. */
export function createLibrarySource(
  mode: LibraryMode,
  storageKey: string,
  { url, key, environment, onChange, until }: Omit<AuthOptions, 'mode'>,
): TokenSource {
  const auth = new AuthClient({
    url: `${url}/auth/v1`,
    headers: { apikey: key, Authorization: `Bearer ${key}` },
    storageKey,
    detectSessionInUrl: false,
    fetch: environment.fetch,
  });
  // The library waits for what its listener returns, and whoever is told asks the library in turn.
  const { data } = auth.onAuthStateChange((event) => void (event !== 'INITIAL_SESSION' && onChange()));
  until.addEventListener('abort', () => {
    data.subscription.unsubscribe();
    void auth.stopAutoRefresh();
  });
  return async () => {
    const { data: current, error } = await auth.getSession();
    // Without a network an expired session cannot be renewed: that is not the same as being signed out.
    if (error) {
      askAnewNextTime(auth);
      throw error;
    }
    if (current.session || mode === 'session') return current.session?.access_token ?? null;
    const { data: fresh, error: refused } = await auth.signInAnonymously();
    if (refused) throw refused;
    return fresh.session?.access_token ?? null;
  };
}

/** The library answers for a minute with the failure of before, also when the network has come back (auth-js 2.119). */
function askAnewNextTime(auth: object): void {
  (auth as { lastRefreshFailure: null }).lastRefreshFailure = null;
}
