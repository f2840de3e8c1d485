import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { SignJWT, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { readAuthConfig } from '../../../src/local/auth/config.ts';
import { readSigningKeys, verifyByKid } from '../../../src/local/signing-keys.ts';
import { startLibrary } from '../../support/backend-library.ts';
import { PASSWORD, newEmail, refusal } from './people.ts';

async function newKey(alg: 'ES256' | 'RS256', kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg };
}

test('the first signing key signs, all verify, for every service', async () => {
  const [first, second] = [await newKey('ES256', 'first'), await newKey('RS256', 'second')];
  const signingKeys = readSigningKeys(JSON.stringify([first, second]));
  const library = await startLibrary({ auth: { signingKeys } });
  try {
    const client = library.anonymous();
    const { data } = await client.auth.signUp({ email: newEmail(), password: PASSWORD });
    const token = data.session?.access_token ?? '';
    assert.deepEqual(decodeProtectedHeader(token), { alg: 'ES256', kid: 'first', typ: 'JWT' });
    assert.equal((await client.auth.getUser()).data.user?.id, data.user?.id);
    const { data: verified, error } = await client.auth.getClaims();
    assert.equal(error, null);
    assert.deepEqual([verified?.claims.sub, verified?.header.alg], [data.user?.id, 'ES256']);
    assert.equal((await client.rpc('whoami')).data.uid, data.user?.id);

    const sign = (key: JWK, kid = key.kid) =>
      new SignJWT({ sub: data.user?.id, role: 'authenticated', exp: Math.floor(Date.now() / 1000) + 60 })
        .setProtectedHeader({ alg: key.alg ?? '', kid })
        .sign(key);
    assert.equal((await client.auth.getUser(await sign(second))).data.user?.id, data.user?.id);
    const stranger = await newKey('ES256', 'stranger');
    assert.deepEqual(refusal((await client.auth.getUser(await sign(stranger))).error), [403, 'bad_jwt']);
    assert.deepEqual(refusal((await client.auth.getUser(await sign(stranger, 'first'))).error), [
      403,
      'bad_jwt',
    ]);
    assert.equal((await library.admin.auth.admin.listUsers()).error, null);

    const jwks = await (await fetch(`${library.url}/auth/v1/.well-known/jwks.json`)).json();
    const { keys } = jwks as { keys: JWK[] };
    assert.deepEqual(
      keys.map(({ kid, alg, use, d }) => [kid, alg, use, d]),
      [
        ['first', 'ES256', 'sig', undefined],
        ['second', 'RS256', 'sig', undefined],
      ],
    );
  } finally {
    await library.close();
  }
});

test('a signature is checked at once, by the key that the header names', async () => {
  for (const alg of ['ES256', 'RS256'] as const) {
    const jwk = await newKey(alg, alg);
    const keys = readSigningKeys(JSON.stringify([jwk]));
    const token = await new SignJWT({ a: 1 }).setProtectedHeader({ alg, kid: alg }).sign(jwk);
    const [head = '', payload = '', signature = ''] = token.split('.');
    const bytes = Buffer.from(signature, 'base64url');
    assert.equal(verifyByKid(keys, { alg, kid: alg }, `${head}.${payload}`, bytes), true);
    assert.equal(verifyByKid(keys, { alg, kid: alg }, `${head}.${payload}x`, bytes), false);
    assert.equal(verifyByKid(keys, { alg, kid: 'other' }, `${head}.${payload}`, bytes), undefined);
    assert.equal(verifyByKid(keys, { alg: 'HS256', kid: alg }, `${head}.${payload}`, bytes), undefined);
  }
});

test('the project names the file of its signing keys; a file that cannot be read is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nality-keys-'));
  try {
    await mkdir(join(folder, 'supabase'));
    const read = () => readAuthConfig({ auth: { signing_keys_path: './keys.json' } }, folder);
    await assert.rejects(read(), /signing keys in .*keys\.json cannot be read/);
    await writeFile(join(folder, 'supabase', 'keys.json'), JSON.stringify([await newKey('ES256', 'k')]));
    assert.deepEqual(
      (await read()).signingKeys.map(({ kid }) => kid),
      ['k'],
    );
    await writeFile(join(folder, 'supabase', 'keys.json'), '[{"kty": "oct", "k": "x", "kid": "s"}]');
    await assert.rejects(read(), /Signing key 1 is neither for ES256/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
