import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RawClient } from './raw-client.ts';
import type { Frame } from './raw-client.ts';
import { startServer } from './server.ts';
import type { TestServer } from './server.ts';

let server: TestServer;
before(async () => {
  server = await startServer();
  await server.migrate(`
    create table todos (id int primary key, title text);
    alter publication supabase_realtime add table todos;
  `);
});
after(() => server.close());

async function joined(topic: string): Promise<[RawClient, Frame, Frame]> {
  const client = await RawClient.connect(server);
  const [reply, system] = await client.ask(['1', '1', topic, 'phx_join', {}], 2);
  return [client, reply as Frame, system as Frame];
}

test('a join without configuration names schema, table and filter in its topic', async () => {
  const [client, reply, system] = await joined('realtime:public:todos:id=gt.1');
  const { response } = reply[4] as { response: { postgres_changes: Record<string, unknown>[] } };
  const [{ id, ...binding } = {}] = response.postgres_changes;
  assert.equal(typeof id, 'number');
  assert.deepEqual(binding, { schema: 'public', table: 'todos', filter: 'id=gt.1' });
  assert.equal((system[4] as { message: string }).message, 'Subscribed to PostgreSQL');
  await server.database.query(`insert into todos values (1, 'small'), (2, 'large')`);
  await server.database.query('delete from todos');
  const [inserted, deleted] = [(await client.next()) as Frame, (await client.next()) as Frame];
  assert.deepEqual(inserted.slice(0, 4), [null, null, 'realtime:public:todos:id=gt.1', 'INSERT']);
  assert.deepEqual((inserted[4] as { record: unknown }).record, { id: 2, title: 'large' });
  assert.deepEqual(deleted[3], 'DELETE');
  assert.deepEqual((deleted[4] as { old_record: unknown }).old_record, { id: 2 });
});

test('a topic that names no table of the publication is joined, and told so', async () => {
  const [, reply, system] = await joined('realtime:room');
  assert.equal((reply[4] as { status: string }).status, 'ok');
  const { status, message } = system[4] as { status: string; message: string };
  assert.equal(status, 'error');
  assert.match(message, /\[event: \*, schema: room, table: \*, filters: \[\], select: nil\]$/);
});
