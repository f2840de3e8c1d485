import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer, ALICE } from './server.ts';
import type { TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

let server: TestServer;
before(async () => {
  server = await startServer();
  await server.migrate(
    'create table marks (id int primary key); alter publication supabase_realtime add table marks',
  );
});
after(() => server.close());

async function queueLength(): Promise<number> {
  const { rows } = await server.database.query<{ n: number }>(
    'select count(*)::int as n from realtime.change',
  );
  return rows[0]?.n ?? 0;
}

async function emptied(): Promise<void> {
  let empty = false;
  const timer = setInterval(() => void queueLength().then((n) => (empty = n === 0)), 10);
  await waitFor(() => empty, 'an empty queue').finally(() => clearInterval(timer));
}

test('a change that cannot be read is dropped, and none beside it', async () => {
  const client = await server.client(ALICE);
  const heard: number[] = [];
  let ready = false;
  client
    .channel('marks')
    .on<{ id: number }>('postgres_changes', { event: 'INSERT', schema: 'public', table: 'marks' }, (change) =>
      heard.push(change.new.id),
    )
    .on('system', {}, () => (ready = true))
    .subscribe();
  await waitFor(() => ready, 'the subscription');
  await server.database.exec(`
    alter function realtime.payload rename to real_payload;
    create function realtime.payload(
      table_name text, schema_name text, operation text, columns jsonb, errors text, committed_at timestamptz,
      record jsonb, old_record jsonb
    ) returns text language plpgsql as $$ begin
      if record ->> 'id' = '3' then raise 'broken'; end if;
      return realtime.real_payload(table_name, schema_name, operation, columns, errors, committed_at, record, old_record);
    end $$;
  `);
  await server.database.exec('insert into marks select generate_series(1, 6)');
  await waitFor(() => heard.length === 5, 'the other changes');
  assert.deepEqual(heard, [1, 2, 4, 5, 6]);
  assert.match(server.log.join('\n'), /could not be read: .*broken[^]*is dropped/);
});

test('what nobody listens to leaves the queue, and without a server nothing is queued', async () => {
  await server.migrate(
    'create table dull (id int primary key); alter publication supabase_realtime add table dull',
  );
  await server.database.exec('insert into dull select generate_series(1, 1000)');
  await emptied();
  await server.database.exec('delete from realtime.served; insert into dull values (0)');
  assert.equal(await queueLength(), 0);
});
