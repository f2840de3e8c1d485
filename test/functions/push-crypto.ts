import { createDecipheriv, createECDH, createHmac, createPublicKey, verify } from 'node:crypto';
import { randomBytes, type ECDH } from 'node:crypto';

/** What a browser gives away of a subscription, and keeps. */
export interface Browser {
  /** As in `push_subscriptions`. */
  readonly keys: { p256dh: string; auth: string };
  /** Reads a message as RFC 8291 says. Throws unless it was made for this browser. */
  decrypt(body: Buffer): string;
}

/** A browser with new keys, or with those of an example. */
export function createBrowser(example?: { privateKey: string; auth: string }): Browser {
  const own = createECDH('prime256v1');
  if (example) own.setPrivateKey(example.privateKey, 'base64url');
  else own.generateKeys();
  const auth = example ? Buffer.from(example.auth, 'base64url') : randomBytes(16);
  return {
    keys: { p256dh: own.getPublicKey('base64url'), auth: auth.toString('base64url') },
    decrypt: (body) => decrypt(body, own, auth),
  };
}

/** RFC 8291, section 3.4, and the header of RFC 8188, section 2.1: one record. */
function decrypt(body: Buffer, own: ECDH, auth: Buffer): string {
  const [salt, keyLength] = [body.subarray(0, 16), body.readUInt8(20)];
  const sender = body.subarray(21, 21 + keyLength);
  const record = body.subarray(21 + keyLength);
  if (record.length > body.readUInt32BE(16)) throw new Error('There is more than one record.');
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), own.getPublicKey(), sender]);
  const ikm = hkdf(auth, own.computeSecret(sender), info, 32);
  const key = hkdf(salt, ikm, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = hkdf(salt, ikm, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== 2) throw new Error('The last record has to end with 2.');
  return padded.subarray(0, end).toString('utf8');
}

/** RFC 5869 for outputs of one block. */
function hkdf(salt: Buffer, ikm: Buffer, info: Buffer, length: number): Buffer {
  const prk = createHmac('sha256', salt).update(ikm).digest();
  return createHmac('sha256', prk)
    .update(Buffer.concat([info, Buffer.from([1])]))
    .digest()
    .subarray(0, length);
}

/** The claims of a sender's signature (RFC 8292), and their key. Throws unless it is theirs. */
export function readVapid(authorization: string): { claims: Record<string, unknown>; publicKey: string } {
  const [, token = '', publicKey = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? [];
  const [header = '', body = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const signed = Buffer.from(`${header}.${body}`);
  const isTheirs = verify(
    'sha256',
    signed,
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isTheirs) throw new Error('The signature is of another key.');
  return {
    claims: JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>,
    publicKey,
  };
}
