import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { RawClient } from './raw-client.ts';
import type { Frame } from './raw-client.ts';
import { startServer, ALICE } from './server.ts';
import type { TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const join = (topic: string, ref: string, config: unknown = {}): unknown => [
  ref,
  ref,
  topic,
  'phx_join',
  { config },
];
const ok = (joinRef: string | null, ref: string, topic: string, response: unknown = {}): unknown => [
  joinRef,
  ref,
  topic,
  'phx_reply',
  { status: 'ok', response },
];
const error = (joinRef: string | null, ref: string, topic: string, reason: string): unknown => [
  joinRef,
  ref,
  topic,
  'phx_reply',
  { status: 'error', response: { reason } },
];
const joined = (ref: string, topic: string): unknown => ok(ref, ref, topic, { postgres_changes: [] });

test('join, heartbeat, leave', async () => {
  const client = await RawClient.connect(server);
  assert.deepEqual(await client.ask(join('realtime:room1', '1')), [joined('1', 'realtime:room1')]);
  assert.deepEqual(await client.ask([null, '2', 'phoenix', 'heartbeat', {}]), [ok(null, '2', 'phoenix')]);
  assert.deepEqual(await client.ask(['1', '3', 'realtime:room1', 'phx_leave', {}], 2), [
    ok('1', '3', 'realtime:room1'),
    ['1', '1', 'realtime:room1', 'phx_close', {}],
  ]);
});

test('topics that are none, and channels that were not joined', async () => {
  const client = await RawClient.connect(server);
  const unmatched = (ref: string, topic: string): unknown[] => [error(null, ref, topic, 'unmatched topic')];
  assert.deepEqual(await client.ask(join('foo:bar', '1')), unmatched('1', 'foo:bar'));
  assert.deepEqual(await client.ask([null, '2', 'phoenix', 'nope', {}]), unmatched('2', 'phoenix'));
  assert.deepEqual(
    await client.ask([null, '3', 'realtime:never', 'broadcast', {}]),
    unmatched('3', 'realtime:never'),
  );
  assert.deepEqual(await client.ask([null, '4', 'realtime:never', 'phx_leave', {}]), [
    ok(null, '4', 'realtime:never'),
  ]);
  assert.deepEqual(await client.ask(join('realtime:', '5')), [
    error('5', '5', 'realtime:', 'TopicNameRequired: You must provide a topic name'),
  ]);
});

test('what is no message is ignored', async () => {
  const client = await RawClient.connect(server);
  for (const frame of ['garbage', '{}', '[]', 'null']) client.socket.send(frame);
  client.socket.send(Buffer.from([9, 9, 9]));
  assert.deepEqual(await client.rest(), []);
});

test('an unknown event on a channel is not answered', async () => {
  const client = await RawClient.connect(server);
  await client.ask(join('realtime:known', '1'));
  client.send(['1', '2', 'realtime:known', 'whatever', {}]);
  assert.deepEqual(await client.rest(), []);
});

test('a second join takes the place of the first', async () => {
  const client = await RawClient.connect(server);
  await client.ask(join('realtime:again', '1'));
  assert.deepEqual(await client.ask(join('realtime:again', '2'), 2), [
    joined('2', 'realtime:again'),
    ['1', '1', 'realtime:again', 'phx_close', {}],
  ]);
  assert.deepEqual(await client.ask(['2', '3', 'realtime:again', 'phx_leave', {}], 2), [
    ok('2', '3', 'realtime:again'),
    ['2', '2', 'realtime:again', 'phx_close', {}],
  ]);
});

test('version 1 speaks in objects', async () => {
  const client = await RawClient.connect(server, `apikey=${server.keys.anonJwt}&vsn=1.0.0`);
  client.send({ topic: 'realtime:v1', event: 'phx_join', payload: { config: {} }, ref: '1', join_ref: '1' });
  assert.deepEqual(await client.next(), {
    ref: '1',
    event: 'phx_reply',
    topic: 'realtime:v1',
    payload: { status: 'ok', response: { postgres_changes: [] } },
  });
});

test('refused tokens', async () => {
  const client = await RawClient.connect(server);
  const refusal = async (ref: string, accessToken: string): Promise<unknown> => {
    const [reply] = await client.ask([
      ref,
      ref,
      'realtime:t',
      'phx_join',
      { config: {}, access_token: accessToken },
    ]);
    return (reply as [unknown, unknown, unknown, unknown, { response: { reason: string } }])[4].response
      .reason;
  };
  const expired = await server.token(ALICE, {}, -70);
  assert.equal(await refusal('1', 'abc'), 'MalformedJWT: The token provided is not a valid JWT');
  assert.match(String(await refusal('2', expired)), /^InvalidJWTToken: Token has expired 7\d seconds ago$/);
  assert.equal(await refusal('3', `${expired}x`), 'JwtSignatureError: Failed to validate JWT signature');
});

test('no connection elsewhere', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/elsewhere?apikey=${server.keys.anonJwt}`);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  assert.equal(response.statusCode, 404);
});

const HANDSHAKES: [query: string, status: number, body: string][] = [
  ['vsn=2.0.0', 401, '{"error":"API key is missing"}'],
  ['vsn=2.0.0&apikey=abc', 401, '{"error":"The token provided is not a valid JWT"}'],
  ['vsn=2.0.0&apikey=sb_publishable_abc', 401, '{"error":"The token provided is not a valid JWT"}'],
  ['vsn=9.0.0&apikey=abc', 403, ''],
];

for (const [query, status, body] of HANDSHAKES) {
  test(`no connection with ${query}`, async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/realtime/v1/websocket?${query}`);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    assert.equal(response.statusCode, status);
    assert.equal(await text(response), body);
  });
}

test('whoever says nothing is hung up on', async () => {
  const strict = await startServer({ limits: { silence: 200 } });
  try {
    const client = await RawClient.connect(strict);
    assert.equal(await waitFor(() => client.closeCode, 'the end of silence'), 1000);
  } finally {
    await strict.close();
  }
});

test('limits of channels and of connections', async () => {
  const strict = await startServer({ limits: { channelsPerSocket: 1, connections: 1 } });
  try {
    const client = await RawClient.connect(strict);
    await client.ask(join('realtime:1', '1'));
    assert.deepEqual(await client.ask(join('realtime:2', '2')), [
      error('2', '2', 'realtime:2', 'ChannelRateLimitReached: Too many channels'),
    ]);
    const second = new WebSocket(client.socket.url);
    const [, response] = (await once(second, 'unexpected-response')) as [unknown, IncomingMessage];
    assert.equal(response.statusCode, 429);
    assert.equal(await text(response), '{"error":"Too many connected users"}');
  } finally {
    await strict.close();
  }
});

test('a project that allows private channels alone', async () => {
  const strict = await startServer({ privateOnly: true });
  try {
    const client = await RawClient.connect(strict);
    const reason = 'PrivateOnly: This project only allows private channels';
    assert.deepEqual(await client.ask(join('realtime:1', '1')), [error('1', '1', 'realtime:1', reason)]);
  } finally {
    await strict.close();
  }
});

test('who has a connection is a user with the first channel', async () => {
  const strict = await startServer({ limits: { connections: 1 } });
  try {
    const [first, second] = [await RawClient.connect(strict), await RawClient.connect(strict)];
    await first.ask(join('realtime:1', '1'));
    const reason = 'ConnectionRateLimitReached: Too many connected users';
    assert.deepEqual(await second.ask(join('realtime:1', '1')), [error('1', '1', 'realtime:1', reason)]);
    const [another] = (await first.ask(join('realtime:2', '2'))) as Frame[];
    assert.deepEqual((another?.[4] as { status: string }).status, 'ok');
  } finally {
    await strict.close();
  }
});

test('no project has the name of a strange host', async () => {
  const url = `${server.url.replace('http', 'ws')}/realtime/v1/websocket?apikey=${server.keys.publishable}`;
  const socket = new WebSocket(url, { headers: { host: 'evil.example:80' } });
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  assert.equal(response.statusCode, 404);
  assert.equal(await text(response), '{"error":"Tenant not found"}');
});

test('a server that ends closes with 1012', async () => {
  const other = await startServer();
  const client = await RawClient.connect(other);
  await other.close();
  assert.equal(await waitFor(() => client.closeCode, 'the close'), 1012);
});
