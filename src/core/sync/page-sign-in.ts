import type { Environment } from '../environment.ts';

/** The part of supabase-js that knows who is signed in. */
interface Auth {
  onAuthStateChange(listener: () => void): { data: { subscription: { unsubscribe(): void } } };
  getSession(): Promise<{ data: { session: object | null }; error: Error | null }>;
}

/**
 * Calls `onChange` after somebody has signed in or out through the page's own client, until `until` aborts.
 */
export function followSignIn(
  client: object,
  environment: Environment,
  onChange: () => void,
  until: AbortSignal,
): void {
  // The listener runs while the client holds its sign-in locked: it must not ask the client anything itself.
  const listener = (): void => void environment.after(0, onChange);
  const subscription = authOf(client)?.onAuthStateChange(listener).data.subscription;
  until.addEventListener('abort', () => subscription?.unsubscribe(), { once: true });
}

/**
 * Rejects when nobody seems to be signed in only because the session could not be renewed: the page's client hands out
 * its key then, as if the person had signed out. It may have been renewed since.
 */
export async function assertSignedOut(client: object): Promise<void> {
  const answer = await authOf(client)?.getSession();
  if (answer?.error) throw answer.error;
  if (answer?.data.session) throw new Error('The session has been renewed meanwhile.');
}

/** Undefined for clients that have no sign-in of their own: with a token from elsewhere, supabase-js throws on every access. */
function authOf(client: object): Auth | undefined {
  try {
    const { auth } = client as { auth?: Auth };
    return typeof auth?.onAuthStateChange === 'function' ? auth : undefined;
  } catch {
    return undefined;
  }
}
