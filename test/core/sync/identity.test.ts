import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimsOf } from '../../../src/core/lib/jwt.ts';
import { identityOf, sameIdentity } from '../../../src/core/sync/identity.ts';
import { readConfig } from '../../../src/core/config.ts';

const jwt = (claims: object): string => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;

test('a token with a subject names a person, also one who signed in anonymously', () => {
  assert.deepEqual(identityOf(jwt({ sub: 'marie' })), { name: 'person', id: 'marie', isAnonymous: false });
  assert.deepEqual(identityOf(jwt({ sub: 'x', is_anonymous: true })), {
    name: 'person',
    id: 'x',
    isAnonymous: true,
  });
});

test('no token, a publishable key, the anon key and nonsense name nobody', () => {
  for (const token of [null, 'sb_publishable_abc', jwt({ role: 'anon' }), 'a.b.c', '', '...'])
    assert.deepEqual(identityOf(token), { name: 'anonymous' });
});

test('names with accents survive the token', () => {
  assert.deepEqual(claimsOf(jwt({ name: 'Irène Żółć' })), { name: 'Irène Żółć' });
});

test('the same person with a renewed token is the same identity', () => {
  assert.ok(sameIdentity(identityOf(jwt({ sub: 'a', exp: 1 })), identityOf(jwt({ sub: 'a', exp: 2 }))));
  assert.ok(!sameIdentity(identityOf(jwt({ sub: 'a' })), identityOf(jwt({ sub: 'b' }))));
  assert.ok(!sameIdentity(identityOf(jwt({ sub: 'a' })), identityOf(null)));
});

test('a secret key is refused, in both of its forms', () => {
  for (const key of ['sb_secret_abc', jwt({ role: 'service_role' })])
    assert.throws(() => readConfig({ url: 'https://x.supabase.co', key }), { code: 'secret-key' });
});

test('a url that is no web address is refused with words that show it', () => {
  for (const url of ['x.supabase.co', 'javascript:alert(1)', 'file:///etc', 'https//x'])
    assert.throws(
      () => readConfig({ url, key: 'sb_publishable_a' }),
      (error: Error) => error.message.includes(url),
    );
  assert.throws(() => readConfig({ key: 'sb_publishable_a' }), { code: 'config' });
  assert.throws(() => readConfig({ url: 'https://x.supabase.co' }), { code: 'config' });
});

test('a trailing slash of the url does not matter', () => {
  assert.equal(
    readConfig({ url: 'https://x.supabase.co/', key: 'sb_publishable_a' }).url,
    'https://x.supabase.co',
  );
});
