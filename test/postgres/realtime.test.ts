import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type pg from 'pg';
import type { RealtimePostgresChangesPayload } from '@supabase/supabase-js';
import { ALICE, startServer } from '../local/realtime/server.ts';
import type { TestServer } from '../local/realtime/server.ts';
import { waitFor } from '../local/realtime/wait-for.ts';
import { Writers } from './writers.ts';

interface Step {
  id: number;
  /** How often the row has been changed. */
  n: number;
  writer: number;
  transaction: number;
  step: number;
}

type Change = RealtimePostgresChangesPayload<Step>;

let server: TestServer;
let writers: Writers;
before(async () => {
  server = await startServer();
  await server.migrate(`
    create table steps (id int primary key, n int default 0, writer int, transaction int, step int);
    alter publication supabase_realtime add table steps;
  `);
  writers = await Writers.at(server.database);
});
after(async () => {
  await writers.close();
  await server.close();
});
afterEach(async () => {
  await server.database.exec('truncate steps');
});

async function listen(table = 'steps'): Promise<Change[]> {
  const changes: Change[] = [];
  const systems: { status: string; message: string }[] = [];
  const client = await server.client(ALICE);
  client
    .channel(`changes ${Math.random()}`)
    .on<Step>('postgres_changes', { event: '*', schema: 'public', table }, (change) => changes.push(change))
    .on('system', {}, (message: { status: string; message: string }) => systems.push(message))
    .subscribe();
  const { status, message } = await waitFor(() => systems[0], 'the system message');
  assert.equal(status, 'ok', message);
  return changes;
}

const ids = (changes: Change[]): number[] => changes.map((change) => (change.new as Step).id);

async function insert(client: pg.Client, ...rows: number[]): Promise<void> {
  for (const id of rows) await client.query('insert into steps (id) values ($1)', [id]);
}

test('what another program writes is told when it is committed, whatever its number', async () => {
  const changes = await listen();
  const [slow, quick] = [await writers.connect(), await writers.connect()];
  await slow.query('begin');
  await insert(slow, 1, 2);
  await insert(quick, 3);
  await waitFor(() => changes.length === 1, 'the change of who came later');
  await slow.query('commit');
  await waitFor(() => changes.length === 3, 'the changes of who committed later');
  await insert(quick, 4);
  await waitFor(() => changes.length === 4, 'the last change');
  assert.deepEqual(ids(changes), [3, 1, 2, 4]);
});

test('a transaction that stays open holds up nobody, and what is rolled back is not told', async () => {
  const changes = await listen();
  const [held, other] = [await writers.connect(), await writers.connect()];
  await held.query('begin');
  await insert(held, 0);
  for (let id = 1; id <= 250; id++) await insert(other, id);
  await waitFor(() => changes.length === 250, 'the changes of the others');
  await held.query('rollback');
  await insert(other, 251);
  await waitFor(() => changes.length === 251, 'the last change');
  assert.deepEqual(
    ids(changes),
    Array.from({ length: 251 }, (_, index) => index + 1),
  );
});

test('who subscribes hears what was written before and is committed after', async () => {
  const held = await writers.connect();
  await held.query('begin isolation level repeatable read');
  await insert(held, 1);
  const changes = await listen();
  await held.query('commit');
  await waitFor(() => changes.length === 1, 'the change');
  assert.deepEqual(ids(changes), [1]);
});

test('a table is listened to from the moment at which it is published', async () => {
  await server.migrate('create table late (id int primary key)');
  const other = await writers.connect();
  await server.migrate('alter publication supabase_realtime add table late');
  await other.query('begin');
  await other.query('insert into late values (1)');
  const changes = await listen('late');
  await other.query('commit');
  await waitFor(() => changes.length === 1, 'the change');
  await server.migrate('drop table late');
});

const WRITERS = 8;
const TRANSACTIONS = 40;
const ROWS = 12;

test('eight writers: each change once, in the order of its row and of its transaction', async () => {
  const changes = await listen();
  const committed: Step[] = [];
  const first = await writers.connect();
  await insert(first, ...Array.from({ length: ROWS }, (_, id) => id));
  await waitFor(() => changes.length === ROWS, 'the rows');
  changes.splice(0);

  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const client = await writers.connect();
      for (let transaction = 0; transaction < TRANSACTIONS; transaction++) {
        const steps = await change(client, writer, transaction);
        if (transaction % 7 === 6) await client.query('rollback');
        else {
          await client.query('commit');
          committed.push(...steps);
        }
      }
    }),
  );
  await waitFor(() => changes.length >= committed.length, 'every change');
  await insert(first, -1); // whatever were told twice would be told by then
  await waitFor(() => ids(changes).includes(-1), 'the last change');

  const told = changes.slice(0, -1).map((one) => one.new as Step);
  const byPlace = (a: Step, b: Step) =>
    a.writer - b.writer || a.transaction - b.transaction || a.step - b.step;
  assert.deepEqual(told.toSorted(byPlace), committed.toSorted(byPlace));
  for (let id = 0; id < ROWS; id++) {
    const versions = told.filter((step) => step.id === id).map(({ n }) => n);
    assert.deepEqual(
      versions,
      versions.map((_, index) => index + 1),
      `row ${id}`,
    );
  }
  for (const transaction of new Set(told.map(transactionOf))) {
    const order = told.filter((step) => transactionOf(step) === transaction).map(({ step }) => step);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  }
  assertOneStampEach(changes.slice(0, -1));
});

/** Changes some rows, in an order in which nobody waits for each other in a circle; leaves the transaction open. */
async function change(client: pg.Client, writer: number, transaction: number): Promise<Step[]> {
  await client.query('begin');
  const steps: Step[] = [];
  for (let id = (writer + transaction) % 5, step = 0; id < ROWS; id += 3, step++) {
    const { rows } = await client.query<Step>(
      `update steps set n = n + 1, writer = $2, transaction = $3, step = $4 where id = $1 returning *`,
      [id, writer, transaction, step],
    );
    steps.push(...rows);
  }
  await client.query('select pg_sleep(random() * 0.01)');
  return steps;
}

function transactionOf({ writer, transaction }: Step): string {
  return `${writer} ${transaction}`;
}

function assertOneStampEach(changes: Change[]): void {
  const stamps = new Map<string, Set<string>>();
  for (const { new: row, commit_timestamp: stamp } of changes) {
    const key = transactionOf(row as Step);
    stamps.set(key, (stamps.get(key) ?? new Set()).add(stamp));
    assert.ok(Math.abs(Date.now() - Date.parse(stamp)) < 60_000, stamp);
  }
  for (const [key, found] of stamps) assert.equal(found.size, 1, key);
}

test('messages of other programs arrive, and are replayed in their order after the table was vacuumed', async () => {
  await server.migrate(
    'create policy everybody on realtime.messages for all to authenticated using (true) with check (true)',
  );
  const other = await writers.connect();
  const send = (n: number) =>
    other.query(`select realtime.send(jsonb_build_object('n', $1::int), 'count', 'room', true)`, [n]);
  await send(0);
  await other.query(`delete from realtime.messages`);
  await server.database.exec('vacuum realtime.messages');
  await other.query('begin');
  for (let n = 1; n <= 20; n++) await send(n);
  await other.query('commit');

  const client = await server.client(ALICE);
  const heard: number[] = [];
  client
    .channel('room', { config: { private: true, broadcast: { replay: { since: 1, limit: 20 } } } })
    .on('broadcast', { event: 'count' }, (message) => heard.push((message['payload'] as { n: number }).n))
    .subscribe();
  await waitFor(() => heard.length === 20, 'the replay');
  await send(21);
  await waitFor(() => heard.length === 21, 'the message');
  assert.deepEqual(
    heard,
    Array.from({ length: 21 }, (_, index) => index + 1),
  );
});
