import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChannels } from '../../../src/core/sync/channels.ts';
import { createConnection } from '../../../src/core/sync/connection.ts';
import { watchIdentity } from '../../../src/core/sync/identity.ts';
import { lineOptions } from '../../../src/core/sync/line-options.ts';
import { fakeClient, type FakeChannel } from '../../support/fake-client.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';
import { tokenOf } from '../../support/tokens.ts';

const spec = (topic: string, presenceKey?: string) => ({ topic, changes: [], feed: false, presenceKey });
const refusal = (reason: string): Error => new Error(reason, { cause: { reason } });

async function open() {
  const environment = fakeEnvironment();
  const fake = fakeClient(environment);
  fake.token = tokenOf('marie', 1);
  const end = new AbortController();
  const line = lineOptions({});
  const { client } = fake;
  const identity = watchIdentity({ client, timeoutMs: line.timeoutMs, environment });
  const connection = createConnection({
    client,
    identity,
    environment,
    line,
    hangUp: () => void client.realtime.disconnect(),
    until: end.signal,
  });
  const channels = createChannels({ client, connection, line, environment, until: end.signal });
  const standing = (): FakeChannel[] => fake.channels.filter(({ removed }) => !removed);
  /** Holds a topic; ends with the returned function. */
  const hold = (topic: string, presenceKey?: string) => {
    const use = new AbortController();
    return { ...channels.open(spec(topic, presenceKey), {}, use.signal), end: () => use.abort() };
  };
  return { ...fake, fake, environment, connection, channels, standing, hold };
}

/** Lets the server say yes to every join for so long. */
async function accept({ environment, standing }: Awaited<ReturnType<typeof open>>, ms: number) {
  const joined = new Set<FakeChannel>();
  for (let passed = 0; passed < ms; passed += 50) {
    await environment.advance(50);
    for (const channel of standing()) {
      if (joined.has(channel)) continue;
      joined.add(channel);
      channel.tell('SUBSCRIBED');
    }
  }
}

test('nothing is joined before the sign-in was handed to the socket', async () => {
  const desk = await open();
  const { environment, fake, hold, standing, given } = desk;
  let answer: (token: string) => void = () => undefined;
  fake.token = () => new Promise((resolve) => (answer = resolve));
  hold('a');
  await environment.advance(5_000);
  assert.deepEqual([standing().length, given.length], [0, 0]);
  answer(tokenOf('marie', 2));
  await environment.advance(100);
  assert.equal(standing().length, 1);
  assert.equal(given.at(-1), tokenOf('marie', 2));
});

test('never are more than five topics joined within a second, and chance spreads the rest', async () => {
  const desk = await open();
  const { environment, channels, hold } = desk;
  for (let index = 0; index < 23; index += 1) hold(`topic ${index}`);
  const times: number[] = [];
  for (let passed = 0; passed < 10_000; passed += 10) {
    await environment.advance(10);
    while (times.length < desk.fake.channels.length) times.push(passed);
  }
  assert.equal(times.length, 23);
  assert.equal(channels.stats().length, 23);
  for (const [index, time] of times.slice(5).entries())
    assert.ok(time - times[index]! >= 1_000, `${time} after ${times[index]}`);
});

test('a lost line lets every topic go, and each comes back by one join', async () => {
  const desk = await open();
  const { breakSocket, hold, standing, fake } = desk;
  const handles = ['a', 'b', 'c'].map((topic) => hold(topic));
  await accept(desk, 1_000);
  assert.ok(handles.every(({ state }) => state.get().name === 'live'));
  breakSocket();
  assert.equal(standing().length, 0);
  assert.ok(handles.every(({ state }) => state.get().name === 'lost'));
  await accept(desk, 5_000);
  assert.ok(handles.every(({ state }) => state.get().name === 'live'));
  assert.equal(fake.channels.length, 6);
});

test('a topic that the server closes is joined anew after a pause, with another channel and a fresh sign-in', async () => {
  const desk = await open();
  const { hold, standing, given, environment, fake } = desk;
  const { state } = hold('a');
  await accept(desk, 500);
  const [before] = standing();
  fake.token = tokenOf('marie', 2);
  before!.tell('CLOSED');
  assert.deepEqual([state.get().name, standing().length], ['lost', 0]);
  await environment.advance(900);
  assert.equal(standing().length, 0);
  await environment.advance(1_500);
  const [after] = standing();
  assert.notEqual(after, before);
  assert.equal(given.at(-1), tokenOf('marie', 2));
});

test('pauses between joins that fail grow, and a success makes them short again', async () => {
  const desk = await open();
  const { hold, standing, environment, fake } = desk;
  hold('a');
  await environment.advance(100);
  const pauses: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const made = fake.channels.length;
    standing()[0]!.tell('TIMED_OUT');
    for (pauses.push(0); fake.channels.length === made; pauses[round]! += 10) await environment.advance(10);
  }
  for (const [index, pause] of pauses.entries()) {
    const expected = 0.75 * Math.min(1000 * 2 ** (index + 1), 30_000);
    assert.ok(Math.abs(pause - expected) <= 30, `${pause} instead of ${expected}`);
  }
  standing()[0]!.tell('SUBSCRIBED');
  standing()[0]!.tell('CLOSED');
  await environment.advance(1_600);
  assert.equal(standing().length, 1);
});

test('a topic that is denied three times is left in peace until the page wakes, and then asked for once', async () => {
  const desk = await open();
  const { hold, standing, environment, fake } = desk;
  const { state } = hold('a');
  const deny = async (): Promise<void> => {
    await environment.advance(10_000);
    for (const channel of standing()) channel.tell('CHANNEL_ERROR', refusal('Unauthorized: no'));
  };
  for (let round = 0; round < 6; round += 1) await deny();
  assert.equal(fake.channels.length, 3);
  const refused = state.get();
  assert.equal(refused.name === 'refused' && refused.error.code, 'denied');
  environment.visible.set(false);
  environment.visible.set(true);
  for (let round = 0; round < 3; round += 1) await deny();
  assert.equal(fake.channels.length, 4);
});

test('an expired sign-in is told, and asked about again and again: the next one may do', async () => {
  const desk = await open();
  const { hold, standing, environment, connection, fake } = desk;
  const { state } = hold('a');
  for (let round = 0; round < 5; round += 1) {
    await environment.advance(31_000);
    standing()[0]!.tell('CHANNEL_ERROR', refusal('InvalidJWTToken: Token has expired 3 seconds ago'));
  }
  assert.deepEqual([connection.state.get().name, state.get().name], ['needs-auth', 'refused']);
  assert.equal(fake.channels.length, 5);
  await environment.advance(31_000);
  standing()[0]!.tell('SUBSCRIBED');
  assert.deepEqual([connection.state.get().name, state.get().name], ['online', 'live']);
});

test('a channel of which the library says nothing at all is made anew after a minute', async () => {
  const desk = await open();
  const { hold, standing, environment } = desk;
  hold('a');
  await environment.advance(1_000);
  const [silent] = standing();
  await environment.advance(57_000);
  assert.deepEqual(standing(), [silent]);
  await environment.advance(4_000);
  assert.equal(silent!.removed, true);
  assert.equal(standing().length, 1);
});

test('what is told while nobody can be reached waits if it matters, in order, and not for ever', async () => {
  const desk = await open();
  const { hold, standing, environment } = desk;
  const handle = hold('a');
  handle.broadcast('cursor', {});
  handle.broadcast('short', {}, { keepMs: 1_000 });
  await environment.advance(1_000);
  for (let step = 0; step < 150; step += 1) handle.broadcast('step', { step }, { keepMs: 60_000 });
  standing()[0]!.tell('SUBSCRIBED');
  const sent = standing()[0]!.sent.map(({ event, payload }) => [event, (payload as { step?: number }).step]);
  assert.deepEqual(
    sent,
    Array.from({ length: 100 }, (_, index) => ['step', index + 50]),
  );
  handle.broadcast('cursor', {});
  assert.equal(standing()[0]!.sent.length, 101);
});

test('between the loss of the socket and its news nothing is handed to the library, which would send it by HTTP', async () => {
  const desk = await open();
  const { hold, standing, socket } = desk;
  const handle = hold('a');
  await accept(desk, 500);
  socket.state = 'closed';
  handle.broadcast('cursor', {});
  assert.equal(await handle.track({}), false);
  assert.deepEqual(standing()[0]!.sent, []);
});

test('one join however many use a topic; an idle one is found again, at most ten are kept, for half an hour', async () => {
  const desk = await open();
  const { hold, channels, environment, fake, standing } = desk;
  const [first, second] = [hold('a'), hold('a')];
  await accept(desk, 500);
  first.end();
  second.end();
  await environment.advance(29 * 60_000);
  const again = hold('a');
  assert.deepEqual([again.state.get().name, fake.channels.length], ['live', 1]);
  again.end();
  for (let index = 0; index < 15; index += 1) hold(`topic ${index}`).end();
  await accept(desk, 10_000);
  assert.equal(channels.stats().length, 10);
  assert.deepEqual(channels.stats().at(0)?.topic, 'topic 5', 'the longest unused go first');
  await environment.advance(31 * 60_000);
  assert.deepEqual([channels.stats(), standing().length], [[], 0]);
});

test('a topic with presence is left as soon as nobody uses it', async () => {
  const desk = await open();
  const { hold, standing, environment } = desk;
  const handle = hold('room', 'marie');
  await accept(desk, 500);
  handle.end();
  await environment.advance(1_000);
  assert.equal(standing().length, 0);
});

test('a topic with presence that is about to be left takes the place of no idle one', async () => {
  const desk = await open();
  const { hold, channels } = desk;
  for (let index = 0; index < 10; index += 1) hold(`topic ${index}`).end();
  hold('room', 'marie').end();
  await accept(desk, 10_000);
  const left = channels.stats().map(({ topic }) => topic);
  assert.deepEqual(
    left,
    Array.from({ length: 10 }, (_, index) => `topic ${index}`),
  );
});

test('stats tell of a topic who uses it, since when, and how much came in', async () => {
  const desk = await open();
  const { hold, channels, environment } = desk;
  hold('a');
  const created = environment.now();
  await environment.advance(120_000);
  assert.deepEqual(channels.stats(), [
    { topic: 'a', created, lastUsed: created, messageCount: 0, ageMinutes: 2, users: 1 },
  ]);
});

test('leaving all topics leaves the line idle, and a join that waited for its sign-in does not come after', async () => {
  const desk = await open();
  const { hold, channels, environment, connection, fake, standing } = desk;
  let answer: (token: string) => void = () => undefined;
  fake.token = () => new Promise((resolve) => (answer = resolve));
  hold('a');
  hold('b');
  await environment.advance(500);
  channels.unsubscribeAll();
  answer(tokenOf('marie', 1));
  await environment.advance(120_000);
  assert.deepEqual([connection.state.get().name, standing().length], ['idle', 0]);
});
