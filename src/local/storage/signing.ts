import { signToken, verifyToken } from '../gateway/token.ts';
import { StorageError, invalidSignature } from './errors.ts';

/** What a signed address allows: to read, or to write as somebody. */
export interface Grant {
  /** `bucket/name` */
  url: string;
  upload?: { owner: string | null; upsert: boolean };
}

/** Signs a grant for so many seconds. */
export function signGrant(grant: Grant, seconds: number, jwtSecret: string): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  return signToken({ ...grant, iat, exp: iat + seconds }, jwtSecret);
}

/** @throws {StorageError} for a token that is not of this address or has run out */
export async function checkGrant(token: string | null, url: string, jwtSecret: string): Promise<Grant> {
  const verified = await verifyToken(token ?? '', jwtSecret);
  if ('failure' in verified) {
    const message = verified.failure === 'expired' ? '"exp" claim timestamp check failed' : 'jwt malformed';
    throw new StorageError(400, 'InvalidJWT', message);
  }
  if (verified.claims['url'] !== url) throw invalidSignature();
  return verified.claims as unknown as Grant;
}
