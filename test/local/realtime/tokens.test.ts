import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { createKeys } from '../../../src/local/keys.ts';
import { Tokens, TokenError } from '../../../src/local/realtime/tokens.ts';

const SECRET = 'a secret of at least thirty-two bytes';
const NOW = 1_800_000_000;
const keys = await createKeys(SECRET);
const tokens = new Tokens(keys);

function jwt(claims: unknown, options: { alg?: string; secret?: string } = {}): string {
  const { alg = 'HS256', secret = SECRET } = options;
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
  const digest =
    alg === 'none'
      ? ''
      : createHmac(`sha${alg.slice(2)}`, secret)
          .update(content)
          .digest('base64url');
  return `${content}.${digest}`;
}

test('signatures with the three digests', () => {
  const claims = { role: 'authenticated', exp: NOW + 1, sub: 'x' };
  for (const alg of ['HS256', 'HS384', 'HS512'])
    assert.deepEqual(tokens.verify(jwt(claims, { alg }), NOW * 1000), claims);
});

const REJECTED: [string, string, string, string][] = [
  ['no JWT', 'abc', 'MalformedJWT', 'The token provided is not a valid JWT'],
  ['nothing', '', 'MalformedJWT', 'The token provided is not a valid JWT'],
  ['a payload that is no object', jwt([1]), 'MalformedJWT', 'The token provided is not a valid JWT'],
  [
    'another secret',
    jwt({ role: 'anon', exp: NOW + 1 }, { secret: 'x' }),
    'JwtSignatureError',
    'Failed to validate JWT signature',
  ],
  [
    'no algorithm',
    jwt({ role: 'anon', exp: NOW + 1 }, { alg: 'none' }),
    'JwtSignerError',
    'Failed to generate JWT signer, check your JWT secret or JWKS configuration',
  ],
  ['expired', jwt({ role: 'anon', exp: NOW - 70 }), 'InvalidJWTToken', 'Token has expired 70 seconds ago'],
  ['no end', jwt({ role: 'anon' }), 'InvalidJWTToken', 'Fields `role` and `exp` are required in JWT'],
  ['no role', jwt({ exp: NOW + 1 }), 'InvalidJWTToken', 'Fields `role` and `exp` are required in JWT'],
  [
    'an end that is no number',
    jwt({ role: 'anon', exp: 'x' }),
    'InvalidJWTToken',
    'Token expiration time is invalid',
  ],
];

for (const [name, token, code, message] of REJECTED) {
  test(`rejects ${name}`, () => {
    assert.throws(
      () => tokens.verify(token, NOW * 1000),
      (error) => error instanceof TokenError && error.code === code && error.message === message,
    );
  });
}

test('keys stand for tokens', () => {
  assert.equal(tokens.verify(tokens.ofKey(keys.publishable)).role, 'anon');
  assert.equal(tokens.verify(tokens.ofKey(keys.secret)).role, 'service_role');
  assert.equal(tokens.verify(tokens.ofKey(keys.anonJwt)).role, 'anon');
  assert.throws(() => tokens.verify(tokens.ofKey('sb_publishable_other')), TokenError);
});
