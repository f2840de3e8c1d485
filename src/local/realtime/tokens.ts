import { createHmac, timingSafeEqual } from 'node:crypto';
import { roleOfKey } from '../keys.ts';
import type { Keys } from '../keys.ts';
import { verifyByKid } from '../signing-keys.ts';
import { isObject } from './wire/json.ts';

/** What a verified token says. */
export interface Claims extends Record<string, unknown> {
  role: string;
  /** Seconds since 1970. */
  exp: number;
}

export type TokenErrorCode = 'MalformedJWT' | 'JwtSignerError' | 'JwtSignatureError' | 'InvalidJWTToken';

/** Why a token is not accepted, in Supabase's words. */
export class TokenError extends Error {
  readonly code: TokenErrorCode;
  /** Seconds since the token's end, when that is what is wrong with it. */
  readonly expiredFor: number | undefined;

  constructor(code: TokenErrorCode, message: string, expiredFor?: number) {
    super(message);
    this.code = code;
    this.expiredFor = expiredFor;
  }
}

const DIGESTS: Record<string, string> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

/** Verifies tokens that are signed with the project's secret, or with one of its signing keys. */
export class Tokens {
  readonly #keys: Keys;

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  /** The token that a key of the project stands for; anything else is a token itself. */
  ofKey(key: string): string {
    if (!key.startsWith('sb_')) return key;
    const role = roleOfKey(this.#keys, key);
    if (role === 'anon') return this.#keys.anonJwt;
    return role === 'service_role' ? this.#keys.serviceRoleJwt : key;
  }

  /** Throws a TokenError when the token is not to be trusted. */
  verify(token: string, now: number = Date.now()): Claims {
    const parts = token.split('.');
    const [head = '', body = '', signature = ''] = parts;
    const header = decode(head);
    const claims = decode(body);
    if (parts.length !== 3 || !header || !claims) {
      throw new TokenError('MalformedJWT', 'The token provided is not a valid JWT');
    }
    this.#checkSignature(header, `${head}.${body}`, Buffer.from(signature, 'base64url'));
    return checkClaims(claims, Math.floor(now / 1000));
  }

  #checkSignature(header: Record<string, unknown>, content: string, signature: Buffer): void {
    const byKey = verifyByKid(this.#keys.signingKeys, header, content, signature);
    if (byKey ?? this.#isBySecret(header, content, signature)) return;
    throw new TokenError('JwtSignatureError', 'Failed to validate JWT signature');
  }

  #isBySecret({ alg, kid }: Record<string, unknown>, content: string, signature: Buffer): boolean {
    const digest = typeof alg === 'string' ? DIGESTS[alg] : undefined;
    if (!digest) {
      const which = typeof kid === 'string' ? ` for key ID (kid) ${JSON.stringify(kid)}` : '';
      const text = `Failed to generate JWT signer${which}, check your JWT secret or JWKS configuration`;
      throw new TokenError('JwtSignerError', text);
    }
    const expected = createHmac(digest, this.#keys.jwtSecret).update(content).digest();
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  }
}

/** How many seconds ago a token ended; undefined while it is valid. */
export function expiredFor(claims: Claims, now: number = Date.now()): number | undefined {
  const seconds = Math.floor(now / 1000) - claims.exp;
  return seconds >= 0 ? seconds : undefined;
}

/** What the server says about a token that ended so many seconds ago. */
export function expiredText(seconds: number): string {
  return `Token has expired ${seconds} seconds ago`;
}

function checkClaims(claims: Record<string, unknown>, now: number): Claims {
  const { exp, role } = claims;
  if (typeof exp === 'number' && exp <= now) {
    throw new TokenError('InvalidJWTToken', expiredText(Math.floor(now - exp)), Math.floor(now - exp));
  }
  if (exp === undefined || exp === null || typeof role !== 'string') {
    throw new TokenError('InvalidJWTToken', 'Fields `role` and `exp` are required in JWT');
  }
  if (!Number.isInteger(exp)) throw new TokenError('InvalidJWTToken', 'Token expiration time is invalid');
  return claims as Claims;
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
