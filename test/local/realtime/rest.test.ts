import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RawClient } from './raw-client.ts';
import { startServer, ALICE } from './server.ts';
import type { TestServer } from './server.ts';

let server: TestServer;
let listener: RawClient;
before(async () => {
  server = await startServer();
  await server.migrate(`
    create policy reads on realtime.messages for select to authenticated using (realtime.topic() like 'room:%');
    create policy writes on realtime.messages for insert to authenticated with check (realtime.topic() like 'room:%');
  `);
  listener = await RawClient.connect(server);
  await listener.ask(['1', '1', 'realtime:open', 'phx_join', { config: {} }]);
  const access_token = await server.token(ALICE);
  await listener.ask(['2', '2', 'realtime:room:x', 'phx_join', { config: { private: true }, access_token }]);
});
after(() => server.close());

async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<[number, string]> {
  const response = await fetch(`${server.url}/realtime/v1/api/broadcast${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', apikey: server.keys.publishable, ...headers },
    body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
  });
  return [response.status, await response.text()];
}

const message = (topic: string, isPrivate: boolean): unknown => ({
  topic,
  event: 'e',
  payload: { topic },
  private: isPrivate,
});
const text = (topic: string): unknown => [
  null,
  null,
  `realtime:${topic}`,
  'broadcast',
  { event: 'e', payload: { topic }, type: 'broadcast' },
];

test('a batch reaches the rooms as text; what is not allowed is left out without a word', async () => {
  const messages = [message('open', false), message('room:x', true), message('room:x', false)];
  assert.deepEqual(await post('', { messages }), [202, '']);
  assert.deepEqual(await listener.rest(), [text('open')]);
  const authorization = `Bearer ${await server.token(ALICE)}`;
  assert.deepEqual(await post('', { messages }, { authorization }), [202, '']);
  assert.deepEqual(await listener.rest(), [text('open'), text('room:x')]);
});

test('who asks', async () => {
  const unauthorized = [401, '{"message":"Unauthorized"}'];
  assert.deepEqual(await post('', { messages: [] }, { apikey: '' }), unauthorized);
  assert.deepEqual(await post('', { messages: [] }, { authorization: 'Bearer nope' }), unauthorized);
  assert.deepEqual(await post('', { messages: [] }), [422, `{"errors":{"messages":["can't be blank"]}}`]);
});

test('a single message reaches the room as a frame of bytes', async () => {
  assert.deepEqual(await post('/open/events/hello', { n: 1 }), [202, '']);
  assert.deepEqual(await post('/open/events/hello', [1]), [202, '']);
  const bytes = { 'content-type': 'application/octet-stream' };
  assert.deepEqual(await post('/open/events/bin', new Uint8Array([1, 255]), bytes), [202, '']);
  const frame = (event: string, encoding: number, content: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from([4, 13, event.length, 0, encoding]),
      Buffer.from(`realtime:open${event}`),
      content,
    ]);
  assert.deepEqual(await listener.rest(), [
    frame('hello', 1, Buffer.from('{"n":1}')),
    frame('hello', 1, Buffer.from('{"_json":[1]}')),
    frame('bin', 0, Buffer.from([1, 255])),
  ]);
});

test('a single private message needs the right to write', async () => {
  const path = '/room%3Ax/events/e?private=true&apikey=x';
  assert.deepEqual(await post(path, {}), [403, '{"message":"Unauthorized"}']);
  assert.deepEqual(await listener.rest(), []);
  const authorization = `Bearer ${await server.token(ALICE)}`;
  assert.deepEqual(await post(path, {}, { authorization }), [202, '']);
  assert.equal((await listener.rest()).length, 1);
});

test('other types, other paths', async () => {
  const [status, error] = await post('/open/events/e', 'x', { 'content-type': 'text/plain' });
  assert.equal(status, 415);
  assert.equal(error, '{"error":"Unsupported Media Type. Use application/json or application/octet-stream"}');
  assert.deepEqual(await post('/nothing', {}), [404, 'Not Found']);
});

test('above the rate everybody is stopped', async () => {
  const slow = await startServer({ limits: { eventsPerSecond: 2 } });
  try {
    const body = JSON.stringify({ messages: Array(3).fill(message('open', false)) });
    const headers = { 'content-type': 'application/json', apikey: slow.keys.publishable };
    const response = await fetch(`${slow.url}/realtime/v1/api/broadcast`, { method: 'POST', headers, body });
    assert.equal(response.status, 429);
    assert.deepEqual(await response.json(), {
      message: 'Too many messages to broadcast, please reduce the batch size',
    });
  } finally {
    await slow.close();
  }
});
