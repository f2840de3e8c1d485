import { SignJWT, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import type { Keys } from '../keys.ts';
import { keyOf } from '../signing-keys.ts';
import type { SigningKey } from '../signing-keys.ts';

export type Verified = { claims: JWTPayload } | { failure: 'expired' | 'invalid' };

/** Checks a token that the project's secret signs; `tolerance` in seconds forgives clocks that differ. */
export function verifyToken(token: string, jwtSecret: string, tolerance = 0): Promise<Verified> {
  return check(token, new TextEncoder().encode(jwtSecret), 'HS256', tolerance);
}

/** Checks a token of a person: by the signing key that it names, else by the secret. */
export function verifyAccessToken(token: string, keys: Keys, tolerance = 0): Promise<Verified> {
  const key = namedKey(token, keys);
  if (!key) return verifyToken(token, keys.jwtSecret, tolerance);
  return check(token, key.publicJwk as JWK, key.alg, tolerance);
}

function namedKey(token: string, keys: Keys): SigningKey | undefined {
  try {
    return keyOf(keys.signingKeys, decodeProtectedHeader(token));
  } catch {
    return undefined; // no token at all: the check says so
  }
}

async function check(
  token: string,
  key: CryptoKey | JWK | Uint8Array,
  algorithm: string,
  tolerance: number,
): Promise<Verified> {
  try {
    const options = { algorithms: [algorithm], clockTolerance: tolerance };
    const { payload } = await jwtVerify(token, key, options);
    return { claims: payload };
  } catch (error) {
    return { failure: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
  }
}

/** Signs a token with the project's secret. */
export function signToken(claims: JWTPayload, jwtSecret: string): Promise<string> {
  const key = new TextEncoder().encode(jwtSecret);
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key);
}

/** Signs a person's token: with the project's first private key, else with its secret. */
export function signAccessToken(claims: JWTPayload, { signingKeys, jwtSecret }: Keys): Promise<string> {
  const key = signingKeys.find(({ privateJwk }) => privateJwk !== undefined);
  if (!key) return signToken(claims, jwtSecret);
  const { alg, kid, privateJwk } = key;
  return new SignJWT(claims).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(privateJwk as JWK);
}

/** What follows `Bearer` in the request, if anything. */
export function bearerOf(headers: Headers): string | undefined {
  return /^Bearer\s+(.+)$/i.exec(headers.get('authorization') ?? '')?.[1]?.trim();
}
