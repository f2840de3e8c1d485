import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { emitter } from '../../../src/core/lib/emitter.ts';
import { constant, signal } from '../../../src/core/lib/signal.ts';
import type { SupabaseLike } from '../../../src/core/sync/client.ts';
import { createCollection } from '../../../src/core/sync/collection.ts';
import { IDLE } from '../../../src/core/sync/connection-state.ts';
import { edgeAt } from '../../../src/core/sync/edge.ts';
import { fingerprintOf, sameFingerprint } from '../../../src/core/sync/fingerprint.ts';
import { createPatience } from '../../../src/core/sync/patience.ts';
import { createRemote } from '../../../src/core/sync/remote.ts';
import { createRowCache } from '../../../src/core/sync/row-cache.ts';
import type { Operation, SyncedRow } from '../../../src/core/sync/rows.ts';
import { startTestBackend, type Person, type TestBackend } from '../../support/backend.ts';
import { nodeEnvironment } from '../../support/node-environment.ts';
import { until } from '../../support/until.ts';
import { NEVER } from '../../support/never.ts';

interface Event extends SyncedRow {
  readonly title: string;
  readonly created_at: string;
}

let backend: TestBackend;
before(async () => {
  backend = await startTestBackend({ seed: false });
});
after(() => backend.close());

/** A person with events, one row per title, each of a later moment than the one before. */
async function personWith(count: number): Promise<Person> {
  const person = await backend.createPerson('Marie');
  for (let n = 0; n < count; n += 1) {
    const { error } = await person.client
      .from('life_events')
      .insert({ title: `Event ${n}`, start_date: '1898-12-26' });
    assert.equal(error, null);
  }
  return person;
}

function open(person: Person, end: AbortSignal) {
  const environment = nodeEnvironment();
  const patience = createPatience(constant(IDLE), environment, end);
  const remote = createRemote(person.client as unknown as SupabaseLike, patience);
  const read = async (): Promise<readonly Event[]> =>
    (await remote.changes('life_events', person.id, null, null)).rows as unknown as Event[];
  return { environment, remote, read };
}

test('a database of an older version is told apart, with what helps; the one of now is taken', async () => {
  const old = await startTestBackend({ seed: false });
  await old.backend.database.exec(
    `create or replace function public.nality_info() returns jsonb language sql
     as $$ select jsonb_build_object('schema', 2, 'epoch', nality.epoch_id()) $$`,
  );
  const end = new AbortController();
  const person = await old.createPerson('Marie');
  await assert.rejects(open(person, end.signal).remote.checkSchema(), {
    code: 'schema-old',
    message: /has schema 2; .* needs 4 .*Run the migrations/,
  });
  await open(await personWith(0), end.signal).remote.checkSchema();
  end.abort();
  await old.close();
});

test('what the server calls the same is the same here: fingerprint, list, keys', async () => {
  const end = new AbortController();
  const person = await personWith(5);
  const { remote, read } = open(person, end.signal);
  const rows = await read();
  assert.ok(sameFingerprint(await remote.fingerprint('life_events', person.id), fingerprintOf(rows)));
  const revisions = await remote.revisions('life_events', 'user_id', person.id);
  assert.deepEqual([...revisions].sort(), rows.map(({ id, rev }) => [id, rev]).sort());
  const [first] = rows;
  assert.deepEqual(await remote.select('life_events', '*', 'id', [first!.id]), [first]);
  end.abort();
});

test('down to an edge, the fingerprint and the list are those of the rows above it', async () => {
  const end = new AbortController();
  const person = await personWith(5);
  const { remote } = open(person, end.signal);
  const page = await remote.page('life_events', person.id, 'created_at', 3, undefined);
  const edge = edgeAt(page.rows.at(-1)!, 'created_at');
  assert.deepEqual([page.rows.length, page.more], [3, true]);
  assert.deepEqual(await remote.fingerprint('life_events', person.id, edge), fingerprintOf(page.rows));
  const listed = await remote.revisions('life_events', 'user_id', person.id, edge);
  assert.deepEqual([...listed.keys()].sort(), page.rows.map(({ id }) => id).sort());
  const next = await remote.page('life_events', person.id, 'created_at', 3, edge);
  assert.deepEqual([next.rows.length, next.more], [2, false]);
  end.abort();
});

test('a window onto real rows is read page by page, and reconciled within its edge', async () => {
  const end = new AbortController();
  const person = await personWith(5);
  const { remote, environment } = open(person, end.signal);
  const wakes = emitter<void>();
  const records = environment.openStore('n', NEVER);
  const events = createCollection<Event>({
    table: 'life_events',
    scopeColumn: 'user_id',
    scope: person.id,
    window: { by: 'created_at', size: 2 },
    compare: (a, b) => (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0),
    fill: () => ({}),
    follow: () => ({ state: constant({ name: 'live' }) }),
    remote,
    outbox: {
      pending: constant([]),
      ofRow: () => [],
      touched: emitter(),
      events: emitter(),
      release: () => undefined,
    } as never,
    cache: createRowCache(records, environment),
    connection: {
      state: signal({ name: 'online' }),
      wakes,
      ready: async () => undefined,
      report: () => undefined,
    },
    environment,
    until: end.signal,
  });
  const titles = (): string =>
    events.rows
      .get()
      .map(({ row }) => row.title)
      .join();
  await until(events.more, (more) => more === 'some');
  await until(events.rows, (rows) => rows.length === 2);
  assert.equal(titles(), 'Event 3,Event 4');
  events.loadMore();
  await until(events.rows, (rows) => rows.length === 4);
  assert.equal(titles(), 'Event 1,Event 2,Event 3,Event 4');
  // Really gone, which no change tells.
  const gone = events.rows.get()[1]!.row.id;
  await backend.backend.database.query('delete from public.life_events where id = $1', [gone]);
  wakes.emit();
  await until(events.rows, (rows) => rows.length === 3);
  assert.equal(titles(), 'Event 1,Event 3,Event 4');
  events.loadMore();
  await until(events.more, (more) => more === 'none');
  assert.equal(titles(), 'Event 0,Event 1,Event 3,Event 4');
  end.abort();
});

test('what arrives under the sign-in of another person is refused by the server, and changes nothing', async () => {
  const [marie, irene] = [await personWith(0), await backend.createPerson('Irène')];
  const end = new AbortController();
  const { remote } = open(irene, end.signal);
  const write: Operation = {
    id: crypto.randomUUID(),
    table: 'life_events',
    scope: marie.id,
    type: 'insert',
    rowId: crypto.randomUUID(),
    baseRev: null,
    values: { user_id: irene.id, title: 'Written by Marie', start_date: '1898-12-26' },
    base: {},
    at: 0,
    v: 1,
    seq: 1,
    attempted: true,
    attempts: 0,
    state: 'queued',
  };
  await assert.rejects(remote.apply([write], marie.id), { code: 'auth-required' });
  const { data } = await irene.client.from('life_events').select('id').eq('id', write.rowId);
  assert.deepEqual(data, []);
  const outcomes = await remote.apply([write], irene.id);
  assert.equal(outcomes.get(write.id)?.name, 'applied');
  end.abort();
});
