import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startLibrary } from '../../support/backend-library.ts';
import type { TestBackend } from '../../support/backend.ts';
import { PASSWORD, newEmail, refusal, signUp } from './people.ts';

let library: TestBackend;

before(async () => {
  library = await startLibrary();
});
after(() => library.close());

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${library.url}/auth/v1${path}`, {
    ...init,
    headers: { apikey: library.keys.publishable },
  });
}

test('settings, health and keys answer', async () => {
  const settings = (await (await ask('/settings')).json()) as Record<string, unknown>;
  const external = settings['external'] as Record<string, boolean>;
  assert.deepEqual(
    [external['email'], external['anonymous_users'], external['phone'], external['google']],
    [true, true, false, false],
  );
  assert.deepEqual([settings['disable_signup'], settings['mailer_autoconfirm']], [false, true]);
  const health = (await (await ask('/health')).json()) as { name: string };
  assert.equal(health.name, 'GoTrue');
  assert.deepEqual(await (await fetch(`${library.url}/auth/v1/.well-known/jwks.json`)).json(), { keys: [] });
});

test('claims are verified by the server where the secret signs', async () => {
  const { client, user } = await signUp(library);
  const { data, error } = await client.auth.getClaims();
  assert.equal(error, null);
  assert.equal(data?.claims.sub, user.id);
});

test('providers, tokens of others, wallets and companies are refused in their own words', async () => {
  const authorize = await ask('/authorize?provider=google');
  assert.deepEqual(
    [authorize.status, await authorize.json()],
    [
      400,
      {
        code: 400,
        error_code: 'validation_failed',
        msg: 'Unsupported provider: provider is not enabled',
      },
    ],
  );
  const { auth } = library.anonymous();
  const idToken = await auth.signInWithIdToken({ provider: 'google', token: 'x' });
  assert.deepEqual(refusal(idToken.error), [400, 'provider_disabled']);
  const other = await auth.signInWithIdToken({ provider: 'custom:mine', token: 'x' });
  assert.deepEqual(refusal(other.error), [400, 'validation_failed']);
  const sso = await auth.signInWithSSO({ domain: 'library.test' });
  assert.deepEqual(refusal(sso.error), [404, 'saml_provider_disabled']);
  const web3 = await ask('/token?grant_type=web3', { method: 'POST', body: '{"chain": "solana"}' });
  assert.equal(((await web3.json()) as { error_code: string }).error_code, 'web3_provider_disabled');
  const grant = await ask('/token?grant_type=wish', { method: 'POST', body: '{}' });
  assert.equal(((await grant.json()) as { msg: string }).msg, 'unsupported_grant_type');
});

test('nobody has a second factor', async () => {
  const { client, user } = await signUp(library);
  const enrolled = await client.auth.mfa.enroll({ factorType: 'totp' });
  assert.deepEqual(refusal(enrolled.error), [422, 'mfa_totp_enroll_not_enabled']);
  const factorId = crypto.randomUUID();
  assert.deepEqual(refusal((await client.auth.mfa.challenge({ factorId })).error), [
    404,
    'mfa_factor_not_found',
  ]);
  assert.deepEqual((await client.auth.mfa.listFactors()).data?.all, []);
  const level = await client.auth.mfa.getAuthenticatorAssuranceLevel();
  assert.deepEqual([level.data?.currentLevel, level.data?.nextLevel], ['aal1', 'aal1']);
  const listed = await library.admin.auth.admin.mfa.listFactors({ userId: user.id });
  assert.deepEqual(listed.data?.factors, []);
});

test('accounts are not linked by hand', async () => {
  const { client } = await signUp(library);
  const { error } = await client.auth.linkIdentity({
    provider: 'google',
    options: { skipBrowserRedirect: true },
  });
  assert.deepEqual(refusal(error), [404, 'manual_linking_disabled']);
});

test('there is nothing else', async () => {
  const unknown = await ask('/nowhere');
  assert.deepEqual([unknown.status, await unknown.text()], [404, '404 page not found\n']);
  assert.equal((await ask('/signup')).status, 405);
});

test('what the project switches off is refused', async () => {
  const closed = await startLibrary({ auth: { signup: false, anonymous: false } });
  try {
    const { auth } = closed.anonymous();
    const signedUp = await auth.signUp({ email: newEmail(), password: PASSWORD });
    assert.deepEqual(refusal(signedUp.error), [422, 'signup_disabled']);
    assert.deepEqual(refusal((await auth.signInAnonymously()).error), [422, 'anonymous_provider_disabled']);
    assert.deepEqual(refusal((await auth.signInWithOtp({ email: newEmail() })).error), [
      422,
      'signup_disabled',
    ]);
    assert.equal((await closed.createPerson()).client === undefined, false);
  } finally {
    await closed.close();
  }
  const byOther = await startLibrary({ auth: { email: false } });
  try {
    const { auth } = byOther.anonymous();
    const email = newEmail();
    assert.deepEqual(refusal((await auth.signUp({ email, password: PASSWORD })).error), [
      400,
      'email_provider_disabled',
    ]);
    assert.deepEqual(refusal((await auth.signInWithPassword({ email, password: PASSWORD })).error), [
      422,
      'email_provider_disabled',
    ]);
  } finally {
    await byOther.close();
  }
});
