import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { startLibrary } from '../support/backend-library.ts';
import type { TestBackend } from '../support/backend.ts';

let library: TestBackend;

before(async () => {
  library = await startLibrary();
});
after(() => library.close());

const PASSWORD = 'correct-horse';
const newEmail = () => `${crypto.randomUUID()}@library.test`;

async function signUp(name = 'Ada') {
  const client = library.anonymous();
  const email = newEmail();
  const { data, error } = await client.auth.signUp({
    email,
    password: PASSWORD,
    options: { data: { name } },
  });
  if (error || !data.session || !data.user) throw error ?? new Error('no session');
  return { client, email, session: data.session, user: data.user };
}

test('signing up makes a user, an identity and a session, and fires the triggers of auth.users', async () => {
  const { client, email, user } = await signUp();
  assert.equal(user.email, email);
  assert.equal(user.user_metadata.name, 'Ada');
  assert.deepEqual(user.app_metadata, { provider: 'email', providers: ['email'] });
  assert.equal(user.identities?.[0]?.provider, 'email');
  assert.match(user.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);
  assert.deepEqual((await client.from('profiles').select('name').eq('id', user.id)).data, [{ name: 'Ada' }]);
});

test('the token says what GoTrue says', async () => {
  const { session, user } = await signUp();
  const claims = decodeJwt(session.access_token);
  assert.equal(claims.sub, user.id);
  assert.equal(claims.aud, 'authenticated');
  assert.equal(claims['role'], 'authenticated');
  assert.equal(claims['email'], user.email);
  assert.equal(claims['is_anonymous'], false);
  assert.equal(claims['aal'], 'aal1');
  assert.equal(claims.iss, `${library.url}/auth/v1`);
  assert.deepEqual(claims['app_metadata'], user.app_metadata);
  assert.deepEqual(claims['user_metadata'], user.user_metadata);
  assert.match(String(claims['session_id']), /^[0-9a-f-]{36}$/);
  assert.equal(Number(claims.exp) - Number(claims.iat), 3600);
  assert.equal((claims['amr'] as { method: string }[])[0]?.method, 'password');
});

test('a sign-up that a trigger refuses leaves nothing behind', async () => {
  const email = newEmail();
  const { error } = await library
    .anonymous()
    .auth.signUp({ email, password: PASSWORD, options: { data: { name: 'Nobody' } } });
  assert.equal(error?.status, 500);
  const { rows } = await library.backend.database.query('select from auth.users where email = $1', [email]);
  assert.equal(rows.length, 0);
});

test('refused sign-ups name their reason', async () => {
  const { email } = await signUp();
  const again = await library.anonymous().auth.signUp({ email, password: PASSWORD });
  assert.deepEqual([again.error?.status, again.error?.code], [422, 'user_already_exists']);
  const weak = await library.anonymous().auth.signUp({ email: newEmail(), password: 'x' });
  assert.deepEqual([weak.error?.status, weak.error?.code], [422, 'weak_password']);
});

test('the password opens a session, a wrong one does not', async () => {
  const { email } = await signUp();
  const right = await library.anonymous().auth.signInWithPassword({ email, password: PASSWORD });
  assert.equal(right.data.user?.email, email);
  const wrong = await library.anonymous().auth.signInWithPassword({ email, password: 'wrong' });
  assert.deepEqual([wrong.error?.status, wrong.error?.code], [400, 'invalid_credentials']);
  assert.equal(wrong.error?.message, 'Invalid login credentials');
});

test('an account made by seed.sql signs in with its password', async () => {
  const person = await library.signIn('reader@library.test', 'open-sesame');
  assert.equal(person.id, '10000000-0000-4000-8000-000000000001');
  assert.equal((await person.client.rpc('whoami')).data.role, 'authenticated');
});

test('a refresh token is used once and gives the next one', async () => {
  const { client, session, user } = await signUp();
  const { data, error } = await client.auth.refreshSession();
  assert.equal(error, null);
  assert.notEqual(data.session?.refresh_token, session.refresh_token);
  assert.equal(data.user?.id, user.id);
  assert.equal(
    decodeJwt(data.session?.access_token ?? '')['session_id'],
    decodeJwt(session.access_token)['session_id'],
  );
  const unknown = await library.anonymous().auth.refreshSession({ refresh_token: 'nonsense' });
  assert.deepEqual([unknown.error?.status, unknown.error?.code], [400, 'refresh_token_not_found']);
});

test('a refresh token used long after its successor ends the whole session', async () => {
  const { client, session } = await signUp();
  const second = (await client.auth.refreshSession()).data.session;
  const third = (await client.auth.refreshSession()).data.session;
  const replayed = await library.anonymous().auth.refreshSession({ refresh_token: session.refresh_token });
  assert.equal(replayed.error?.status, 400);
  const after = await library.anonymous().auth.refreshSession({ refresh_token: third?.refresh_token ?? '' });
  assert.equal(after.error?.status, 400);
  assert.ok(second);
});

test('somebody without a name', async () => {
  const client = library.anonymous();
  const { data, error } = await client.auth.signInAnonymously({ options: { data: { colour: 'blue' } } });
  assert.equal(error, null);
  assert.equal(data.user?.is_anonymous, true);
  assert.deepEqual(data.user?.user_metadata, { colour: 'blue' });
  const claims = decodeJwt(data.session?.access_token ?? '');
  assert.equal(claims['is_anonymous'], true);
  assert.equal(claims['role'], 'authenticated');
  assert.equal((claims['amr'] as { method: string }[])[0]?.method, 'anonymous');
  const refreshed = await client.auth.refreshSession();
  assert.equal(decodeJwt(refreshed.data.session?.access_token ?? '')['is_anonymous'], true);
  assert.equal((await client.from('notes').insert({ body: 'mine' })).status, 201);
});

test('somebody without a name gets one and stays the same person', async () => {
  const client = library.anonymous();
  const { data } = await client.auth.signInAnonymously();
  const email = newEmail();
  const named = await client.auth.updateUser({ email, password: PASSWORD });
  assert.equal(named.error, null);
  assert.deepEqual([named.data.user?.email, named.data.user?.is_anonymous], [email, false]);
  const person = await library.signIn(email, PASSWORD);
  assert.equal(person.id, data.user?.id);
  assert.equal(decodeJwt(person.accessToken)['is_anonymous'], false);
  const other = library.anonymous();
  await other.auth.signInAnonymously();
  assert.equal((await other.auth.updateUser({ email })).error?.code, 'email_exists');
});

test('a user is read and changed with the token', async () => {
  const { client, user } = await signUp();
  assert.equal((await client.auth.getUser()).data.user?.id, user.id);
  const { data } = await client.auth.updateUser({ data: { colour: 'red' } });
  assert.equal(data.user?.user_metadata.colour, 'red');
  assert.equal(data.user?.user_metadata.name, 'Ada');
  await client.auth.updateUser({ password: 'new-password' });
  const signedIn = await library
    .anonymous()
    .auth.signInWithPassword({ email: user.email ?? '', password: 'new-password' });
  assert.equal(signedIn.error, null);
});

test('signing out ends the session, and with scope others only those', async () => {
  const { client, email, session } = await signUp();
  const other = library.anonymous();
  await other.auth.signInWithPassword({ email, password: PASSWORD });
  await other.auth.signOut({ scope: 'others' });
  assert.equal((await client.auth.getUser(session.access_token)).error?.name, 'AuthSessionMissingError');
  assert.equal((await other.auth.getUser()).error, null);
  const token = (await other.auth.getSession()).data.session;
  await other.auth.signOut();
  const refresh = await library
    .anonymous()
    .auth.refreshSession({ refresh_token: token?.refresh_token ?? '' });
  assert.equal(refresh.error?.status, 400);
});

test('a token that is not ours opens nothing', async () => {
  const { error } = await library.anonymous().auth.getUser('a.b.c');
  assert.deepEqual([error?.status, error?.code], [403, 'bad_jwt']);
});

test('an administrator makes, finds, changes and removes people', async () => {
  const { admin } = library.admin.auth;
  const email = newEmail();
  const made = await admin.createUser({
    email,
    password: PASSWORD,
    email_confirm: true,
    user_metadata: { name: 'Made' },
  });
  assert.equal(made.error, null);
  const id = made.data.user?.id ?? '';
  assert.equal(made.data.user?.user_metadata.name, 'Made');
  assert.equal((await library.signIn(email, PASSWORD)).id, id);
  assert.equal((await admin.getUserById(id)).data.user?.email, email);
  const taken = await admin.createUser({ email, password: PASSWORD });
  assert.deepEqual([taken.error?.status, taken.error?.code], [422, 'email_exists']);
  const changed = await admin.updateUserById(id, { user_metadata: { role: 'x' }, password: 'changed-one' });
  assert.deepEqual(changed.data.user?.user_metadata, { name: 'Made', role: 'x' });
  assert.equal((await library.signIn(email, 'changed-one')).id, id);
  const listed = await admin.listUsers({ page: 1, perPage: 2 });
  assert.equal(listed.data.users.length, 2);
  assert.equal(listed.error, null);
  assert.equal((await admin.deleteUser(id)).error, null);
  assert.equal((await admin.getUserById(id)).error?.code, 'user_not_found');
  assert.deepEqual((await library.admin.from('profiles').select().eq('id', id)).data, []);
});

test('administration is not for others', async () => {
  const { client } = await signUp();
  const { error } = await client.auth.admin.listUsers();
  assert.deepEqual([error?.status, error?.code], [403, 'not_admin']);
  const nobody = await library.anonymous().auth.admin.listUsers();
  assert.equal(nobody.error?.status, 403);
});

test('the secret key alone is enough for administration, another key is not', async () => {
  const users = (apikey: string) => fetch(`${library.url}/auth/v1/admin/users`, { headers: { apikey } });
  assert.equal((await users(library.keys.secret)).status, 200);
  assert.equal((await users(library.keys.publishable)).status, 403);
});

test('settings and health answer', async () => {
  const headers = { apikey: library.keys.publishable };
  const settings = await fetch(`${library.url}/auth/v1/settings`, { headers });
  const { external } = (await settings.json()) as { external: Record<string, boolean> };
  assert.deepEqual([external['email'], external['anonymous_users'], external['phone']], [true, true, false]);
  assert.equal((await fetch(`${library.url}/auth/v1/health`)).status, 200);
});
