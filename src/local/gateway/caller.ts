import { roleOfKey } from '../keys.ts';
import type { Keys } from '../keys.ts';
import { bearerOf, verifyAccessToken } from './token.ts';

/** Who a request speaks for. */
export interface Caller {
  /** The database role: anon, authenticated, service_role or one of the project's own. */
  role: string;
  /** What the token says; of a key without a token, its role alone. */
  claims: Record<string, unknown>;
}

/**
 * The settings under which policies and functions see the caller, in the order in which they are to be made:
 * only a role that is granted to `authenticator` can be taken, whatever a token says.
 */
export function roleSettings({ role, claims }: Caller): Record<string, string> {
  return { session_authorization: 'authenticator', role, 'request.jwt.claims': JSON.stringify(claims) };
}

/**
 * Reads who is calling: the person of the bearer token, else the role of the key.
 * `tolerance` in seconds forgives a token that has just expired.
 */
export async function identify(
  request: Request,
  keys: Keys,
  keyRole: string,
  tolerance = 0,
): Promise<Caller | { failure: 'expired' | 'invalid' }> {
  const bearer = bearerOf(request.headers);
  const role = bearer === undefined ? keyRole : roleOfKey(keys, bearer);
  if (role) return { role, claims: { role } };
  const verified = await verifyAccessToken(bearer ?? '', keys, tolerance);
  if ('failure' in verified) return verified;
  return { role: String(verified.claims.role ?? 'anon'), claims: verified.claims };
}
