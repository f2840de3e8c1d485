import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConnection } from '../../../src/core/sync/connection.ts';
import { watchIdentity } from '../../../src/core/sync/identity.ts';
import { lineOptions, type LineChoices } from '../../../src/core/sync/line-options.ts';
import { fakeClient } from '../../support/fake-client.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';

function open(choices: LineChoices = {}) {
  const environment = fakeEnvironment();
  const { client, ...fake } = Object.assign(fakeClient(environment), {});
  const end = new AbortController();
  const line = lineOptions(choices);
  const identity = watchIdentity({ client, timeoutMs: line.timeoutMs, environment });
  const connection = createConnection({
    client,
    identity,
    environment,
    line,
    hangUp: () => void client.realtime.disconnect(),
    until: end.signal,
  });
  const told: string[] = [];
  connection.state.subscribe((state) =>
    told.push(state.name === 'connecting' ? `connecting ${state.attempt}` : state.name),
  );
  return { environment, connection, told, end, ...fake };
}

test('it connects when it is wanted, and is online once the server has answered', async () => {
  const { connection, environment, socket, told } = open();
  await environment.advance(60_000);
  assert.deepEqual([socket.connects, told], [0, []]);
  connection.report({ type: 'wanted' });
  assert.equal(connection.open.get(), false);
  await environment.advance(1_000);
  assert.deepEqual([connection.open.get(), told], [true, ['connecting 1', 'online']]);
  assert.equal(socket.connects, 1);
});

test('attempts are counted, and their pauses double up to the longest', async () => {
  const { connection, environment, socket, told } = open({ reconnect: { baseMs: 100, maxMs: 1_000 } });
  socket.next = 'fail';
  const times: number[] = [];
  const start = environment.now();
  connection.report({ type: 'wanted' });
  for (let seen = 0; times.length < 7;) {
    await environment.advance(10);
    if (socket.connects > seen) times.push(environment.now() - start);
    seen = socket.connects;
  }
  // With chance at one half: three quarters of 100 · 2ⁿ, at most of 1000; and 50 ms until a failure is seen.
  const pauses = times.slice(1).map((time, index) => time - times[index]!);
  const expected = [300, 600, 750, 750, 750, 750];
  for (const [index, pause] of pauses.entries())
    assert.ok(Math.abs(pause - expected[index]!) <= 80, `${pause} instead of ${expected[index]}`);
  assert.deepEqual(told.slice(0, 4), ['connecting 1', 'connecting 2', 'connecting 3', 'connecting 4']);
  socket.next = 'open';
  await environment.advance(2_000);
  assert.equal(told.at(-1), 'online');
});

test('it gives up after as many attempts as are allowed, and tries again when the page wakes', async () => {
  const { connection, environment, socket } = open({ maxReconnectAttempts: 3, reconnect: { baseMs: 10 } });
  socket.next = 'fail';
  connection.report({ type: 'wanted' });
  await environment.advance(60_000);
  const state = connection.state.get();
  assert.deepEqual([state.name, socket.connects], ['failed', 3]);
  assert.equal(state.name === 'failed' && state.error.code, 'offline');
  socket.next = 'open';
  environment.visible.set(false);
  environment.visible.set(true);
  await environment.advance(1_000);
  assert.equal(connection.state.get().name, 'online');
});

test('by default it never gives up, and needs no page that is looked at', async () => {
  const { connection, environment, socket } = open();
  socket.next = 'fail';
  environment.visible.set(false);
  connection.report({ type: 'wanted' });
  await environment.advance(24 * 3_600_000);
  assert.ok(socket.connects > 2_000, String(socket.connects));
  socket.next = 'open';
  await environment.advance(31_000);
  assert.equal(connection.state.get().name, 'online');
});

test('a handshake that stands still is given up, and the next attempt dials anew', async () => {
  const { connection, environment, socket } = open({ timeoutMs: 2_000 });
  socket.next = 'stall';
  connection.report({ type: 'wanted' });
  await environment.advance(2_100);
  assert.deepEqual([socket.state, socket.hangUps], ['closed', 1]);
  socket.next = 'open';
  await environment.advance(5_000);
  assert.deepEqual([socket.connects, connection.state.get().name], [2, 'online']);
});

test('a page where no socket can be made is told so, and goes on trying', async () => {
  const { connection, environment, socket, told } = open();
  socket.next = 'throw';
  connection.report({ type: 'wanted' });
  await environment.advance(10_000);
  assert.ok(environment.logged.some((line) => line.includes('No socket')));
  assert.ok(told.includes('connecting 3'));
});

test('without a network nothing is attempted, and with it at once', async () => {
  const { connection, environment, socket } = open();
  environment.online.set(false);
  connection.report({ type: 'wanted' });
  await environment.advance(3_600_000);
  assert.deepEqual([connection.state.get().name, socket.connects], ['paused', 0]);
  environment.online.set(true);
  await environment.advance(100);
  assert.deepEqual([connection.state.get().name, socket.connects], ['online', 1]);
});

test('a network that was away for a moment leaves the socket as it is', async () => {
  const { connection, environment, socket, told } = open();
  connection.report({ type: 'wanted' });
  await environment.advance(1_000);
  environment.online.set(false);
  environment.online.set(true);
  await environment.advance(1_000);
  assert.deepEqual(told.slice(2), ['paused', 'connecting 1', 'online']);
  assert.equal(socket.connects, 1);
});

test('waking finds a dead line within five seconds; a sound one is only asked', async () => {
  const { connection, environment, socket, told, breakSocket: _ } = open();
  connection.report({ type: 'wanted' });
  await environment.advance(1_000);
  environment.visible.set(false);
  environment.visible.set(true);
  await environment.advance(1_000);
  assert.deepEqual([told, socket.connects], [['connecting 1', 'online'], 1]);

  socket.alive = false;
  environment.visible.set(false);
  environment.visible.set(true);
  await environment.advance(4_900);
  assert.equal(connection.state.get().name, 'online');
  socket.alive = true;
  await environment.advance(1_200);
  assert.deepEqual(told.slice(2), ['connecting 1', 'online']);
  assert.equal(socket.connects, 2);
});

test('those who read hear of a wake once however often the page says it, and after the sign-in was read', async () => {
  const { connection, environment, given } = open();
  const heard: number[] = [];
  connection.wakes.subscribe(() => heard.push(given.length));
  const before = given.length;
  for (let times = 0; times < 5; times += 1) {
    environment.visible.set(false);
    environment.visible.set(true);
    environment.online.set(false);
    environment.online.set(true);
  }
  await environment.advance(5_000);
  assert.deepEqual(heard, [before + 1]);
});

test('whoever needs a new sign-in loses the line like anybody else, and gets it back', async () => {
  const { connection, environment, breakSocket, socket } = open();
  connection.report({ type: 'wanted' });
  await environment.advance(1_000);
  connection.report({ type: 'auth-lost', error: new Error('over') as never });
  assert.deepEqual([connection.state.get().name, connection.open.get()], ['needs-auth', true]);
  breakSocket();
  connection.report({ type: 'lost' });
  assert.equal(connection.open.get(), false);
  await environment.advance(5_000);
  assert.deepEqual([connection.open.get(), socket.connects], [true, 2]);
});

test('after the end there is no line, and nothing that would bring one back', async () => {
  const { connection, environment, socket, end } = open();
  connection.report({ type: 'wanted' });
  await environment.advance(1_000);
  end.abort();
  environment.visible.set(false);
  environment.visible.set(true);
  await environment.advance(600_000);
  assert.deepEqual([connection.state.get().name, socket.state, socket.connects], ['idle', 'closed', 1]);
});

test('a line that nobody needs is hung up, but not between two who need it', async () => {
  const { connection, environment, socket, end } = open();
  connection.report({ type: 'wanted' });
  await environment.advance(1_000);
  connection.report({ type: 'unwanted' });
  await environment.advance(29_000);
  connection.report({ type: 'wanted' });
  await environment.advance(60_000);
  assert.deepEqual([connection.state.get().name, socket.connects, socket.hangUps], ['online', 1, 0]);
  connection.report({ type: 'unwanted' });
  await environment.advance(31_000);
  assert.deepEqual([connection.state.get().name, socket.state, socket.hangUps], ['idle', 'closed', 1]);
  connection.report({ type: 'wanted' });
  await environment.advance(1_000);
  assert.equal(connection.state.get().name, 'online');
  connection.report({ type: 'unwanted' });
  end.abort();
  const { hangUps } = socket;
  await environment.advance(60_000);
  assert.equal(socket.hangUps, hangUps, 'nothing is planned after the end');
});

test('numbers that cannot be meant are refused', () => {
  for (const choices of [{ heartbeatMs: 0 }, { timeoutMs: -1 }, { maxReconnectAttempts: NaN }])
    assert.throws(() => lineOptions(choices), { code: 'config' });
  assert.throws(() => lineOptions({ reconnect: { baseMs: 0 } }), { code: 'config' });
});
