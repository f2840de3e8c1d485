import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNality, type NalityOptions } from '../../../src/core/nality.ts';
import type { SupabaseLike } from '../../../src/core/sync/client.ts';
import { resolveIdentity, watchIdentity } from '../../../src/core/sync/identity.ts';
import { fakeClient } from '../../support/fake-client.ts';
import { fakeEnvironment, settle, type FakeEnvironment } from '../../support/fake-environment.ts';
import { tokenOf } from '../../support/tokens.ts';

const URL_OF_PROJECT = 'https://project.supabase.co';
const HOUR = 3_600_000;

/** What supabase-js keeps of somebody who has signed in. */
function keepSession(environment: FakeEnvironment, person: string, expiresIn: number): void {
  const exp = Math.floor((environment.now() + expiresIn) / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const access_token = `${part({ alg: 'HS256' })}.${part({ sub: person, role: 'authenticated', exp })}.sig`;
  const session = { access_token, refresh_token: 'once', token_type: 'bearer', expires_at: exp, user: {} };
  environment.texts.set('sb-project-auth-token', JSON.stringify(session));
}

function open(environment: FakeEnvironment, options: Partial<NalityOptions> = {}) {
  return createNality({ url: URL_OF_PROJECT, key: 'sb_publishable_a', environment, ...options });
}

/** Who the core says is signed in, from the first moment on. */
function seen(core: ReturnType<typeof open>): string[] {
  const name = (): string => {
    const identity = core.identity.get();
    return identity.name === 'person' ? identity.id : identity.name;
  };
  const names = [name()];
  core.identity.subscribe(() => names.push(name()));
  return names;
}

test('without a network the person of an expired session is still that person, at once', async () => {
  const environment = fakeEnvironment();
  environment.online.set(false);
  keepSession(environment, 'marie', -HOUR);
  const asked: string[] = [];
  const core = open({
    ...environment,
    fetch: async (input) => {
      asked.push(String(input));
      throw new TypeError('Failed to fetch');
    },
  });
  const names = seen(core);
  await environment.advance(5 * 60_000);
  assert.deepEqual(names, ['marie']);
  await assert.rejects(core.refreshAuth(), { code: 'offline', retryable: true });
  assert.deepEqual(asked, [], 'nothing is asked for with a token that has expired');
  await core.close();
});

test('nobody of whom no session is kept is taken for anybody', async () => {
  const environment = fakeEnvironment();
  environment.texts.set('nality:project.supabase.co:person', '{"name":"person","id":"marie"}');
  environment.online.set(false);
  const core = open(environment);
  const names = seen(core);
  await environment.advance(1_000);
  assert.deepEqual(names, ['unknown', 'anonymous']);
  await core.close();
});

test('what is kept in a way that nobody understands names nobody', async () => {
  for (const text of ['', 'null', '[]', '"x"', '{"access_token":7}', 'base64-e30', '{']) {
    const environment = fakeEnvironment();
    environment.online.set(false);
    environment.texts.set('sb-project-auth-token', text);
    environment.texts.set('nality:project.supabase.co:person', text);
    const core = open(environment, { accessToken: () => Promise.reject(new Error('offline')) });
    await environment.advance(1_000);
    assert.equal(core.identity.get().name, 'unknown', text);
    await core.close();
  }
});

/** A page that signs people in by itself, whose token source a test plays. */
function page(environment = fakeEnvironment()) {
  let source: () => Promise<string | null> = () => Promise.reject(new Error('not yet'));
  const visit = () => {
    const core = open(environment, { accessToken: () => source() });
    return { core, names: seen(core) };
  };
  return { environment, visit, says: (next: typeof source) => (source = next) };
}

const FAILS = (): Promise<never> => Promise.reject(new Error('503'));
const HANGS = (): Promise<never> => new Promise(() => undefined);

for (const [name, source] of [
  ['fails', FAILS],
  ['hangs', HANGS],
] as const) {
  test(`a page whose sign-in ${name} without a network opens as the person who was here last`, async () => {
    const { environment, visit, says } = page();
    says(async () => tokenOf('marie', 1));
    const first = visit();
    await environment.advance(1_000);
    await first.core.close();

    environment.online.set(false);
    says(source);
    const second = visit();
    assert.deepEqual(second.names, ['marie']);
    await assert.rejects(
      Promise.race([second.core.refreshAuth(), environment.advance(30_000).then(() => 'late')]),
      { code: 'offline' },
    );
    assert.deepEqual(second.names, ['marie']);
    await second.core.close();
  });
}

test('a dead network that calls itself online is found out by asking the project', async () => {
  const { environment, visit, says } = page();
  says(async () => tokenOf('marie', 1));
  await (async () => {
    const { core } = visit();
    await environment.advance(1_000);
    await core.close();
  })();
  says(FAILS);
  const { core, names } = visit();
  assert.deepEqual(names, ['unknown']);
  await environment.advance(100);
  assert.deepEqual(names, ['unknown', 'marie']);
  await core.close();
});

test('while the project can be reached nobody is shown before the page has said who it is', async () => {
  const { environment, visit, says } = page();
  says(async () => tokenOf('marie', 1));
  const first = visit();
  await environment.advance(1_000);
  await first.core.close();

  const asked: string[] = [];
  const reachable = Object.assign(environment, {
    fetch: async (input: RequestInfo | URL) => (asked.push(String(input)), new Response()),
  });
  says(FAILS);
  const { core, names } = page(reachable).visit();
  await environment.advance(10_000);
  assert.deepEqual(names, ['unknown']);
  assert.ok(asked.length > 0);
  await core.close();
});

test('whoever turns out to be signed in takes the place of whoever was remembered', async () => {
  const { environment, visit, says } = page();
  says(async () => tokenOf('marie', 1));
  const first = visit();
  await environment.advance(1_000);
  await first.core.close();

  environment.online.set(false);
  says(FAILS);
  const second = visit();
  await environment.advance(100);
  says(async () => tokenOf('irene', 2));
  environment.online.set(true);
  await environment.advance(60_000);
  assert.deepEqual(second.names, ['marie', 'irene']);
  await second.core.close();

  environment.online.set(false);
  says(FAILS);
  const third = visit();
  assert.deepEqual(third.names, ['irene']);
  await third.core.close();
});

test('whoever has signed out is forgotten', async () => {
  const { environment, visit, says } = page();
  says(async () => tokenOf('marie', 1));
  const first = visit();
  await environment.advance(1_000);
  says(async () => null);
  await first.core.refreshAuth();
  assert.deepEqual(first.names, ['unknown', 'marie', 'anonymous']);
  await first.core.close();
  assert.equal(environment.texts.size, 0);

  environment.online.set(false);
  says(FAILS);
  const second = visit();
  await environment.advance(60_000);
  assert.deepEqual(second.names, ['unknown']);
  await second.core.close();
});

test('a person stays who they are while their sign-in cannot be read', async () => {
  const { environment, visit, says } = page();
  says(async () => tokenOf('marie', 1));
  const { core, names } = visit();
  await environment.advance(1_000);
  says(FAILS);
  await assert.rejects(core.refreshAuth(), { code: 'offline' });
  assert.deepEqual(names, ['unknown', 'marie']);
  await core.close();
});

/** A client of the page's own, as supabase-js is: its key stands for nobody. */
function pageClient(environment: FakeEnvironment, session: () => object): SupabaseLike {
  const { client } = Object.assign(fakeClient(environment), {});
  const auth = {
    onAuthStateChange: () => ({ data: { subscription: { unsubscribe: () => undefined } } }),
    getSession: async () => session(),
  };
  return Object.assign(client, { auth });
}

test("a page's own client that cannot renew a session has not signed anybody out", async () => {
  const environment = fakeEnvironment();
  let error: Error | null = new Error('AuthRetryableFetchError');
  let session: object | null = null;
  const client = pageClient(environment, () => ({ data: { session }, error }));
  const identity = watchIdentity({ client, timeoutMs: 10_000, environment });
  await assert.rejects(identity.refresh(), { code: 'offline' });
  assert.equal(identity.current.get().name, 'unknown');
  error = null;
  session = { renewed: 'between the two questions' };
  await assert.rejects(identity.refresh(), { code: 'offline' });
  session = null;
  assert.deepEqual(await identity.refresh(), { name: 'anonymous' });
});

test('who is signed in is asked for until it is known, and a sign-in that hangs does not stop that', async () => {
  const environment = fakeEnvironment();
  const fake = fakeClient(environment);
  let answers = 0;
  fake.token = () => ((answers += 1) < 3 ? HANGS() : Promise.resolve(tokenOf('marie', 1)));
  const identity = watchIdentity({ client: fake.client, timeoutMs: 10_000, environment });
  let failures = 0;
  void resolveIdentity(identity, environment, () => (failures += 1), new AbortController().signal);
  await environment.advance(60_000);
  assert.deepEqual([answers, failures], [3, 2]);
  assert.deepEqual(identity.current.get(), { name: 'person', id: 'marie', isAnonymous: false });
});

test('an answer that comes too late changes nothing any more', async () => {
  const environment = fakeEnvironment();
  const fake = fakeClient(environment);
  const late: ((token: string) => void)[] = [];
  fake.token = () => new Promise((resolve) => late.push(resolve));
  const identity = watchIdentity({ client: fake.client, timeoutMs: 1_000, environment });
  const first = identity.refresh();
  const failed = assert.rejects(first, { code: 'offline' });
  await environment.advance(1_000);
  await failed;
  fake.token = tokenOf('irene', 2);
  await identity.refresh();
  late[0]!(tokenOf('marie', 1));
  await settle();
  assert.deepEqual(identity.current.get(), { name: 'person', id: 'irene', isAnonymous: false });
  assert.deepEqual(fake.given, [tokenOf('irene', 2)]);
});
