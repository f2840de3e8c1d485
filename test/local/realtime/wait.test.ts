import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Database } from '../../../src/local/database/database.ts';
import { RawClient } from './raw-client.ts';
import type { Frame } from './raw-client.ts';
import { startServer } from './server.ts';
import type { TestServer } from './server.ts';

let server: TestServer;
before(async () => {
  server = await startServer();
  await server.migrate(`
    create table todos (id int primary key);
    alter publication supabase_realtime add table todos;
  `);
});
after(() => server.close());

async function join(table: string, timeout?: number): Promise<[Frame, RawClient]> {
  const client = await RawClient.connect(server);
  const config = {
    postgres_changes: [{ event: '*', schema: 'public', table }],
    postgres_changes_options: { wait: true, timeout },
  };
  const [reply] = await client.ask(['1', '1', 'realtime:w', 'phx_join', { config }]);
  return [reply as Frame, client];
}

const answer = (frame: Frame): { status: string; response: { reason?: string } } =>
  frame[4] as { status: string; response: { reason?: string } };

test('the join is answered when the subscription is active, and a change right after it arrives', async () => {
  const [reply, client] = await join('todos');
  assert.equal(answer(reply).status, 'ok');
  await server.database.query('insert into todos values (1)');
  const events = [(await client.next()) as Frame, (await client.next()) as Frame].map((frame) => frame[3]);
  assert.deepEqual(events.sort(), ['postgres_changes', 'system']);
});

test('the join is refused when the bindings cannot be served', async () => {
  const [reply, client] = await join('nowhere');
  assert.equal(answer(reply).status, 'error');
  assert.match(
    answer(reply).response.reason ?? '',
    /^RealtimeDisabledForConfiguration: Unable to subscribe to changes with given parameters\. /,
  );
  assert.deepEqual(await client.rest(), []);
});

test('the join is refused when the database does not answer in time', async () => {
  let release = (): void => undefined;
  const busy = hold(server.database, new Promise<void>((resolve) => (release = resolve)));
  const [reply] = await join('todos', 50);
  release();
  await busy;
  assert.deepEqual(answer(reply), {
    status: 'error',
    response: {
      reason:
        'PostgresChangesSubscribeTimeout: Timed out after 50ms waiting for the postgres_changes subscription',
    },
  });
});

/** Keeps the subscriptions locked. */
function hold(database: Database, until: Promise<void>): Promise<void> {
  return database.transaction(async (sql) => {
    await sql.exec('lock table realtime.subscription');
    await until;
  });
}
