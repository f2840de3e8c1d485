import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';
import { RawClient } from './raw-client.ts';
import type { Frame } from './raw-client.ts';
import { startServer } from './server.ts';
import type { TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

const ONE_TICK = 5000;

let server: TestServer;
before(async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() });
  server = await startServer({
    limits: { eventsPerSecond: 1, presenceEventsPerSecond: 0, joinsPerSecond: 1 },
  });
});
after(async () => {
  await server.close();
  mock.timers.reset();
});

async function joined(topic: string): Promise<RawClient> {
  const client = await RawClient.connect(server);
  await client.ask(['1', '1', topic, 'phx_join', { config: { broadcast: { self: true } } }]);
  return client;
}

const say = (topic: string): unknown => [
  '1',
  '2',
  topic,
  'broadcast',
  { type: 'broadcast', event: 'e', payload: {} },
];
const ending = (name: string, message: string): Frame[] => [
  ['1', null, `realtime:${name}`, 'system', { message, status: 'error', extension: 'system', channel: name }],
  ['1', '1', `realtime:${name}`, 'phx_close', {}],
];

test('too many broadcasts close the channels that hear them, and REST is told to wait', async () => {
  const client = await joined('realtime:loud');
  for (let count = 0; count < 40; count += 1) await client.ask(say('realtime:loud'));
  mock.timers.tick(ONE_TICK);
  assert.deepEqual(await client.ask(say('realtime:loud'), 2), ending('loud', 'Too many messages per second'));
  const response = await fetch(`${server.url}/realtime/v1/api/broadcast`, {
    method: 'POST',
    headers: { apikey: server.keys.publishable, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ topic: 'loud', event: 'e', payload: {} }] }),
  });
  assert.equal(response.status, 429);
  assert.deepEqual(await response.json(), { message: 'You have exceeded your rate limit' });
});

test('too much presence', async () => {
  const client = await joined('realtime:here');
  const track = (n: number): unknown => [
    '1',
    `${n}`,
    'realtime:here',
    'presence',
    { event: 'track', payload: { n } },
  ];
  await client.ask(track(1), 2);
  mock.timers.tick(ONE_TICK);
  assert.deepEqual(await client.ask(track(2), 2), ending('here', 'Too many presence messages per second'));
});

test('too many joins close the socket', async () => {
  const client = await RawClient.connect(server);
  const answer = (ref: string): Promise<Frame> =>
    waitFor(
      () => client.received.find((frame): frame is Frame => !Buffer.isBuffer(frame) && frame[1] === ref),
      ref,
    );
  for (let count = 0; count < 70; count += 1)
    client.send([`${count}`, `${count}`, 'realtime:busy', 'phx_join', { config: {} }]);
  await answer('69');
  mock.timers.tick(ONE_TICK);
  client.send(['x', 'x', 'realtime:last', 'phx_join', { config: {} }]);
  const [, , , , payload] = await answer('x');
  const reason = 'ClientJoinRateLimitReached: Too many joins per second';
  assert.deepEqual(payload, { status: 'error', response: { reason } });
  assert.equal(await waitFor(() => client.closeCode, 'the close'), 1001);
});
