import { SignJWT, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';

export type Verified = { claims: JWTPayload } | { failure: 'expired' | 'invalid' };

/** Checks signature and times of a token; `tolerance` in seconds forgives clocks that differ. */
export async function verifyToken(token: string, jwtSecret: string, tolerance = 0): Promise<Verified> {
  try {
    const options = { algorithms: ['HS256'], clockTolerance: tolerance };
    const { payload } = await jwtVerify(token, new TextEncoder().encode(jwtSecret), options);
    return { claims: payload };
  } catch (error) {
    return { failure: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
  }
}

export function signToken(claims: JWTPayload, jwtSecret: string): Promise<string> {
  const key = new TextEncoder().encode(jwtSecret);
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key);
}

/** What follows `Bearer` in the request, if anything. */
export function bearerOf(headers: Headers): string | undefined {
  return /^Bearer\s+(.+)$/i.exec(headers.get('authorization') ?? '')?.[1]?.trim();
}
