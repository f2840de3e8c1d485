import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { decodeJwt } from 'jose';
import { startLibrary } from '../../support/backend-library.ts';
import type { TestBackend } from '../../support/backend.ts';
import { mailTo, mailsTo, newEmail, refusal, signUp } from './people.ts';

const SITE = 'http://127.0.0.1:3000';
const ALLOWED = 'https://library.example/welcome?shelf=1';
let library: TestBackend;

before(async () => {
  library = await startLibrary({ auth: { mailInterval: 0 } });
});
after(() => library.close());

/** Opens a mail's link as a browser would; answers where it leads. */
async function follow(email: string): Promise<URL> {
  const { link } = await mailTo(library, email);
  const response = await fetch(link ?? '', { redirect: 'manual' });
  assert.equal(response.status, 303);
  return new URL(response.headers.get('location') ?? '');
}

const fragmentOf = (url: URL) => Object.fromEntries(new URLSearchParams(url.hash.slice(1)));

/** A client that begins sign-ins here and ends them here. */
function pkceClient(): SupabaseClient {
  return createClient(library.url, library.keys.publishable, {
    auth: { flowType: 'pkce', autoRefreshToken: false, persistSession: false },
  });
}

test('a magic link makes the user, and signs in whoever follows it', async () => {
  const email = newEmail();
  const { auth } = library.anonymous();
  const options = { emailRedirectTo: ALLOWED, data: { name: 'Ada' } };
  assert.equal((await auth.signInWithOtp({ email, options })).error, null);
  const target = await follow(email);
  assert.equal(target.href.split('#')[0], ALLOWED);
  const { access_token, refresh_token = '', token_type, type, expires_in } = fragmentOf(target);
  assert.deepEqual([token_type, type, expires_in], ['bearer', 'magiclink', '3600']);
  const { data } = await auth.getUser(access_token);
  assert.deepEqual([data.user?.email, data.user?.user_metadata['name']], [email, 'Ada']);
  assert.deepEqual(
    (decodeJwt(access_token ?? '')['amr'] as { method: string }[]).map(({ method }) => method),
    ['otp'],
  );
  assert.equal((await auth.refreshSession({ refresh_token })).error, null);
});

test('a link is followed once', async () => {
  const email = newEmail();
  await library.anonymous().auth.signInWithOtp({ email });
  assert.equal((await follow(email)).origin, SITE);
  const again = await follow(email);
  assert.deepEqual(fragmentOf(again), {
    error: 'access_denied',
    error_code: 'otp_expired',
    error_description: 'Email link is invalid or has expired',
    sb: '',
  });
});

test('nobody is sent to where the project does not say', async () => {
  const email = newEmail();
  for (const [wish, target] of [
    ['https://elsewhere.example/', `${SITE}/`],
    ['app.library://open', 'app.library://open'],
    ['http://127.0.0.1:4321/deep', 'http://127.0.0.1:4321/deep'],
    ['https://library.example.elsewhere.example/x', `${SITE}/`],
  ]) {
    await library.anonymous().auth.signInWithOtp({ email, options: { emailRedirectTo: wish } });
    assert.equal((await follow(email)).href.split('#')[0], target, wish);
  }
});

test('the code of the mail does what its link does', async () => {
  const { client, email, user } = await signUp(library);
  await client.auth.signInWithOtp({ email });
  const { token } = await mailTo(library, email);
  const { data, error } = await library.anonymous().auth.verifyOtp({ email, token, type: 'email' });
  assert.equal(error, null);
  assert.equal(data.user?.id, user.id);
});

test('the hash of the link can be exchanged, too', async () => {
  const { client, email, user } = await signUp(library);
  await client.auth.signInWithOtp({ email });
  const { link } = await mailTo(library, email);
  const token_hash = new URL(link ?? '').searchParams.get('token') ?? '';
  const { auth } = library.anonymous();
  assert.equal((await auth.verifyOtp({ token_hash, type: 'email' })).data.user?.id, user.id);
  assert.deepEqual(refusal((await auth.verifyOtp({ token_hash, type: 'email' })).error), [
    403,
    'otp_expired',
  ]);
});

test('who must not sign up by a link is not made', async () => {
  const email = newEmail();
  const { auth } = library.anonymous();
  const { error } = await auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
  assert.deepEqual(refusal(error), [422, 'otp_disabled']);
  assert.deepEqual(await mailsTo(library, email), []);
  const phone = await auth.signInWithOtp({ phone: '+4912345' });
  assert.deepEqual(refusal(phone.error), [400, 'phone_provider_disabled']);
});

test('a forgotten password is replaced by way of a mail', async () => {
  const { email, user } = await signUp(library);
  const client = library.anonymous();
  assert.equal((await client.auth.resetPasswordForEmail(email, { redirectTo: ALLOWED })).error, null);
  const { token, subject } = await mailTo(library, email);
  assert.equal(subject, 'Reset Your Password');
  const { data } = await client.auth.verifyOtp({ email, token, type: 'recovery' });
  assert.equal(data.user?.id, user.id);
  assert.equal((await client.auth.updateUser({ password: 'remembered' })).error, null);
  assert.equal((await library.signIn(email, 'remembered')).id, user.id);
  const stranger = newEmail();
  assert.equal((await client.auth.resetPasswordForEmail(stranger)).error, null);
  assert.deepEqual(await mailsTo(library, stranger), []);
});

test('with PKCE the link leads to a code, which only its client can exchange', async () => {
  const email = newEmail();
  const client = pkceClient();
  await client.auth.signInWithOtp({ email, options: { emailRedirectTo: ALLOWED } });
  const target = await follow(email);
  const code = target.searchParams.get('code') ?? '';
  assert.deepEqual([target.hash, target.searchParams.get('shelf')], ['', '1']);
  const exchange = (code_verifier: string) =>
    fetch(`${library.url}/auth/v1/token?grant_type=pkce`, {
      method: 'POST',
      headers: { apikey: library.keys.publishable },
      body: JSON.stringify({ auth_code: code, code_verifier }),
    });
  const stolen = await exchange('x'.repeat(56));
  const { error_code: reason } = (await stolen.json()) as { error_code: string };
  assert.deepEqual([stolen.status, reason], [400, 'bad_code_verifier']);
  const { data, error } = await client.auth.exchangeCodeForSession(code);
  assert.equal(error, null);
  assert.equal(data.user?.email, email);
  const { amr } = decodeJwt(data.session?.access_token ?? '');
  assert.equal((amr as { method: string }[])[0]?.method, 'magiclink');
  assert.equal((await exchange('x'.repeat(56))).status, 404);
});

test('with PKCE a recovery is told as such, and a refused link says why in the query', async () => {
  const { email } = await signUp(library);
  const client = pkceClient();
  await client.auth.resetPasswordForEmail(email);
  const code = (await follow(email)).searchParams.get('code') ?? '';
  const { data } = await client.auth.exchangeCodeForSession(code);
  const { amr } = decodeJwt(data.session?.access_token ?? '');
  assert.equal((amr as { method: string }[])[0]?.method, 'recovery');
  assert.equal((await follow(email)).searchParams.get('error_code'), 'otp_expired');
});

test('half a challenge is refused', async () => {
  const response = await fetch(`${library.url}/auth/v1/otp`, {
    method: 'POST',
    headers: { apikey: library.keys.publishable },
    body: JSON.stringify({ email: newEmail(), code_challenge: 'x'.repeat(43) }),
  });
  assert.equal(response.status, 400);
});

test('a change of address without confirmations needs one of the two mails', async () => {
  const { client, email, user } = await signUp(library);
  const fresh = newEmail();
  const asked = await client.auth.updateUser({ email: fresh }, { emailRedirectTo: ALLOWED });
  assert.deepEqual([asked.data.user?.email, asked.data.user?.new_email], [email, fresh]);
  assert.equal((await mailTo(library, email)).subject, 'Confirm Email Change');
  assert.match((await follow(fresh)).hash, /access_token=.*type=email_change/);
  const { data } = await client.auth.getUser();
  assert.deepEqual([data.user?.id, data.user?.email], [user.id, fresh]);
});

test('mails of a kind to the same person have a pause between them', async () => {
  const patient = await startLibrary({ auth: { mailInterval: 60 } });
  try {
    const { client, email } = await signUp(patient);
    assert.equal((await client.auth.signInWithOtp({ email })).error, null);
    const { error } = await client.auth.signInWithOtp({ email });
    assert.deepEqual(refusal(error), [429, 'over_email_send_rate_limit']);
    assert.match(
      error?.message ?? '',
      /^For security purposes, you can only request this after \d+ seconds\.$/,
    );
    assert.equal((await mailsTo(patient, email)).length, 1);
  } finally {
    await patient.close();
  }
});

test('mails are read without a key, the newest first, and forgotten on demand', async () => {
  const email = newEmail();
  await library.anonymous().auth.signInWithOtp({ email });
  await library.anonymous().auth.signInWithOtp({ email });
  const all = (await (await fetch(`${library.url}/_local/mail`)).json()) as { to: string; token: string }[];
  assert.deepEqual(all.slice(0, 2), await mailsTo(library, email));
  assert.equal((await fetch(`${library.url}/_local/mail`, { method: 'DELETE' })).status, 204);
  assert.deepEqual(await (await fetch(`${library.url}/_local/mail`)).json(), []);
  assert.equal((await fetch(`${library.url}/_local/mail`, { method: 'PUT', body: '' })).status, 405);
});
