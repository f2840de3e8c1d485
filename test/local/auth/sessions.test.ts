import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SignJWT, decodeJwt } from 'jose';
import { startLibrary } from '../../support/backend-library.ts';
import type { TestBackend } from '../../support/backend.ts';
import { PASSWORD, refusal, signUp, sql } from './people.ts';

let library: TestBackend;

before(async () => {
  library = await startLibrary();
});
after(() => library.close());

async function refresh(token = '') {
  return library.anonymous().auth.refreshSession({ refresh_token: token });
}

/** Lets the time pass within which a refresh token may be used again. */
async function outliveReuse(accessToken: string): Promise<void> {
  await sql(
    library,
    `update auth.refresh_tokens set updated_at = updated_at - interval '11 seconds' where session_id = $1::uuid`,
    [decodeJwt(accessToken)['session_id']],
  );
}

test('a refresh token is used once and gives the next one of the same session', async () => {
  const { client, session, user } = await signUp(library);
  const { data, error } = await client.auth.refreshSession();
  assert.equal(error, null);
  assert.notEqual(data.session?.refresh_token, session.refresh_token);
  assert.equal(data.user?.id, user.id);
  const id = decodeJwt(session.access_token)['session_id'];
  assert.equal(decodeJwt(data.session?.access_token ?? '')['session_id'], id);
  const rows = await sql(
    library,
    'select token, parent, revoked from auth.refresh_tokens where session_id = $1::uuid order by id',
    [id],
  );
  assert.deepEqual(rows, [
    { token: session.refresh_token, parent: '', revoked: true },
    { token: data.session?.refresh_token, parent: session.refresh_token, revoked: false },
  ]);
});

test('a client that lost the answer may ask again', async () => {
  const { client, session } = await signUp(library);
  const next = (await client.auth.refreshSession()).data.session;
  await outliveReuse(session.access_token);
  assert.equal((await refresh(session.refresh_token)).data.session?.refresh_token, next?.refresh_token);
});

test('an older refresh token is forgiven for ten seconds', async () => {
  const { client, session } = await signUp(library);
  await client.auth.refreshSession();
  await client.auth.refreshSession();
  assert.equal((await refresh(session.refresh_token)).error, null);
});

test('a refresh token used long after its successor ends the whole family', async () => {
  const { client, session } = await signUp(library);
  await client.auth.refreshSession();
  const third = (await client.auth.refreshSession()).data.session;
  await outliveReuse(session.access_token);
  const replayed = await refresh(session.refresh_token);
  assert.deepEqual(refusal(replayed.error), [400, 'refresh_token_already_used']);
  assert.deepEqual(refusal((await refresh(third?.refresh_token)).error), [400, 'refresh_token_already_used']);
});

test('without rotation the family lives on', async () => {
  const lenient = await startLibrary({ auth: { refreshTokenRotation: false, refreshTokenReuse: -1 } });
  try {
    const { client, session } = await signUp(lenient);
    await client.auth.refreshSession();
    const third = (await client.auth.refreshSession()).data.session;
    const replay = lenient.anonymous().auth.refreshSession({ refresh_token: session.refresh_token });
    assert.deepEqual(refusal((await replay).error), [400, 'refresh_token_already_used']);
    const alive = lenient.anonymous().auth.refreshSession({ refresh_token: third?.refresh_token ?? '' });
    assert.equal((await alive).error, null);
  } finally {
    await lenient.close();
  }
});

test('two that refresh at once get the same next token', async () => {
  const { session } = await signUp(library);
  const both = await Promise.all([refresh(session.refresh_token), refresh(session.refresh_token)]);
  const [first, second] = both.map(({ data }) => data.session?.refresh_token);
  assert.ok(first);
  assert.equal(first, second);
});

test('an unknown refresh token is not found', async () => {
  assert.deepEqual(refusal((await refresh('nonsense')).error), [400, 'refresh_token_not_found']);
});

test('signing out ends every session, one of them, or the others', async () => {
  const { client, email, session } = await signUp(library);
  const [second, third] = [await library.signIn(email, PASSWORD), await library.signIn(email, PASSWORD)];
  const getUser = (token: string) => library.anonymous().auth.getUser(token);
  await second.client.auth.signOut({ scope: 'others' });
  const ended = await getUser(session.access_token);
  assert.deepEqual([ended.error?.name, ended.data.user], ['AuthSessionMissingError', null]);
  assert.deepEqual(refusal((await refresh(session.refresh_token)).error), [400, 'refresh_token_not_found']);
  assert.equal((await getUser(second.accessToken)).error, null);

  const fourth = await library.signIn(email, PASSWORD);
  await fourth.client.auth.signOut({ scope: 'local' });
  assert.equal((await getUser(fourth.accessToken)).error?.name, 'AuthSessionMissingError');
  assert.equal((await getUser(second.accessToken)).error, null);

  await second.client.auth.signOut();
  assert.equal((await getUser(second.accessToken)).error?.name, 'AuthSessionMissingError');
  assert.equal((await getUser(third.accessToken)).error?.name, 'AuthSessionMissingError');
  assert.ok(client);
});

test('an ended session is told by its code', async () => {
  const { client, session } = await signUp(library);
  await client.auth.signOut();
  const response = await fetch(`${library.url}/auth/v1/user`, {
    headers: { apikey: library.keys.publishable, authorization: `Bearer ${session.access_token}` },
  });
  assert.deepEqual(
    [response.status, await response.json()],
    [
      403,
      {
        code: 403,
        error_code: 'session_not_found',
        msg: 'Session from session_id claim in JWT does not exist',
      },
    ],
  );
});

test('an administrator signs somebody out by their token', async () => {
  const { session } = await signUp(library);
  assert.equal((await library.admin.auth.admin.signOut(session.access_token)).error, null);
  assert.deepEqual(refusal((await refresh(session.refresh_token)).error), [400, 'refresh_token_not_found']);
});

test('who is banned neither signs in, refreshes nor is answered', async () => {
  const { client, email, session, user } = await signUp(library);
  const { admin } = library.admin.auth;
  await admin.updateUserById(user.id, { ban_duration: '1h30m' });
  await assert.rejects(library.signIn(email, PASSWORD), { code: 'user_banned', status: 400 });
  assert.deepEqual(refusal((await refresh(session.refresh_token)).error), [400, 'user_banned']);
  assert.deepEqual(refusal((await client.auth.getUser(session.access_token)).error), [403, 'user_banned']);
  const freed = await admin.updateUserById(user.id, { ban_duration: 'none' });
  assert.equal((freed.data.user as { banned_until?: string }).banned_until, undefined);
  assert.equal((await library.signIn(email, PASSWORD)).id, user.id);
});

test('a token that is not ours, or of nobody, opens nothing', async () => {
  const { auth } = library.anonymous();
  const sign = (claims: Record<string, unknown>, secret = library.keys.jwtSecret) =>
    new SignJWT({ exp: Math.floor(Date.now() / 1000) + 60, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret));
  assert.deepEqual(refusal((await auth.getUser('a.b.c')).error), [403, 'bad_jwt']);
  const forged = await sign({ sub: crypto.randomUUID() }, 'another-secret-that-is-long-enough-to-sign');
  assert.deepEqual(refusal((await auth.getUser(forged)).error), [403, 'bad_jwt']);
  const nobody = await auth.getUser(await sign({ sub: crypto.randomUUID() }));
  assert.deepEqual(refusal(nobody.error), [403, 'user_not_found']);
  assert.deepEqual(refusal((await auth.getUser(await sign({ sub: 'x' }))).error), [400, 'bad_jwt']);
  assert.equal((await auth.getUser(library.keys.anonJwt)).error?.message, 'invalid claim: missing sub claim');
  const old = await sign({ sub: crypto.randomUUID(), exp: 1 });
  assert.match((await auth.getUser(old)).error?.message ?? '', /token is expired$/);
});
