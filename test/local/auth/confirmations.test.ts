import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startLibrary } from '../../support/backend-library.ts';
import type { TestBackend } from '../../support/backend.ts';
import { PASSWORD, mailTo, mailsTo, newEmail, refusal, sql } from './people.ts';

let library: TestBackend;

before(async () => {
  library = await startLibrary({ auth: { emailConfirmations: true, mailInterval: 0 } });
});
after(() => library.close());

/** Asks for an account; it waits for its confirmation. */
async function ask(name = 'Ada') {
  const client = library.anonymous();
  const email = newEmail();
  const { data, error } = await client.auth.signUp({
    email,
    password: PASSWORD,
    options: { data: { name } },
  });
  assert.equal(error, null);
  return { client, email, user: data.user, session: data.session };
}

test('who signs up gets no session, but a mail', async () => {
  const { client, email, user, session } = await ask();
  assert.equal(session, null);
  assert.equal(user?.email_confirmed_at, undefined);
  assert.ok(user?.confirmation_sent_at);
  const early = await client.auth.signInWithPassword({ email, password: PASSWORD });
  assert.deepEqual(refusal(early.error), [400, 'email_not_confirmed']);
  const mail = await mailTo(library, email);
  assert.deepEqual([mail.to, mail.subject], [email, 'Confirm Your Email']);
  assert.match(mail.token, /^\d{6}$/);
  assert.ok(mail.text.includes(mail.token) && mail.text.includes(mail.link ?? 'no link'));
});

test('the code of the mail confirms the address, once', async () => {
  const { client, email, user } = await ask();
  const { token } = await mailTo(library, email);
  const wrong = await client.auth.verifyOtp({ email, token: '000000x', type: 'signup' });
  assert.deepEqual(refusal(wrong.error), [403, 'otp_expired']);
  const { data, error } = await client.auth.verifyOtp({ email, token, type: 'signup' });
  assert.equal(error, null);
  assert.equal(data.user?.id, user?.id);
  assert.ok(data.session && data.user?.email_confirmed_at);
  assert.equal(data.user?.identities?.[0]?.identity_data?.['email_verified'], true);
  const again = await client.auth.verifyOtp({ email, token, type: 'signup' });
  assert.deepEqual(refusal(again.error), [403, 'otp_expired']);
  assert.equal((await library.signIn(email, PASSWORD)).id, user?.id);
});

test('a code has its time', async () => {
  const { client, email } = await ask();
  const { token, link } = await mailTo(library, email);
  await sql(
    library,
    `update auth.users set confirmation_sent_at = now() - interval '3601 seconds' where email = $1`,
    [email],
  );
  const late = await client.auth.verifyOtp({ email, token, type: 'email' });
  assert.deepEqual(refusal(late.error), [403, 'otp_expired']);
  const followed = await fetch(link ?? '', { redirect: 'manual' });
  assert.match(followed.headers.get('location') ?? '', /#error=access_denied&error_code=otp_expired&/);
});

test('an address that is taken is not given away', async () => {
  const { client, email, user } = await ask();
  await client.auth.verifyOtp({ email, token: (await mailTo(library, email)).token, type: 'email' });
  const { data, error } = await library.anonymous().auth.signUp({ email, password: 'another-one' });
  assert.equal(error, null);
  assert.deepEqual([data.session, data.user?.identities, data.user?.role], [null, [], '']);
  assert.notEqual(data.user?.id, user?.id);
  assert.equal((await mailsTo(library, email)).length, 1);
});

test('the mail can be sent again, for whoever waits for it', async () => {
  const { client, email } = await ask();
  const first = await mailTo(library, email);
  assert.equal((await client.auth.resend({ type: 'signup', email })).error, null);
  const [second, ...rest] = await mailsTo(library, email);
  assert.equal(rest.length, 1);
  const old = await client.auth.verifyOtp({ email, token: first.token, type: 'signup' });
  assert.deepEqual(refusal(old.error), [403, 'otp_expired']);
  assert.equal(
    (await client.auth.verifyOtp({ email, token: second?.token ?? '', type: 'signup' })).error,
    null,
  );
  assert.equal((await client.auth.resend({ type: 'signup', email })).error, null);
  assert.equal((await mailsTo(library, email)).length, 2);
  const stranger = newEmail();
  assert.equal((await client.auth.resend({ type: 'signup', email: stranger })).error, null);
  assert.deepEqual(await mailsTo(library, stranger), []);
});

test('a change of address is confirmed at both', async () => {
  const { client, email, user } = await ask();
  await client.auth.verifyOtp({ email, token: (await mailTo(library, email)).token, type: 'email' });
  const fresh = newEmail();
  const asked = await client.auth.updateUser({ email: fresh });
  assert.deepEqual([asked.data.user?.email, asked.data.user?.new_email], [email, fresh]);
  const atNew = await mailTo(library, fresh);
  const first = await client.auth.verifyOtp({ email: fresh, token: atNew.token, type: 'email_change' });
  assert.equal(first.error, null);
  assert.equal(first.data.user, null);
  assert.equal((await client.auth.getUser()).data.user?.email, email);
  const atOld = await mailTo(library, email);
  assert.equal(atOld.subject, 'Confirm Email Change');
  const second = await client.auth.verifyOtp({ email, token: atOld.token, type: 'email_change' });
  assert.deepEqual([second.data.user?.email, second.data.user?.id], [fresh, user?.id]);
  assert.equal(second.data.user?.identities?.[0]?.identity_data?.['email'], fresh);
  assert.equal((await library.signIn(fresh, PASSWORD)).id, user?.id);
});

test('somebody anonymous has their address when they have confirmed it', async () => {
  const client = library.anonymous();
  const { data } = await client.auth.signInAnonymously();
  const email = newEmail();
  const asked = await client.auth.updateUser({ email });
  assert.deepEqual([asked.data.user?.is_anonymous, asked.data.user?.new_email], [true, email]);
  const { link } = await mailTo(library, email);
  const { location } = Object.fromEntries((await fetch(link ?? '', { redirect: 'manual' })).headers);
  assert.match(location ?? '', /access_token=/);
  const { user } = (await client.auth.getUser()).data;
  assert.deepEqual([user?.id, user?.email, user?.is_anonymous], [data.user?.id, email, false]);
  assert.deepEqual(user?.app_metadata, { provider: 'email', providers: ['email'] });
});

test('a new password needs a code when the sign-in is a day old and the project is careful', async () => {
  const careful = await startLibrary({ auth: { securePasswordChange: true, mailInterval: 0 } });
  try {
    const email = newEmail();
    const client = careful.anonymous();
    await client.auth.signUp({ email, password: PASSWORD });
    assert.equal((await client.auth.updateUser({ password: 'fresh-enough' })).error, null);
    await sql(careful, `update auth.sessions set created_at = now() - interval '25 hours'`);
    const bare = await client.auth.updateUser({ password: 'later-one' });
    assert.deepEqual(refusal(bare.error), [400, 'reauthentication_needed']);
    const wrong = await client.auth.updateUser({ password: 'later-one', nonce: '1' });
    assert.deepEqual(refusal(wrong.error), [422, 'reauthentication_not_valid']);
    assert.equal((await client.auth.reauthenticate()).error, null);
    const { token: nonce, link } = await mailTo(careful, email);
    assert.equal(link, undefined);
    assert.equal((await client.auth.updateUser({ password: 'later-one', nonce })).error, null);
    assert.equal((await careful.signIn(email, 'later-one')).email, email);
  } finally {
    await careful.close();
  }
});
