import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import type { SigningKey } from './signing-keys.ts';

/** The keys of a project, as its dashboard would show them. */
export interface Keys {
  /** Verifies every token that names no other key, and signs them where no other key does; HS256. */
  jwtSecret: string;
  /** The first that has a private half signs the tokens of people; all verify. */
  signingKeys: readonly SigningKey[];
  /** `sb_publishable_…`: stands for the role `anon`. */
  publishable: string;
  /** `sb_secret_…`: stands for the role `service_role`. */
  secret: string;
  /** The older form of the publishable key: a token with the role `anon`. */
  anonJwt: string;
  /** The older form of the secret key: a token with the role `service_role`. */
  serviceRoleJwt: string;
}

/** The secret that every local project of the Supabase CLI has, too. */
export const DEFAULT_JWT_SECRET = 'super-secret-jwt-token-with-at-least-32-characters-long';

/** The life of the older keys: fixed, so that the same secret always gives the same keys. */
const ISSUED_AT = Date.UTC(2025, 0, 1) / 1000;
const EXPIRES_AT = Date.UTC(2045, 0, 1) / 1000;

/** Makes the keys that belong to a secret; the same secret gives the same keys. */
export async function createKeys(
  jwtSecret: string = DEFAULT_JWT_SECRET,
  signingKeys: readonly SigningKey[] = [],
): Promise<Keys> {
  return {
    jwtSecret,
    signingKeys,
    publishable: opaqueKey('sb_publishable', jwtSecret),
    secret: opaqueKey('sb_secret', jwtSecret),
    anonJwt: await roleToken('anon', jwtSecret),
    serviceRoleJwt: await roleToken('service_role', jwtSecret),
  };
}

/** Answers which role a key of this project stands for; undefined for a key that is not of this project. */
export function roleOfKey(keys: Keys, key: string): 'anon' | 'service_role' | undefined {
  if (key === keys.publishable || key === keys.anonJwt) return 'anon';
  if (key === keys.secret || key === keys.serviceRoleJwt) return 'service_role';
  return undefined;
}

function opaqueKey(prefix: string, jwtSecret: string): string {
  const digest = createHmac('sha256', jwtSecret).update(prefix).digest('base64url');
  return `${prefix}_${digest.slice(0, 22)}_${digest.slice(22, 30)}`;
}

function roleToken(role: string, jwtSecret: string): Promise<string> {
  return new SignJWT({ role })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('supabase')
    .setIssuedAt(ISSUED_AT)
    .setExpirationTime(EXPIRES_AT)
    .sign(new TextEncoder().encode(jwtSecret));
}
