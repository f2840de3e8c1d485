import { generateKeyPairSync } from 'node:crypto';

/** The two keys by which push services know a sender (RFC 8292), base64url. */
export interface VapidKeys {
  /** For the page: an uncompressed point of P-256. */
  publicKey: string;
  /** For the function `push` alone. */
  privateKey: string;
}

/** Makes a pair of keys. */
export function createVapidKeys(): VapidKeys {
  const { x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  if (!x || !y || !d) throw new Error('Node made a key without coordinates.');
  const point = [Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
  return { publicKey: Buffer.concat(point).toString('base64url'), privateKey: d };
}

/** A pair of keys, and what to do with each. */
export function vapidLines({ publicKey, privateKey }: VapidKeys): string {
  return `
  Public key   ${publicKey}
  Private key  ${privateKey}

  Make them once, and keep them: with other keys every browser has to subscribe again.

  For the project, with an address at which push services reach you
    npx supabase secrets set VAPID_PUBLIC_KEY=${publicKey} \\
      VAPID_PRIVATE_KEY=${privateKey} VAPID_SUBJECT=mailto:you@example.org

  For the local backend, in supabase/functions/.env
    VAPID_PUBLIC_KEY=${publicKey}
    VAPID_PRIVATE_KEY=${privateKey}
    VAPID_SUBJECT=mailto:you@example.org

  For the page, the public key alone; docs/push.md has the rest.
`;
}
