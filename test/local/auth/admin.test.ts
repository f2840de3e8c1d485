import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startLibrary } from '../../support/backend-library.ts';
import type { TestBackend } from '../../support/backend.ts';
import { PASSWORD, mailTo, newEmail, refusal, signUp, sql } from './people.ts';

let library: TestBackend;
let admin: TestBackend['admin']['auth']['admin'];

before(async () => {
  library = await startLibrary();
  ({ admin } = library.admin.auth);
});
after(() => library.close());

test('an administrator makes, finds, changes and removes people', async () => {
  const email = newEmail();
  const made = await admin.createUser({
    email,
    password: PASSWORD,
    email_confirm: true,
    user_metadata: { name: 'Made' },
    app_metadata: { plan: 'gold' },
  });
  assert.equal(made.error, null);
  const id = made.data.user?.id ?? '';
  assert.deepEqual(made.data.user?.user_metadata, { name: 'Made', email_verified: true });
  assert.deepEqual(made.data.user?.app_metadata, { provider: 'email', providers: ['email'], plan: 'gold' });
  assert.equal((await library.signIn(email, PASSWORD)).id, id);
  assert.equal((await admin.getUserById(id)).data.user?.email, email);
  const changed = await admin.updateUserById(id, {
    user_metadata: { role: 'x', name: null },
    password: 'changed-one',
  });
  assert.deepEqual(changed.data.user?.user_metadata, { role: 'x', email_verified: true });
  assert.equal((await library.signIn(email, 'changed-one')).id, id);
  assert.equal((await admin.deleteUser(id)).error, null);
  assert.deepEqual(refusal((await admin.getUserById(id)).error), [404, 'user_not_found']);
  assert.deepEqual((await library.admin.from('profiles').select().eq('id', id)).data, []);
});

test('an administrator chooses id, role and digest', async () => {
  const [email, id] = [newEmail(), crypto.randomUUID()];
  const [row] = await sql(
    library,
    `select extensions.crypt('from-elsewhere', extensions.gen_salt('bf', 4)) as digest`,
  );
  const password_hash = String(row?.['digest']).replace('$2a$', '$2b$');
  const { data, error } = await admin.createUser({
    email,
    id,
    password_hash,
    email_confirm: true,
    role: 'service_role',
  });
  assert.equal(error, null);
  assert.deepEqual([data.user?.id, data.user?.role], [id, 'service_role']);
  assert.equal((await library.signIn(email, 'from-elsewhere')).id, id);
});

test('what an administrator must not write is refused', async () => {
  const { email } = await signUp(library);
  const refused = async (attributes: Parameters<typeof admin.createUser>[0]) =>
    refusal((await admin.createUser(attributes)).error);
  assert.deepEqual(await refused({ email, password: PASSWORD }), [422, 'email_exists']);
  assert.deepEqual(await refused({}), [400, 'validation_failed']);
  assert.deepEqual(await refused({ email: newEmail(), password: 'x' }), [422, 'weak_password']);
  assert.deepEqual(await refused({ email: newEmail(), id: 'x' }), [400, 'validation_failed']);
  assert.deepEqual(await refused({ email: newEmail(), ban_duration: 'soon' }), [400, 'validation_failed']);
  const phone = { phone: '+49 123456', phone_confirm: true };
  assert.equal((await admin.createUser(phone)).data.user?.phone, '49123456');
  assert.deepEqual(await refused(phone), [422, 'phone_exists']);
});

test('a new address is taken at once, and voids what was sent to the old one', async () => {
  const { client, email, user } = await signUp(library);
  await client.auth.resetPasswordForEmail(email);
  const { token } = await mailTo(library, email);
  const fresh = newEmail();
  const { data } = await admin.updateUserById(user.id, { email: fresh });
  assert.deepEqual([data.user?.email, data.user?.identities?.[0]?.identity_data?.['email']], [fresh, fresh]);
  const late = await client.auth.verifyOtp({ email: fresh, token, type: 'recovery' });
  assert.deepEqual(refusal(late.error), [403, 'otp_expired']);
});

test('who is deleted softly leaves a row that tells nothing', async () => {
  const { client, email, user, session } = await signUp(library);
  assert.equal((await admin.deleteUser(user.id, true)).error, null);
  const { data } = await admin.getUserById(user.id);
  assert.ok(data.user?.deleted_at);
  assert.match(data.user?.email ?? '', /^[\w-]{43}$/);
  assert.deepEqual([data.user?.user_metadata, data.user?.app_metadata], [{}, {}]);
  assert.equal((await client.auth.getUser(session.access_token)).error?.name, 'AuthSessionMissingError');
  await assert.rejects(library.signIn(email, PASSWORD), { code: 'invalid_credentials' });
  const again = await library.anonymous().auth.signUp({ email, password: PASSWORD });
  assert.equal(again.error, null);
});

test('users are listed in pages, the newest first', async () => {
  const people = [await signUp(library), await signUp(library), await signUp(library)];
  const first = await admin.listUsers({ page: 1, perPage: 2 });
  assert.equal(first.error, null);
  const ids = first.data.users.map(({ id }) => id);
  assert.deepEqual(ids, [people[2]?.user.id, people[1]?.user.id]);
  const [row] = await sql<{ n: number }>(library, 'select count(*)::int as n from auth.users');
  const total = row?.n ?? 0;
  assert.deepEqual('total' in first.data && [first.data.total, first.data.nextPage, first.data.lastPage], [
    total,
    2,
    Math.ceil(total / 2),
  ]);
  const last = await admin.listUsers({ page: Math.ceil(total / 2), perPage: 2 });
  assert.equal('nextPage' in last.data && last.data.nextPage, null);
  const headers = { apikey: library.keys.secret };
  const found = await fetch(`${library.url}/auth/v1/admin/users?filter=${people[0]?.email}`, { headers });
  assert.equal(((await found.json()) as { users: unknown[] }).users.length, 1);
  const odd = await fetch(`${library.url}/auth/v1/admin/users?page=x`, { headers });
  assert.equal(odd.status, 400);
});

test('who is invited comes in by a mail, without a password', async () => {
  const email = newEmail();
  const { data, error } = await admin.inviteUserByEmail(email, {
    data: { name: 'Guest' },
    redirectTo: 'https://library.example/in',
  });
  assert.equal(error, null);
  assert.ok(data.user?.invited_at);
  const { link, subject } = await mailTo(library, email);
  assert.equal(subject, 'You have been invited');
  const followed = await fetch(link ?? '', { redirect: 'manual' });
  assert.match(
    followed.headers.get('location') ?? '',
    /^https:\/\/library\.example\/in#access_token=.*&type=invite$/,
  );
  assert.ok((await admin.getUserById(data.user?.id ?? '')).data.user?.email_confirmed_at);
  assert.deepEqual(refusal((await admin.inviteUserByEmail(email)).error), [422, 'email_exists']);
});

test('links are made without a mail', async () => {
  const { auth } = library.anonymous();
  const { email, user } = await signUp(library);
  const stranger = newEmail();
  const fresh = newEmail();
  const recovery = await admin.generateLink({ type: 'recovery', email });
  assert.equal(recovery.data.user?.id, user.id);
  const { email_otp: token = '' } = recovery.data.properties ?? {};
  assert.equal((await auth.verifyOtp({ email, token, type: 'recovery' })).data.user?.id, user.id);

  const magic = await admin.generateLink({ type: 'magiclink', email: stranger });
  assert.equal(magic.data.properties?.verification_type, 'signup');
  const token_hash = magic.data.properties?.hashed_token ?? '';
  assert.equal((await auth.verifyOtp({ token_hash, type: 'email' })).data.user?.email, stranger);

  const signup = await admin.generateLink({ type: 'signup', email: fresh, password: PASSWORD });
  const followed = await fetch(signup.data.properties?.action_link ?? '', { redirect: 'manual' });
  assert.match(followed.headers.get('location') ?? '', /^http:\/\/127\.0\.0\.1:3000#access_token=/);
  assert.equal((await library.signIn(fresh, PASSWORD)).email, fresh);

  const invitation = await admin.generateLink({ type: 'invite', email: newEmail() });
  assert.ok(invitation.data.user?.invited_at);
  const next = newEmail();
  const change = await admin.generateLink({ type: 'email_change_new', email, newEmail: next });
  const { hashed_token: hash = '' } = change.data.properties ?? {};
  assert.equal((await auth.verifyOtp({ token_hash: hash, type: 'email_change' })).data.user?.email, next);
  const unknown = await admin.generateLink({ type: 'recovery', email: newEmail() });
  assert.deepEqual(refusal(unknown.error), [404, 'user_not_found']);
});

test('administration is not for others', async () => {
  const { client } = await signUp(library);
  assert.deepEqual(refusal((await client.auth.admin.listUsers()).error), [403, 'not_admin']);
  assert.deepEqual(refusal((await library.anonymous().auth.admin.inviteUserByEmail(newEmail())).error), [
    403,
    'not_admin',
  ]);
  const link = client.auth.admin.generateLink({ type: 'magiclink', email: newEmail() });
  assert.deepEqual(refusal((await link).error), [403, 'not_admin']);
});

test('the secret key alone is enough for administration, another key is not', async () => {
  const users = (apikey: string) => fetch(`${library.url}/auth/v1/admin/users`, { headers: { apikey } });
  assert.equal((await users(library.keys.secret)).status, 200);
  assert.equal((await users(library.keys.serviceRoleJwt)).status, 200);
  assert.equal((await users(library.keys.publishable)).status, 403);
});
