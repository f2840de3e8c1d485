import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../src/core/errors.ts';
import { createPush, type Push, type PushOptions } from '../../../src/core/features/push.ts';
import { signal, type Signal } from '../../../src/core/lib/signal.ts';
import type { Identity } from '../../../src/core/sync/identity.ts';
import { createVapidKeys } from '../../../src/local/cli/vapid.ts';
import { fakeEnvironment, settle, type FakeEnvironment } from '../../support/fake-environment.ts';
import { addressFor, fakePushDevice, type FakePushDevice } from '../../support/fake-push-device.ts';

const KEY = createVapidKeys().publicKey;
const MARIE: Identity = { name: 'person', id: 'marie', isAnonymous: false };
const IRENE: Identity = { name: 'person', id: 'irene', isAnonymous: false };
const NOBODY: Identity = { name: 'anonymous' };
const OFFLINE = (): NalityError => new NalityError('offline', 'The server cannot be reached.');

/** A browser with its storage, and the project's table. */
interface Scene {
  readonly device: FakePushDevice;
  readonly environment: FakeEnvironment;
  readonly identity: Signal<Identity>;
  /** `push_subscriptions`, by id. */
  readonly rows: Map<string, { person: string; endpoint: string }>;
  readonly calls: string[];
  /** Why the server does not do as asked. */
  fault: NalityError | undefined;
  /** Closes all pages. */
  leave(): void;
  /** A page of the site. */
  load(options?: Partial<PushOptions>, environment?: FakeEnvironment): Promise<Push>;
}

function scene(): Scene {
  const device = fakePushDevice();
  let end = new AbortController();
  const rows: Scene['rows'] = new Map();
  const calls: string[] = [];
  const meet = (call: string): void => {
    calls.push(call);
    if (made.fault) throw made.fault;
  };
  const remote = {
    async rpc(name: string, args: object = {}) {
      meet(name);
      const { id, person, endpoint, instead } = args as Record<string, string>;
      if (name === 'nality_push_off') rows.delete(id!);
      if (name !== 'nality_push_on') return undefined as never;
      rows.delete(instead!);
      rows.set(id!, { person: person!, endpoint: endpoint! });
      return undefined as never;
    },
    async select<T>(_table: string, _columns: string, _column: string, [id]: readonly string[]) {
      meet('select');
      return (rows.has(id!) ? [{ id }] : []) as T[];
    },
  };
  const made: Scene = {
    device,
    rows,
    calls,
    environment: fakeEnvironment(),
    identity: signal(MARIE),
    fault: undefined,
    leave() {
      end.abort();
      end = new AbortController();
    },
    async load(options, environment = made.environment) {
      const context = { device, remote, environment, identity: made.identity, project: 'p' };
      const token = async (): Promise<string> => 'token';
      const push = createPush({ vapidKey: KEY, ...options }, { ...context, token }, end.signal);
      await settle();
      return push;
    },
  };
  return made;
}

/** A browser that the person has already turned it on for. */
async function subscribed(): Promise<Scene> {
  const made = scene();
  await (await made.load()).enable();
  made.leave();
  made.calls.length = 0;
  return made;
}

const nameOf = (push: Push): string => push.status.get().name;

test('a click asks for permission before anything is awaited', async () => {
  const { load, device } = scene();
  const push = await load();
  assert.equal(nameOf(push), 'off');
  assert.equal(device.asked, 0);
  const ending = push.enable();
  assert.equal(device.asked, 1);
  assert.equal((await ending).name, 'on');
});

test('what was subscribed is stored for the person, with its keys', async () => {
  const { device, rows, calls, load } = scene();
  await (await load()).enable();
  assert.deepEqual([...rows.values()], [{ person: 'marie', endpoint: device.current?.endpoint }]);
  assert.deepEqual(calls, ['nality_push_on']);
});

test('a question that is closed leaves it off, a no is told, and neither subscribes', async () => {
  const { load, device } = scene();
  const push = await load();
  device.answer = undefined;
  assert.equal((await push.enable()).name, 'off');
  device.answer = 'denied';
  assert.equal((await push.enable()).name, 'denied');
  assert.equal(device.made, 0);
  assert.equal(nameOf(await load()), 'denied');
});

test('where there is no push nobody is asked', async () => {
  const { load, device } = scene();
  device.support = 'no';
  const push = await load();
  assert.equal(nameOf(push), 'unsupported');
  assert.equal((await push.enable()).name, 'unsupported');
  device.support = 'home-screen';
  assert.equal((await push.enable()).name, 'needs-home-screen');
  assert.equal((await push.disable()).name, 'needs-home-screen');
  assert.equal(device.asked, 0);
});

test('nobody is subscribed, and nobody asked, without being signed in', async () => {
  const { load, device, identity } = scene();
  identity.set(NOBODY);
  const status = await (await load()).enable();
  assert.equal(status.name === 'failed' && status.error.code, 'auth-required');
  assert.equal(device.asked, 0);
});

test('a key that is no public key is a mistake of the page', async () => {
  const { load } = scene();
  const status = await (await load({ vapidKey: 'BAAD' })).enable();
  assert.equal(status.name === 'failed' && status.error.code, 'config');
});

test('a later page finds it on, and writes nothing', async () => {
  const { load, calls, device } = await subscribed();
  assert.equal(nameOf(await load()), 'on');
  assert.deepEqual(calls, ['select']);
  assert.equal(device.made, 1);
});

test('a subscription that is gone is replaced without a question', async () => {
  const { load, device, rows } = await subscribed();
  device.current = undefined;
  assert.equal(nameOf(await load()), 'on');
  assert.deepEqual([...rows.values()], [{ person: 'marie', endpoint: device.current!.endpoint }]);
  assert.equal(device.asked, 1);
});

test('a subscription that the server has let go of is replaced: its endpoint is dead', async () => {
  const { load, device, rows } = await subscribed();
  const { endpoint } = device.current!;
  rows.clear();
  assert.equal(nameOf(await load()), 'on');
  assert.notEqual(device.current!.endpoint, endpoint);
  assert.deepEqual([...rows.values()], [{ person: 'marie', endpoint: device.current!.endpoint }]);
});

test('a subscription for a former key is replaced by one for the key of now', async () => {
  const { load, device, rows } = await subscribed();
  const { publicKey } = createVapidKeys();
  assert.equal(nameOf(await load({ vapidKey: publicKey })), 'on');
  assert.equal(device.current!.vapidKey, publicKey);
  assert.equal(rows.size, 1);
});

test('a subscription of the page’s own for another sender is never taken away', async () => {
  const { load, device } = scene();
  const theirs = (device.current = addressFor(createVapidKeys().publicKey));
  const push = await load();
  const status = await push.enable();
  assert.equal(status.name === 'failed' && status.error.code, 'config');
  await push.disable();
  assert.equal(device.current, theirs);
});

test('without a network it counts as on, and is looked at again at the next wake', async () => {
  const made = await subscribed();
  made.fault = OFFLINE();
  const push = await made.load();
  assert.equal(nameOf(push), 'on');
  made.fault = undefined;
  made.rows.clear();
  made.environment.visible.set(false);
  made.environment.visible.set(true);
  await settle();
  assert.equal(made.rows.size, 1);
  assert.equal(made.device.made, 2);
});

test('a page that wakes often asks the server once an hour', async () => {
  const { load, calls, rows, environment, device } = await subscribed();
  await load();
  const wake = async (): Promise<void> => {
    environment.visible.set(false);
    environment.visible.set(true);
    await settle();
  };
  rows.clear();
  for (let n = 0; n < 10; n += 1) await wake();
  assert.deepEqual(calls, ['select']);
  await environment.advance(3_600_000);
  await wake();
  assert.deepEqual(calls, ['select', 'select', 'nality_push_on']);
  assert.equal(rows.size, 1);
  assert.equal(device.made, 2);
});

test('a no that is given in the browser’s settings is seen when the page wakes', async () => {
  const { load, device, environment } = await subscribed();
  const push = await load();
  device.now = 'denied';
  environment.visible.set(false);
  environment.visible.set(true);
  await settle();
  assert.equal(nameOf(push), 'denied');
});

test('what could not be stored is told, and stored at the next wake', async () => {
  const made = scene();
  const push = await made.load();
  made.fault = OFFLINE();
  const status = await push.enable();
  assert.equal(status.name === 'failed' && status.error.code, 'offline');
  made.fault = undefined;
  made.environment.visible.set(false);
  made.environment.visible.set(true);
  await settle();
  assert.equal(nameOf(push), 'on');
  assert.equal(made.rows.size, 1);
});

test('a browser that cannot subscribe says why', async () => {
  const { load, device } = scene();
  device.fault = new NalityError('server', 'The push service does not answer.');
  const status = await (await load()).enable();
  assert.equal(status.name === 'failed' && status.error.code, 'server');
});

test('whoever signs out gets nothing more on this browser, and does again when they come back', async () => {
  const { load, device, identity, rows } = await subscribed();
  const push = await load();
  identity.set(NOBODY);
  await settle();
  assert.equal(nameOf(push), 'off');
  assert.equal(device.current, undefined);
  identity.set(MARIE);
  await settle();
  assert.equal(nameOf(push), 'on');
  assert.deepEqual([...rows.values()], [{ person: 'marie', endpoint: device.current!.endpoint }]);
  assert.equal(device.asked, 1);
});

test('another person on the same browser is not subscribed by what the one before wished', async () => {
  const { load, device, identity, rows } = await subscribed();
  const before = device.current!.endpoint;
  identity.set(IRENE);
  const push = await load();
  assert.equal(nameOf(push), 'off');
  await push.enable();
  assert.notEqual(device.current!.endpoint, before);
  assert.ok([...rows.values()].some(({ person, endpoint }) => person === 'irene' && endpoint !== before));
});

test('who is not known yet loses nothing', async () => {
  const { load, device, identity } = await subscribed();
  identity.set({ name: 'unknown' });
  const push = await load();
  assert.equal(nameOf(push), 'loading');
  assert.ok(device.current);
});

test('what the browser has changed is stored in the place of what was', async () => {
  const { load, device, rows } = await subscribed();
  await load();
  device.current = addressFor(KEY);
  device.say({ type: 'nality:push-changed' });
  await settle();
  assert.equal(device.made, 1);
  assert.deepEqual([...rows.values()], [{ person: 'marie', endpoint: device.current.endpoint }]);
});

test('a page says that it shows a notification only while it is seen', async () => {
  const { load, device, environment } = await subscribed();
  await load({ shows: (id) => id === 'mine' });
  assert.equal(device.say({ type: 'nality:push-shows', id: 'mine' }), true);
  assert.equal(device.say({ type: 'nality:push-shows', id: 'other' }), false);
  environment.visible.set(false);
  assert.equal(device.say({ type: 'nality:push-shows', id: 'mine' }), false);
});

test('turned off, the browser has no subscription and the server no row, at the next load neither', async () => {
  const { load, device, rows } = await subscribed();
  assert.equal((await (await load()).disable()).name, 'off');
  assert.equal(device.current, undefined);
  assert.equal(rows.size, 0);
  assert.equal(nameOf(await load()), 'off');
  assert.equal(device.made, 1);
});

test('it is turned off without a network, too', async () => {
  const made = await subscribed();
  const push = await made.load();
  made.fault = OFFLINE();
  assert.equal((await push.disable()).name, 'off');
  assert.equal(made.device.current, undefined);
});

test('two tabs that find it gone replace it once, and one that turns it off tells the other', async () => {
  const { load, device, rows, environment } = await subscribed();
  device.current = undefined;
  const [one, two] = await Promise.all([load(), load({}, environment.anotherTab())]);
  assert.equal(device.made, 2);
  assert.equal(rows.size, 1);
  assert.deepEqual([nameOf(one), nameOf(two)], ['on', 'on']);
  await one.disable();
  await settle();
  assert.equal(nameOf(two), 'off');
});

test('what somebody else has written to local storage is nobody’s wish', async () => {
  const { load, environment } = await subscribed();
  for (const text of ['{', '[]', '{"person":1}', '"marie"']) {
    environment.keep('nality:push:p', text);
    assert.equal(nameOf(await load()), 'off');
  }
});
