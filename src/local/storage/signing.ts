import { signToken, verifyToken } from '../gateway/token.ts';
import { StorageError, invalidSignature } from './errors.ts';

/** What a signed address allows. */
export interface Grant {
  /** `bucket/name` */
  url: string;
  scope: 'download' | 'upload';
  /** In whose name an upload is made. */
  owner?: string | null;
  upsert?: boolean;
  /** The end of the grant, in seconds. */
  exp: number;
}

/** Signs a grant for so many seconds. */
export function signGrant(grant: Omit<Grant, 'exp'>, seconds: number, jwtSecret: string): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  return signToken({ ...grant, iat, exp: iat + seconds }, jwtSecret);
}

/** @throws {StorageError} for a token that is not of this address, or not for this, or has run out */
export async function checkGrant(
  token: string | null,
  { url, scope }: Pick<Grant, 'url' | 'scope'>,
  jwtSecret: string,
): Promise<Grant> {
  const verified = await verifyToken(token ?? '', jwtSecret);
  if ('failure' in verified) {
    const message = verified.failure === 'expired' ? '"exp" claim timestamp check failed' : 'jwt malformed';
    throw new StorageError(400, 'InvalidJWT', message);
  }
  const grant = verified.claims as unknown as Grant;
  if (grant.scope !== scope) throw invalidSignature(`Token is not scoped for ${scope}`);
  if (grant.url !== url) throw invalidSignature();
  return grant;
}
