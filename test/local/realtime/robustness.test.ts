import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import type { Frame } from './raw-client.ts';
import { RawClient } from './raw-client.ts';
import { startServer } from './server.ts';
import type { TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

let server: TestServer;
let witness: RawClient;
before(async () => {
  server = await startServer();
  await server.migrate(`
    create table pairs (id int primary key, v text);
    alter publication supabase_realtime add table pairs;
  `);
  witness = await RawClient.connect(server);
  const postgres_changes = [{ event: '*', schema: 'public', table: 'pairs' }];
  await witness.ask(['1', '1', 'realtime:witness', 'phx_join', { config: { postgres_changes } }], 2);
});
after(() => server.close());

/** The witness is another socket: it must never notice. */
async function witnessIsWell(): Promise<void> {
  assert.deepEqual(await witness.rest(), []);
}

test('an address that is none', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write('GET // HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
  assert.match(await text(socket), /^HTTP\/1\.1 404 Not Found/);
  const path = '/realtime/v1/api/broadcast/%zz/events/e';
  const init = { method: 'POST', headers: { apikey: server.keys.publishable } };
  assert.equal((await fetch(server.url + path, init)).status, 400);
  await witnessIsWell();
});

test('a payload deeper than the stack ends its channel at most', async () => {
  const client = await RawClient.connect(server);
  await client.ask(['1', '1', 'realtime:deep', 'phx_join', { config: {} }]);
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  client.socket.send(
    `["1","2","realtime:deep","broadcast",{"type":"broadcast","event":"e","payload":${deep}}]`,
  );
  const crash = (await client.next()) as Frame;
  assert.deepEqual(crash, ['1', '1', 'realtime:deep', 'phx_error', { reason: 'channel_crash' }]);
  await client.ask(['2', '2', 'realtime:deep', 'phx_join', { config: {} }]);
  await witnessIsWell();
});

test('a frame above the limit ends its socket', async () => {
  const client = await RawClient.connect(server);
  client.socket.on('error', () => undefined);
  client.socket.send(Buffer.alloc(5_000_001));
  await waitFor(() => client.closeCode, 'the end');
  await witnessIsWell();
});

test('a name that no frame can hold is not delivered', async () => {
  const name = 'n'.repeat(300);
  const client = await RawClient.connect(server);
  await client.ask(['1', '1', `realtime:${name}`, 'phx_join', { config: {} }]);
  await server.database.query(`select realtime.send('{}', 'e', $1, false)`, [name]);
  await server.database.query(`insert into pairs values (1, 'after')`);
  assert.equal(((await witness.next()) as Frame)[3], 'postgres_changes');
  assert.deepEqual(await client.rest(), []);
});

test('a table that is dropped with changes in the queue', async () => {
  await server.database.exec(`begin; insert into pairs values (2, 'lost'); drop table pairs; commit`);
  await server.migrate(
    'create table pairs (id int primary key, v text); alter publication supabase_realtime add table pairs',
  );
  const client = await RawClient.connect(server);
  const postgres_changes = [{ event: '*', schema: 'public', table: 'pairs' }];
  await client.ask(['1', '1', 'realtime:new', 'phx_join', { config: { postgres_changes } }], 2);
  await server.database.query(`insert into pairs values (3, 'heard')`);
  const [, , , event, payload] = (await client.next()) as Frame;
  assert.equal(event, 'postgres_changes');
  assert.deepEqual((payload as { data: { record: unknown } }).data.record, { id: 3, v: 'heard' });
  assert.deepEqual(
    server.log.filter((line) => line.includes('dropped')),
    [],
  );
});
