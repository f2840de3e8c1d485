import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SocketEvents } from '../../../../src/core/environment.ts';
import { realtimeClient } from '../../../../src/core/sync/transport/realtime.ts';
import { fakeEnvironment } from '../../../support/fake-environment.ts';
import { uncaughtDuring } from '../../../support/uncaught.ts';

const HEARTBEAT = 15_000;
const CONFIG = { config: { private: true, broadcast: {}, presence: { enabled: false } } };

interface FakeSocket extends SocketEvents {
  readyState: number;
  readonly url: string;
  readonly sent: [
    joinRef: string | null,
    ref: string | null,
    topic: string,
    event: string,
    payload: object,
  ][];
  readonly until: AbortSignal;
}

/** A client whose network a test plays. */
function open() {
  const environment = fakeEnvironment();
  const sockets: FakeSocket[] = [];
  const timers = new Set<object>();
  const desk = { token: async (): Promise<string> => 'first token', refuses: false };
  const client = realtimeClient({
    url: 'https://x.supabase.co',
    key: 'sb_publishable_a+b',
    accessToken: () => desk.token(),
    heartbeatMs: HEARTBEAT,
    environment: {
      log: environment.log,
      after(ms, task) {
        const timer = {};
        timers.add(timer);
        const cancel = environment.after(ms, () => (timers.delete(timer), task()));
        return () => (timers.delete(timer), cancel());
      },
      openWebSocket(url, events, until) {
        if (desk.refuses) throw new TypeError('not from here');
        const sent: FakeSocket['sent'] = [];
        const socket = { ...events, url, sent, until, readyState: 0 };
        const send = (text: string): void => void sent.push(JSON.parse(text) as never);
        sockets.push(socket);
        return Object.assign(socket, { send });
      },
    },
  });
  const socket = (): FakeSocket => sockets.at(-1)!;
  const hear = (...frame: unknown[]): void => socket().onMessage(JSON.stringify(frame));
  const connect = (): void => {
    client.realtime.connect();
    socket().readyState = 1;
  };
  /** Joins a topic; what becomes of it is noted. */
  const join = (
    name: string,
  ): { told: string[]; ref: string; channel: ReturnType<typeof client.channel> } => {
    const told: string[] = [];
    const channel = client.channel(name, CONFIG);
    channel.subscribe((status) => void told.push(status), 10_000);
    const ref = socket().sent.at(-1)![1]!;
    hear(ref, ref, `realtime:${name}`, 'phx_reply', { status: 'ok', response: { postgres_changes: [] } });
    return { told, ref, channel };
  };
  const answerBeat = (): void =>
    hear(null, client.realtime.pendingHeartbeatRef, 'phoenix', 'phx_reply', { status: 'ok', response: {} });
  const eventsSent = (event: string) =>
    sockets.flatMap(({ sent }) => sent).filter((frame) => frame[3] === event);
  return {
    ...client,
    environment,
    sockets,
    socket,
    timers,
    desk,
    connect,
    hear,
    join,
    answerBeat,
    eventsSent,
  };
}

test('it connects where the protocol says, with the key in the address, and no token', async () => {
  const { realtime, socket, connect } = open();
  await realtime.setAuth('a secret token');
  connect();
  const url = 'wss://x.supabase.co/realtime/v1/websocket?apikey=sb_publishable_a%2Bb&vsn=2.0.0';
  assert.deepEqual([socket().url, realtime.endpointURL()], [url, url]);
});

test('one socket at a time: nobody opens another beside one that opens or stands', () => {
  const { realtime, sockets, connect } = open();
  realtime.connect();
  assert.deepEqual([realtime.isConnecting(), realtime.isConnected()], [true, false]);
  connect();
  realtime.connect();
  assert.deepEqual([realtime.isConnected(), sockets.length], [true, 1]);
});

test('one that is closing is let go for the next, and never spoken of again', () => {
  const { realtime, sockets, connect, join } = open();
  connect();
  const { told } = join('a');
  sockets[0]!.readyState = 2;
  assert.deepEqual([realtime.isConnected(), realtime.isDisconnecting()], [false, true]);
  connect();
  assert.deepEqual([sockets.length, sockets[0]!.until.aborted], [2, true]);
  assert.deepEqual(told, ['SUBSCRIBED', 'CHANNEL_ERROR']);
});

test('a socket that closes is told to all topics at once, though one of them makes a fault of it', async () => {
  const { realtime, connect, join, socket, channel, timers } = open();
  connect();
  channel('faulty', CONFIG).subscribe((status) => {
    if (status !== 'SUBSCRIBED') throw new Error('a fault of the test');
  }, 10_000);
  const [a, b] = [join('a'), join('b')];
  const faults = await uncaughtDuring(() => {
    socket().readyState = 3;
    socket().onClose();
  });
  for (const { told } of [a, b]) assert.deepEqual(told, ['SUBSCRIBED', 'CHANNEL_ERROR']);
  assert.deepEqual([realtime.isConnected(), realtime.isConnecting(), timers.size], [false, false, 0]);
  assert.equal(faults.length, 1, 'the fault is not swallowed either');
});

test('signs of life are asked for again and again, and one that does not come ends the socket', async () => {
  const { realtime, connect, environment, answerBeat, eventsSent, join, socket, timers } = open();
  connect();
  const { told } = join('a');
  for (let beat = 1; beat <= 3; beat += 1) {
    await environment.advance(HEARTBEAT);
    assert.equal(eventsSent('heartbeat').length, beat);
    assert.notEqual(realtime.pendingHeartbeatRef, null);
    answerBeat();
    assert.equal(realtime.pendingHeartbeatRef, null);
  }
  await environment.advance(HEARTBEAT);
  await environment.advance(HEARTBEAT - 1);
  assert.deepEqual(told, ['SUBSCRIBED']);
  await environment.advance(1);
  assert.deepEqual(told, ['SUBSCRIBED', 'CHANNEL_ERROR']);
  assert.deepEqual([socket().until.aborted, realtime.pendingHeartbeatRef, timers.size], [true, null, 0]);
});

test('whoever asks for a sign of life while one is awaited gives the socket up', async () => {
  const { realtime, connect, socket, eventsSent } = open();
  await realtime.sendHeartbeat();
  assert.equal(realtime.pendingHeartbeatRef, null, 'without a socket nobody is asked');
  connect();
  await realtime.sendHeartbeat();
  assert.deepEqual([eventsSent('heartbeat').length, socket().until.aborted], [1, false]);
  await realtime.sendHeartbeat();
  assert.equal(socket().until.aborted, true);
});

test('the answer to something else is no sign of life', async () => {
  const { realtime, connect, hear } = open();
  connect();
  await realtime.sendHeartbeat();
  const ref = realtime.pendingHeartbeatRef;
  hear(null, 'another', 'phoenix', 'phx_reply', { status: 'ok', response: {} });
  hear(null, ref, 'realtime:a', 'phx_reply', { status: 'ok', response: {} });
  assert.equal(realtime.pendingHeartbeatRef, ref);
});

test('what cannot be read is counted and left out: the socket stays, and nothing of it is logged', async () => {
  const { connect, socket, environment, join, hear, realtime } = open();
  connect();
  const { told, channel, ref } = join('a');
  const heard: unknown[] = [];
  channel.on('broadcast', { event: '*' }, ({ payload }) => heard.push(payload));
  for (let time = 0; time < 120; time += 1)
    for (const data of ['secret {', new ArrayBuffer(3), undefined, 'x'.repeat(6_000_000)].slice(
      0,
      time ? 2 : 4,
    ))
      socket().onMessage(data);
  hear(null, null, 'realtime:a', 'unheard of', { secret: true });
  hear(ref, null, 'realtime:a', 'broadcast', { event: 'm', payload: 1 });
  assert.deepEqual([heard, told, realtime.isConnected()], [[1], ['SUBSCRIBED'], true]);
  assert.deepEqual(
    environment.logged.map((line) => /so far: (\d+)\./.exec(line)?.[1]),
    ['1', '10', '100'],
  );
  assert.ok(environment.logged.every((line) => !line.includes('secret')));
});

test('what is sent without a socket is not kept for the next one', async () => {
  const { connect, join, socket, sockets, eventsSent } = open();
  connect();
  const { channel } = join('a');
  socket().readyState = 2;
  await channel.send({ type: 'broadcast', event: 'm', payload: {} });
  connect();
  assert.deepEqual([eventsSent('broadcast'), sockets[1]!.sent], [[], []]);
});

test('a token that is renewed is told to every topic, once, and of two readings the later counts', async () => {
  const { realtime, desk, connect, join, eventsSent } = open();
  await realtime.setAuth();
  connect();
  for (const name of ['a', 'b']) join(name);
  assert.deepEqual(
    eventsSent('phx_join').map(([, , , , payload]) => (payload as { access_token: string }).access_token),
    ['first token', 'first token'],
  );
  let answer: (token: string) => void = () => undefined;
  desk.token = () => new Promise((resolve) => (answer = resolve));
  const slow = realtime.setAuth();
  await realtime.setAuth('second token');
  answer('an old token');
  await slow;
  await realtime.setAuth('second token');
  assert.deepEqual(
    eventsSent('access_token').map(([, , topic, , payload]) => [topic, payload]),
    ['a', 'b'].map((name) => [`realtime:${name}`, { access_token: 'second token' }]),
  );
});

test('with every sign of life the token is read anew; that it cannot be read harms nobody', async () => {
  const { desk, connect, join, environment, answerBeat, eventsSent, realtime } = open();
  connect();
  join('a');
  desk.token = () => Promise.reject(new Error('no network'));
  await environment.advance(HEARTBEAT);
  answerBeat();
  assert.equal(realtime.isConnected(), true);
  desk.token = async () => 'renewed';
  await environment.advance(HEARTBEAT);
  assert.deepEqual(
    eventsSent('access_token').map(([, , , , payload]) => payload),
    [{ access_token: 'renewed' }],
  );
});

test('a topic that is left and joined anew hears nothing of its former self', async () => {
  const { connect, join, hear, removeChannel } = open();
  connect();
  const former = join('a');
  await removeChannel(former.channel);
  const { told, ref } = join('a');
  hear(former.ref, former.ref, 'realtime:a', 'phx_close', {});
  assert.deepEqual(told, ['SUBSCRIBED']);
  hear(ref, ref, 'realtime:a', 'phx_close', {});
  assert.deepEqual([told, former.told], [['SUBSCRIBED', 'CLOSED'], ['SUBSCRIBED']]);
});

test('after the end there is no socket, no timer and nobody who hears', async () => {
  const { realtime, connect, join, socket, timers, environment, sockets } = open();
  connect();
  const { told, channel } = join('a');
  void channel.track({});
  await realtime.sendHeartbeat();
  await realtime.disconnect();
  await realtime.disconnect();
  assert.deepEqual([socket().until.aborted, timers.size, realtime.isConnected()], [true, 0, false]);
  assert.deepEqual(told, ['SUBSCRIBED', 'CHANNEL_ERROR']);
  await environment.advance(3_600_000);
  assert.equal(sockets.length, 1);
});

test('where no socket can be made it says so, and tries anew when it is asked to', () => {
  const { realtime, desk, connect, timers } = open();
  desk.refuses = true;
  assert.throws(() => realtime.connect(), /not from here/);
  assert.deepEqual([realtime.isConnecting(), timers.size], [false, 0]);
  desk.refuses = false;
  connect();
  assert.equal(realtime.isConnected(), true);
});
