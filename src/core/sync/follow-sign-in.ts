import type { Environment } from '../environment.ts';

/** The part of supabase-js that tells who signs in and out. */
interface AuthEvents {
  onAuthStateChange(listener: () => void): { data: { subscription: { unsubscribe(): void } } };
}

/**
 * Calls `onChange` after somebody has signed in or out through the page's own client, until `until` aborts.
 * Clients that have no sign-in of their own are left alone: with a token from elsewhere, supabase-js throws
 * on every access to `auth`.
 */
export function followSignIn(
  client: object,
  environment: Environment,
  onChange: () => void,
  until: AbortSignal,
): void {
  const subscription = subscribe(client, () => void environment.after(0, onChange));
  until.addEventListener('abort', () => subscription?.unsubscribe(), { once: true });
}

/** The listener runs while the client holds its sign-in locked: it must not ask the client anything itself. */
function subscribe(client: object, listener: () => void): { unsubscribe(): void } | undefined {
  try {
    return (client as { auth?: AuthEvents }).auth?.onAuthStateChange(listener).data.subscription;
  } catch {
    return undefined;
  }
}
