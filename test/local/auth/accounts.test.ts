import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { startLibrary } from '../../support/backend-library.ts';
import type { TestBackend } from '../../support/backend.ts';
import { PASSWORD, newEmail, refusal, signUp, sql } from './people.ts';

let library: TestBackend;

before(async () => {
  library = await startLibrary();
});
after(() => library.close());

test('signing up makes a user, an identity and a session, and fires the triggers of auth.users', async () => {
  const { client, email, user } = await signUp(library);
  assert.equal(user.email, email);
  assert.deepEqual(user.user_metadata, { name: 'Ada', email_verified: true });
  assert.deepEqual(user.app_metadata, { provider: 'email', providers: ['email'] });
  assert.equal(user.identities?.[0]?.provider, 'email');
  assert.equal(user.identities?.[0]?.identity_data?.['sub'], user.id);
  assert.match(user.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  assert.ok(user.email_confirmed_at && user.last_sign_in_at);
  assert.deepEqual((await client.from('profiles').select('name').eq('id', user.id)).data, [{ name: 'Ada' }]);
});

test('the token says what GoTrue says', async () => {
  const { session, user } = await signUp(library);
  const { iat, exp, amr, session_id: id, ...claims } = decodeJwt(session.access_token);
  assert.deepEqual(claims, {
    iss: `${library.url}/auth/v1`,
    sub: user.id,
    aud: 'authenticated',
    email: user.email,
    phone: '',
    app_metadata: user.app_metadata,
    user_metadata: user.user_metadata,
    role: 'authenticated',
    aal: 'aal1',
    is_anonymous: false,
  });
  assert.match(String(id), /^[0-9a-f-]{36}$/);
  assert.equal(Number(exp) - Number(iat), 3600);
  assert.equal(session.expires_at, exp);
  assert.equal((amr as { method: string }[])[0]?.method, 'password');
});

test('passwords are kept as bcrypt digests', async () => {
  const { user } = await signUp(library);
  const [row] = await sql(library, 'select encrypted_password from auth.users where id = $1', [user.id]);
  assert.match(String(row?.['encrypted_password']), /^\$2a\$10\$/);
});

test('a sign-up that a trigger refuses leaves nothing behind', async () => {
  const email = newEmail();
  const client = library.anonymous();
  const { error } = await client.auth.signUp({
    email,
    password: PASSWORD,
    options: { data: { name: 'Nobody' } },
  });
  assert.equal(error?.status, 500);
  assert.equal(error?.message, 'Database error saving new user');
  assert.deepEqual(await sql(library, 'select from auth.users where email = $1', [email]), []);
});

test('triggers of auth.users run with the rights and the view that the Auth service has', async () => {
  const [row] = await sql(library, `select public.whoami() ->> 'role' as role`);
  assert.equal(row?.['role'], 'supabase_admin');
  await library.backend.database.exec(`
    create table public.visits (who text, path text);
    grant insert on public.visits to supabase_auth_admin;
    create function public.note_visit() returns trigger language plpgsql as $$
    begin
      insert into public.visits values (current_user, current_setting('search_path'));
      return null;
    end $$;
    create trigger note_visit after insert on auth.users for each row execute function public.note_visit();`);
  await signUp(library);
  await library.backend.database.exec('drop trigger note_visit on auth.users');
  assert.deepEqual(await sql(library, 'select * from public.visits'), [
    { who: 'supabase_auth_admin', path: 'auth' },
  ]);
});

test('refused sign-ups name their reason', async () => {
  const { email } = await signUp(library);
  const { auth } = library.anonymous();
  const again = await auth.signUp({ email: email.toUpperCase(), password: PASSWORD });
  assert.deepEqual(refusal(again.error), [422, 'user_already_exists']);
  const weak = await auth.signUp({ email: newEmail(), password: 'x' });
  assert.deepEqual(refusal(weak.error), [422, 'weak_password']);
  assert.deepEqual((weak.error as unknown as { reasons: string[] }).reasons, ['length']);
  const long = await auth.signUp({ email: newEmail(), password: 'x'.repeat(73) });
  assert.deepEqual(refusal(long.error), [400, 'validation_failed']);
  const odd = await auth.signUp({ email: 'not an address', password: PASSWORD });
  assert.equal(odd.error?.message, 'Unable to validate email address: invalid format');
  const phone = await auth.signUp({ phone: '+4912345', password: PASSWORD });
  assert.deepEqual(refusal(phone.error), [400, 'phone_provider_disabled']);
  const none = await auth.signUp({ email: newEmail(), password: '' });
  assert.equal(none.error?.message, 'Signup requires a valid password');
});

test('a refusal has the form of the version that was asked for', async () => {
  const ask = (headers: Record<string, string>, body: string) =>
    fetch(`${library.url}/auth/v1/token?grant_type=password`, {
      method: 'POST',
      headers: { apikey: library.keys.publishable, ...headers },
      body,
    });
  const wrong = JSON.stringify({ email: newEmail(), password: 'x' });
  const old = await ask({}, wrong);
  assert.equal(old.headers.get('x-supabase-api-version'), null);
  assert.deepEqual(
    [old.status, await old.json()],
    [400, { code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' }],
  );
  const coded = await ask({ 'x-supabase-api-version': '2024-01-01' }, wrong);
  assert.equal(coded.headers.get('x-supabase-api-version'), '2024-01-01');
  assert.deepEqual(await coded.json(), { code: 'invalid_credentials', message: 'Invalid login credentials' });
  for (const broken of ['{', '', '[]', '{"email": 1}']) {
    const { error_code: code } = (await (await ask({}, broken)).json()) as { error_code: string };
    assert.equal(code, 'bad_json', broken);
  }
});

test('the password opens a session, a wrong one does not', async () => {
  const { email } = await signUp(library);
  const { auth } = library.anonymous();
  const right = await auth.signInWithPassword({ email: email.toUpperCase(), password: PASSWORD });
  assert.equal(right.data.user?.email, email);
  assert.deepEqual(refusal((await auth.signInWithPassword({ email, password: 'wrong' })).error), [
    400,
    'invalid_credentials',
  ]);
  const phone = await auth.signInWithPassword({ phone: '+4912345', password: PASSWORD });
  assert.deepEqual(refusal(phone.error), [422, 'phone_provider_disabled']);
});

test('an account made by seed.sql signs in with its password', async () => {
  const person = await library.signIn('reader@library.test', 'open-sesame');
  assert.equal(person.id, '10000000-0000-4000-8000-000000000001');
  assert.equal((await person.client.rpc('whoami')).data.role, 'authenticated');
});

test('a row in which a token is null cannot be read, as on the platform', async () => {
  const email = newEmail();
  await sql(
    library,
    `insert into auth.users (instance_id, id, aud, email)
     values ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated', $1)`,
    [email],
  );
  const { error } = await library.anonymous().auth.signInWithPassword({ email, password: PASSWORD });
  assert.deepEqual([error?.status, error?.message], [500, 'Database error querying schema']);
  await sql(library, 'delete from auth.users where email = $1', [email]);
});

test('a user is read and changed with the token', async () => {
  const { client, user } = await signUp(library);
  assert.equal((await client.auth.getUser()).data.user?.id, user.id);
  const { data } = await client.auth.updateUser({ data: { colour: 'red', name: null } });
  assert.deepEqual(data.user?.user_metadata, { colour: 'red', email_verified: true });
  assert.deepEqual(refusal((await client.auth.updateUser({ password: PASSWORD })).error), [
    422,
    'same_password',
  ]);
  assert.deepEqual(refusal((await client.auth.updateUser({ password: 'x' })).error), [422, 'weak_password']);
  const { email: taken } = await signUp(library);
  assert.deepEqual(refusal((await client.auth.updateUser({ email: taken })).error), [422, 'email_exists']);
});

test('a new password replaces the old one, and ends the other sessions', async () => {
  const { client, email } = await signUp(library);
  const other = await library.signIn(email, PASSWORD);
  assert.equal((await client.auth.updateUser({ password: 'new-password' })).error, null);
  assert.equal((await library.signIn(email, 'new-password')).email, email);
  await assert.rejects(library.signIn(email, PASSWORD), { code: 'invalid_credentials' });
  assert.equal((await client.auth.getUser()).error, null);
  assert.equal((await other.client.auth.getUser()).error?.name, 'AuthSessionMissingError');
});

test('somebody without a name', async () => {
  const client = library.anonymous();
  const { data, error } = await client.auth.signInAnonymously({ options: { data: { colour: 'blue' } } });
  assert.equal(error, null);
  assert.equal(data.user?.is_anonymous, true);
  assert.deepEqual(data.user?.user_metadata, { colour: 'blue' });
  assert.deepEqual(data.user?.identities, []);
  const claims = decodeJwt(data.session?.access_token ?? '');
  assert.deepEqual([claims['is_anonymous'], claims['role']], [true, 'authenticated']);
  assert.equal((claims['amr'] as { method: string }[])[0]?.method, 'anonymous');
  const refreshed = await client.auth.refreshSession();
  const { amr } = decodeJwt(refreshed.data.session?.access_token ?? '');
  assert.deepEqual(amr, claims['amr']);
  assert.equal((await client.from('notes').insert({ body: 'mine' })).status, 201);
  assert.deepEqual(refusal((await client.auth.updateUser({ password: PASSWORD })).error), [
    422,
    'validation_failed',
  ]);
});

test('somebody without a name gets one and stays the same person', async () => {
  const client = library.anonymous();
  const { data } = await client.auth.signInAnonymously();
  const email = newEmail();
  const named = await client.auth.updateUser({ email, password: PASSWORD });
  assert.equal(named.error, null);
  assert.deepEqual([named.data.user?.email, named.data.user?.is_anonymous], [email, false]);
  assert.equal(named.data.user?.identities?.[0]?.identity_data?.['email_verified'], true);
  const person = await library.signIn(email, PASSWORD);
  assert.equal(person.id, data.user?.id);
  assert.equal(decodeJwt(person.accessToken)['is_anonymous'], false);
  const other = library.anonymous();
  await other.auth.signInAnonymously();
  assert.deepEqual(refusal((await other.auth.updateUser({ email })).error), [422, 'email_exists']);
});
