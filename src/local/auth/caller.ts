import { bearerOf, verifyAccessToken } from '../gateway/token.ts';
import { roleOfKey } from '../keys.ts';
import type { Call } from './call.ts';
import { isUuid } from './checks.ts';
import { AuthError } from './errors.ts';
import { findSession } from './sessions/session.ts';
import type { Session } from './sessions/session.ts';
import { findUser } from './users/find.ts';
import { isBanned } from './users/user.ts';
import type { User } from './users/user.ts';

const ADMINISTRATORS = ['service_role', 'supabase_admin'];

/** Who asks, and in which session; a token that no session made has none. */
export interface Person {
  user: User;
  session: Session | undefined;
}

/** The person whose token the request bears. */
export async function requirePerson(call: Call): Promise<Person> {
  const { sub, session_id: sessionId } = await claimsOf(call);
  if (typeof sub !== 'string' || sub === '') throw badJwt(403, 'invalid claim: missing sub claim');
  if (!isUuid(sub)) throw badJwt(400, 'invalid claim: sub claim must be a UUID');
  const user = await findUser(call.sql, sub);
  if (!user) throw new AuthError(403, 'user_not_found', 'User from sub claim in JWT does not exist');
  const session = sessionId ? await requireSession(call, String(sessionId)) : undefined;
  if (isBanned(user)) throw new AuthError(403, 'user_banned', 'User is banned');
  return { user, session };
}

async function requireSession(call: Call, id: string): Promise<Session> {
  if (!isUuid(id)) throw badJwt(403, 'invalid claim: session_id claim must be a UUID');
  const session = await findSession(call.sql, id);
  if (session) return session;
  const message = 'Session from session_id claim in JWT does not exist';
  throw new AuthError(403, 'session_not_found', message);
}

/** Lets only those pass who may administer users. */
export async function requireAdministrator(call: Call): Promise<void> {
  const { role } = await claimsOf(call);
  if (ADMINISTRATORS.includes(String(role))) return;
  throw new AuthError(403, 'not_admin', 'User not allowed');
}

/** What the bearer says. A key of the project, also in place of a bearer, says its role alone. */
async function claimsOf({ request, keys }: Call): Promise<Record<string, unknown>> {
  const bearer = bearerOf(request.headers) ?? request.headers.get('apikey');
  if (!bearer) throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
  const role = roleOfKey(keys, bearer);
  if (role) return { role };
  const verified = await verifyAccessToken(bearer, keys);
  if ('claims' in verified) return verified.claims;
  throw badJwt(
    403,
    `invalid JWT: unable to parse or verify signature, ${reasonOf(bearer, verified.failure)}`,
  );
}

function reasonOf(token: string, failure: 'expired' | 'invalid'): string {
  if (failure === 'expired') return 'token has invalid claims: token is expired';
  if (token.split('.').length === 3) return 'token signature is invalid: signature is invalid';
  return 'token is malformed: token contains an invalid number of segments';
}

function badJwt(status: number, message: string): AuthError {
  return new AuthError(status, 'bad_jwt', message);
}
