/** Stands for a sign-in of your own, e.g. Auth0, Clerk or your server: whatever answers with a token that Supabase accepts. */
interface Session {
  access_token: string;
  refresh_token: string;
  /** In seconds since 1970. */
  expires_at: number;
  user: { id: string };
}

let session: Session | undefined;

/** Signs in; answers with the person's id. */
export async function signIn(email: string, password: string): Promise<string> {
  session = await ask('password', { email, password });
  return session.user.id;
}

export function signOut(): void {
  session = undefined;
}

/** What the widgets call whenever they need a token. A function of the module: it stays the same over renders. */
export async function accessToken(): Promise<string | null> {
  if (session && session.expires_at * 1_000 < Date.now() + 60_000) {
    session = await ask('refresh_token', { refresh_token: session.refresh_token });
  }
  return session?.access_token ?? null;
}

async function ask(grant: string, body: object): Promise<Session> {
  const { VITE_SUPABASE_URL: url, VITE_SUPABASE_KEY: apikey } = import.meta.env;
  const response = await fetch(`${url}/auth/v1/token?grant_type=${grant}`, {
    method: 'POST',
    headers: { apikey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error('These are not the email and password of an account.');
  return response.json();
}
