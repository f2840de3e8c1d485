import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { SignJWT } from 'jose';
import { createKeys, roleOfKey } from '../../src/local/keys.ts';
import { startLibrary } from '../support/backend-library.ts';
import type { TestBackend } from '../support/backend.ts';

const SECRET = 'a-secret-of-our-own-that-is-long-enough-to-sign';
let library: TestBackend;

before(async () => {
  library = await startLibrary({ jwtSecret: SECRET });
});
after(() => library.close());

async function roleWith(apikey: string, bearer?: string): Promise<unknown> {
  const response = await fetch(`${library.url}/rest/v1/rpc/whoami`, {
    method: 'POST',
    headers: { apikey, ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
  });
  const body = (await response.json()) as { role?: string; code?: string; message?: string };
  return response.ok ? body.role : [response.status, body.code ?? body.message];
}

function sign(claims: Record<string, unknown>, secret = SECRET): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 60;
  return new SignJWT({ exp, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
}

test('the same secret gives the same keys, another secret others', async () => {
  assert.deepEqual(await createKeys(SECRET), library.keys);
  const others = await createKeys('another-secret-that-is-long-enough-as-well');
  assert.notEqual(others.publishable, library.keys.publishable);
  assert.match(others.publishable, /^sb_publishable_[\w-]{22}_[\w-]{8}$/);
  assert.match(others.secret, /^sb_secret_[\w-]{22}_[\w-]{8}$/);
  assert.equal(roleOfKey(library.keys, others.secret), undefined);
});

test('each key stands for its role, as key and as bearer', async () => {
  const { publishable, secret, anonJwt, serviceRoleJwt } = library.keys;
  assert.equal(await roleWith(publishable), 'anon');
  assert.equal(await roleWith(publishable, publishable), 'anon');
  assert.equal(await roleWith(anonJwt, anonJwt), 'anon');
  assert.equal(await roleWith(secret, secret), 'service_role');
  assert.equal(await roleWith(serviceRoleJwt), 'service_role');
});

test('a missing or unknown key is turned away by the gateway', async () => {
  const missing = await fetch(`${library.url}/rest/v1/books`);
  assert.equal(missing.status, 401);
  assert.equal(((await missing.json()) as { message: string }).message, 'No API key found in request');
  assert.deepEqual(await roleWith('sb_secret_forged'), [401, 'Invalid API key']);
  assert.deepEqual(await roleWith(await sign({ role: 'service_role' })), [401, 'Invalid API key']);
  const { error } = await createClient(library.url, 'nonsense').from('books').select();
  assert.equal(error?.message, 'Invalid API key');
  for (const path of ['auth/v1/user', 'storage/v1/bucket']) {
    assert.equal((await fetch(`${library.url}/${path}`)).status, 401, path);
  }
});

test('a token must be signed here and still be valid', async () => {
  const { publishable } = library.keys;
  const sub = crypto.randomUUID();
  assert.equal(await roleWith(publishable, await sign({ role: 'authenticated', sub })), 'authenticated');
  const forged = await sign({ role: 'service_role' }, 'some-other-secret-of-sufficient-length');
  assert.deepEqual(await roleWith(publishable, forged), [401, 'PGRST301']);
  assert.deepEqual(await roleWith(publishable, 'not.a.token'), [401, 'PGRST301']);
  const expired = await sign({ role: 'authenticated', sub, exp: Math.floor(Date.now() / 1000) - 60 });
  assert.deepEqual(await roleWith(publishable, expired), [401, 'PGRST303']);
});

test('a token cannot name a role that requests do not take', async () => {
  const { publishable } = library.keys;
  assert.deepEqual(await roleWith(publishable, await sign({ role: 'supabase_admin' })), [403, '42501']);
  assert.deepEqual(await roleWith(publishable, await sign({ role: 'postgres' })), [403, '42501']);
});

test('every origin may ask, and read the counts', async () => {
  const preflight = await fetch(`${library.url}/rest/v1/books`, {
    method: 'OPTIONS',
    headers: { origin: 'https://site.example', 'access-control-request-headers': 'apikey,prefer' },
  });
  assert.equal(preflight.status, 200);
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'apikey,prefer');
  const refused = await fetch(`${library.url}/rest/v1/books`);
  assert.equal(refused.headers.get('access-control-allow-origin'), '*');
  const answer = await fetch(`${library.url}/rest/v1/books`, {
    headers: { apikey: library.keys.publishable },
  });
  assert.match(answer.headers.get('access-control-expose-headers') ?? '', /Content-Range/);
});

test('it is healthy when it answers, and knows no functions yet', async () => {
  const health = await fetch(`${library.url}/healthz`);
  assert.deepEqual([health.status, await health.json()], [200, { status: 'ok' }]);
  const headers = { apikey: library.keys.publishable };
  assert.equal((await fetch(`${library.url}/functions/v1/any`, { headers })).status, 404);
  assert.equal((await fetch(`${library.url}/nowhere`, { headers })).status, 404);
});
