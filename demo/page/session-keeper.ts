/** Where to sign in, and as whom. */
export interface SignIn {
  /** The address of the project. */
  url: string;
  /** Its publishable key. */
  key: string;
  email: string;
  password: string;
}

/** What the keeper needs of the page. */
export interface KeeperTools {
  fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Keeps a session over a reload. */
  storage: Pick<Storage, 'getItem' | 'setItem'>;
}

interface Session {
  accessToken: string;
  refreshToken: string;
  /** When the access token ends, in milliseconds since the epoch. */
  endsAt: number;
  /** When it is to be renewed: a while before its end, so that none ends on its way. */
  renewAt: number;
}

/** How long before its end a token is renewed, in milliseconds; one that lives shortly, for its last quarter. */
const MARGIN_MS = 30_000;

/**
 * A host page's own sign-in, without any library: answers the token of one person, signs in when
 * there is none, and renews it in time. Callers that ask together share one request.
 *
 * @returns what `provider.accessToken` wants. It rejects while the server cannot be reached and the
 *   token that is at hand has ended, and when the password is refused.
 */
export function keepSession(who: SignIn, tools: KeeperTools): () => Promise<string> {
  const place = `nality-demo:session:${who.email}`;
  let session = readSession(tools.storage.getItem(place));
  let renewal: Promise<Session> | undefined;

  const renew = async (): Promise<Session> => {
    const { renewed, refused } = await refresh(who, session, tools);
    const next = renewed ?? (refused ? await signIn(who, tools) : undefined);
    if (!next) throw new Error('The session could not be renewed.');
    tools.storage.setItem(place, JSON.stringify(next));
    return (session = next);
  };

  return async () => {
    if (session && tools.now() < session.renewAt) return session.accessToken;
    renewal ??= renew().finally(() => (renewal = undefined));
    try {
      return (await renewal).accessToken;
    } catch (error) {
      if (session && tools.now() < session.endsAt) return session.accessToken;
      throw error;
    }
  };
}

/** Renews a session. `refused`: the server wants the password again. */
async function refresh(
  who: SignIn,
  session: Session | undefined,
  tools: KeeperTools,
): Promise<{ renewed?: Session; refused: boolean }> {
  if (!session) return { refused: true };
  const askedAt = tools.now();
  const response = await ask(who, 'refresh_token', { refresh_token: session.refreshToken }, tools);
  if (response.ok) return { renewed: await sessionOf(response, askedAt), refused: false };
  return { refused: response.status >= 400 && response.status < 500 && response.status !== 429 };
}

async function signIn(who: SignIn, tools: KeeperTools): Promise<Session> {
  const askedAt = tools.now();
  const response = await ask(who, 'password', { email: who.email, password: who.password }, tools);
  if (!response.ok) throw new Error(`${who.email} could not sign in (${response.status}).`);
  return sessionOf(response, askedAt);
}

function ask(who: SignIn, grant: string, body: object, tools: KeeperTools): Promise<Response> {
  return tools.fetch(`${who.url}/auth/v1/token?grant_type=${grant}`, {
    method: 'POST',
    headers: { apikey: who.key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Its token lives since it was asked for, at the latest: nobody knows how long the answer was under way. */
async function sessionOf(response: Response, askedAt: number): Promise<Session> {
  const answer = (await response.json()) as {
    access_token: string;
    refresh_token: string;
    expires_in: number;
  };
  const life = answer.expires_in * 1_000;
  const endsAt = askedAt + life;
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    endsAt,
    renewAt: endsAt - Math.min(MARGIN_MS, life / 4),
  };
}

function readSession(stored: string | null): Session | undefined {
  try {
    return stored === null ? undefined : (JSON.parse(stored) as Session);
  } catch {
    return undefined;
  }
}
