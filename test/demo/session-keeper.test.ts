import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keepSession } from '../../demo/page/session-keeper.ts';

const WHO = { url: 'http://project', key: 'sb_publishable_1', email: 'marie@curie.test', password: 'radium' };

/** An Auth server for one person, with a clock that the test turns. */
function stage() {
  const requests: string[] = [];
  const stored = new Map<string, string>();
  const state = { now: 0, online: true, refreshStatus: 200, passwordStatus: 200, expiresIn: 3_600, takes: 0 };
  const answer = (grant: string): Response => {
    const status = grant === 'password' ? state.passwordStatus : state.refreshStatus;
    const name = `${grant}-${requests.length}`;
    const body = { access_token: name, refresh_token: `after-${name}`, expires_in: state.expiresIn };
    return Response.json(status === 200 ? body : { message: 'no' }, { status });
  };
  const open = (): (() => Promise<string>) =>
    keepSession(WHO, {
      now: () => state.now,
      storage: {
        getItem: (name) => stored.get(name) ?? null,
        setItem: (name, value) => stored.set(name, value),
      },
      fetch: async (input, init) => {
        if (!state.online) throw new TypeError('Failed to fetch');
        state.now += state.takes;
        const grant = new URL(String(input)).searchParams.get('grant_type')!;
        const sent = JSON.parse(String(init?.body)) as Record<string, string>;
        requests.push(
          grant === 'password' ? `password ${sent['password']}` : `refresh ${sent['refresh_token']}`,
        );
        return answer(grant);
      },
    });
  return { requests, stored, state, open };
}

const HOUR = 3_600_000;

describe('a session keeper', () => {
  test('signs in once for all who ask together, and keeps the token', async () => {
    const { requests, open } = stage();
    const token = open();
    assert.deepEqual(await Promise.all([token(), token()]), ['password-1', 'password-1']);
    assert.equal(await token(), 'password-1');
    assert.deepEqual(requests, ['password radium']);
  });

  test('renews the token shortly before its end', async () => {
    const { requests, state, open } = stage();
    const token = open();
    await token();
    state.now = HOUR - 10_000;
    assert.equal(await token(), 'refresh_token-2');
    assert.deepEqual(requests, ['password radium', 'refresh after-password-1']);
  });

  test('counts the life of a token from when it was asked for, not from when it came', async () => {
    const { requests, state, open } = stage();
    const token = open();
    state.takes = 20_000;
    await token();
    state.now = HOUR - 29_000;
    await token();
    assert.equal(requests.length, 2);
  });

  test('uses a token that lives shortly for most of its life', async () => {
    const { requests, state, open } = stage();
    state.expiresIn = 8;
    const token = open();
    await token();
    state.now = 5_900;
    assert.equal(await token(), 'password-1');
    state.now = 6_000;
    assert.equal(await token(), 'refresh_token-2');
    assert.equal(requests.length, 2);
  });

  test('signs in again when the renewal is refused', async () => {
    const { requests, state, open } = stage();
    const token = open();
    await token();
    Object.assign(state, { now: HOUR, refreshStatus: 400 });
    assert.equal(await token(), 'password-3');
    assert.deepEqual(requests, ['password radium', 'refresh after-password-1', 'password radium']);
  });

  test('does not send the password again when the server is merely ill', async () => {
    const { requests, state, open } = stage();
    const token = open();
    await token();
    Object.assign(state, { now: HOUR, refreshStatus: 503 });
    await assert.rejects(token(), /could not be renewed/);
    assert.equal(requests.length, 2);
  });

  test('offline: goes on with a token that is still good, and rejects after its end', async () => {
    const { state, open } = stage();
    const token = open();
    await token();
    Object.assign(state, { now: HOUR - 10_000, online: false });
    assert.equal(await token(), 'password-1');
    state.now = HOUR;
    await assert.rejects(token(), TypeError);
    state.online = true;
    assert.equal(await token(), 'refresh_token-2');
  });

  test('keeps the session over a reload', async () => {
    const { requests, open } = stage();
    await open()();
    assert.equal(await open()(), 'password-1');
    assert.equal(requests.length, 1);
  });

  test('is not misled by what it cannot read in the storage', async () => {
    const { stored, open } = stage();
    stored.set(`nality-demo:session:${WHO.email}`, '{');
    assert.equal(await open()(), 'password-1');
  });

  test('says so when the password is refused', async () => {
    const { state, open } = stage();
    state.passwordStatus = 400;
    await assert.rejects(open()(), /marie@curie\.test could not sign in \(400\)/);
  });
});
