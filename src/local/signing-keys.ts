import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

type Algorithm = 'ES256' | 'RS256';

/** A key whose public half verifies tokens, and whose private half, if it is there, signs them. */
export interface SigningKey {
  kid: string;
  alg: Algorithm;
  publicJwk: JsonWebKey;
  publicKey: KeyObject;
  privateJwk?: JsonWebKey;
}

const DIGESTS: Record<Algorithm, string> = { ES256: 'sha256', RS256: 'RSA-SHA256' };
const PUBLIC_MEMBERS = ['kty', 'crv', 'x', 'y', 'n', 'e'] as const;

/**
 * Reads the JSON array of keys that `[auth] signing_keys_path` names.
 *
 * @throws {Error} with a message for people when it is not one of ES256 and RS256 keys, each with a `kid`
 */
export function readSigningKeys(text: string): SigningKey[] {
  const jwks: unknown = JSON.parse(text);
  if (!Array.isArray(jwks)) throw new Error('Signing keys are a JSON array of keys (JWK).');
  return jwks.map((jwk: JsonWebKey, index) => toSigningKey(jwk, index + 1));
}

function toSigningKey(jwk: JsonWebKey, position: number): SigningKey {
  const alg = jwk.kty === 'EC' && jwk.crv === 'P-256' ? 'ES256' : jwk.kty === 'RSA' ? 'RS256' : undefined;
  if (!alg) throw new Error(`Signing key ${position} is neither for ES256 (EC, P-256) nor for RS256 (RSA).`);
  if (typeof jwk['kid'] !== 'string') throw new Error(`Signing key ${position} has no "kid".`);
  const members = PUBLIC_MEMBERS.filter((name) => jwk[name] !== undefined).map((name) => [name, jwk[name]]);
  const open = Object.fromEntries(members) as JsonWebKey;
  return {
    kid: jwk['kid'],
    alg,
    publicJwk: { ...open, kid: jwk['kid'], use: 'sig', key_ops: ['verify'], alg, ext: true },
    publicKey: createPublicKey({ key: open, format: 'jwk' }),
    privateJwk: jwk.d === undefined ? undefined : jwk,
  };
}

/** What `/.well-known/jwks.json` shows: the public halves. */
export function toJwks(keys: readonly SigningKey[]): { keys: JsonWebKey[] } {
  return { keys: keys.map(({ publicJwk }) => publicJwk) };
}

/**
 * Whether the signature of `content` (`header.payload`) is by the key that the token's header names.
 * Undefined when there is no such key, or it is not for that algorithm: the secret may still fit.
 */
export function verifyByKid(
  keys: readonly SigningKey[],
  header: { kid?: unknown; alg?: unknown },
  content: string,
  signature: Uint8Array,
): boolean | undefined {
  const key = keyOf(keys, header);
  if (!key) return undefined;
  const options = { key: key.publicKey, dsaEncoding: 'ieee-p1363' as const };
  return verify(DIGESTS[key.alg], Buffer.from(content), options, signature);
}

/** The key that a token's header names. */
export function keyOf(
  keys: readonly SigningKey[],
  header: { kid?: unknown; alg?: unknown },
): SigningKey | undefined {
  return keys.find(({ kid, alg }) => kid === header.kid && alg === header.alg);
}
