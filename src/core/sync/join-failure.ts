import { NalityError, type NalityErrorCode } from '../errors.ts';

/** Why a topic is not joined, or not any more. */
export type JoinFailure =
  /** The socket is gone, and with it every topic. */
  | { readonly name: 'line-lost' }
  /** The server says no, and would say it again. */
  | { readonly name: 'refused'; readonly error: NalityError }
  /** It may work the next time. */
  | { readonly name: 'passing' };

/** Classes what a client says of a topic that is not `SUBSCRIBED`: by structure and code, never by wording. */
export function joinFailureOf(status: string, error: Error | undefined): JoinFailure {
  // Closed by the server (expired sign-in, limits, a lost right), or no answer in time.
  if (status !== 'CHANNEL_ERROR') return { name: 'passing' };
  const reason = reasonOf(error);
  if (reason === undefined) return { name: 'line-lost' };
  const code = REFUSALS[reason.split(':', 1)[0] ?? ''];
  return code ? { name: 'refused', error: new NalityError(code, reason) } : { name: 'passing' };
}

/** Why the server refused a join; undefined when it did not, but the line was lost. */
function reasonOf(error: Error | undefined): string | undefined {
  const cause = error?.cause as { reason?: unknown } | undefined;
  // A closed socket has a reason too, mostly an empty one: that is not the server's answer to a join.
  if (typeof cause?.reason !== 'string' || 'wasClean' in cause) return undefined;
  return cause.reason;
}

/** The server's reasons begin with a code, `Unauthorized: You do not …`; those that pass are no refusals. */
const REFUSALS: Readonly<Record<string, NalityErrorCode>> = {
  Unauthorized: 'denied',
  PrivateOnly: 'denied',
  TopicNameRequired: 'denied',
  InvalidJWTToken: 'auth-expired',
  MalformedJWT: 'auth-expired',
  JwtSignatureError: 'auth-expired',
};
