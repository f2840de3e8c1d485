import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordChange, RecordStore } from '../../../src/core/environment.ts';
import type { Position } from '../../../src/core/sync/reading.ts';
import { createRowCache, type RowCache } from '../../../src/core/sync/row-cache.ts';
import type { SyncedRow } from '../../../src/core/sync/rows.ts';
import { fakeEnvironment, settle } from '../../support/fake-environment.ts';
import { NEVER } from '../../support/never.ts';

const row = (id: string, rev = 1): SyncedRow => ({ id, rev, deleted_at: null });

/** A cache, and another on the same disk: the next page, or another tab. */
function open(environment = fakeEnvironment()) {
  return { environment, cache: createRowCache(environment.openStore('n', NEVER), environment) };
}

/** A tab that has read these rows of a scope up to a cursor. */
function tabOf(cache: RowCache, name = 'marie') {
  const rows = new Map<string, SyncedRow>();
  let position: Position = { cursor: null, epoch: undefined, edge: undefined };
  const scope = cache.open('notes', name, { rows, position: () => position });
  return {
    scope,
    has(...newer: readonly SyncedRow[]): void {
      for (const one of newer) {
        rows.set(one.id, one);
        scope.changed(one.id, undefined);
      }
      scope.keep();
    },
    drops(id: string): void {
      const last = rows.get(id);
      rows.delete(id);
      scope.changed(id, last);
      scope.keep();
    },
    read(cursor: string | null, epoch = 'first'): void {
      position = { cursor, epoch, edge: undefined };
      scope.keep();
    },
  };
}

async function onDisk(environment: ReturnType<typeof fakeEnvironment>, name = 'marie') {
  const loaded = await tabOf(open(environment).cache, name).scope.load();
  return loaded && { ids: loaded.rows.map(({ id, rev }) => `${id}${rev}`), ...loaded.position };
}

test('a scope is kept a moment later, as it is then', async () => {
  const { environment, cache } = open();
  const tab = tabOf(cache);
  tab.read('7');
  tab.has(row('a'));
  tab.has(row('a', 2), row('b'));
  tab.read('8');
  assert.equal(await onDisk(environment), undefined);
  await environment.advance(1000);
  assert.deepEqual(await onDisk(environment), {
    ids: ['a2', 'b1'],
    cursor: '8',
    epoch: 'first',
    edge: undefined,
  });
});

test('scopes are apart, also where one name begins with the other', async () => {
  const { environment, cache } = open();
  const [marie, other] = [tabOf(cache), tabOf(cache, 'marie-2')];
  for (const tab of [marie, other]) tab.read('7');
  marie.has(row('a'));
  other.has(row('b'));
  await environment.advance(1000);
  assert.deepEqual((await onDisk(environment))?.ids, ['a1']);
  await cache.forget('notes', 'marie');
  assert.deepEqual((await onDisk(environment, 'marie-2'))?.ids, ['b1']);
  assert.equal(await onDisk(environment, 'nobody'), undefined);
});

test('what has gone from a scope goes from the disk', async () => {
  const { environment, cache } = open();
  const tab = tabOf(cache);
  tab.read('7');
  tab.has(row('a'), row('b'));
  await environment.advance(1000);
  tab.drops('a');
  await environment.advance(1000);
  assert.deepEqual((await onDisk(environment))?.ids, ['b1']);
});

test('only what changed is written, also by the page after', async () => {
  const environment = fakeEnvironment();
  const written: number[] = [];
  const store = await environment.openStore('n', NEVER);
  const counting: RecordStore = {
    ...store,
    transact: (reads, decide, durability) =>
      store.transact(
        reads,
        (found) => {
          const decision = decide(found);
          if (decision.changes) written.push(decision.changes.length);
          return decision;
        },
        durability,
      ),
  };
  const tab = tabOf(createRowCache(Promise.resolve(counting), environment));
  tab.read('7');
  tab.has(row('a'), row('b'));
  await environment.advance(1000);
  tab.has(row('b', 2));
  await environment.advance(1000);
  const next = tabOf(createRowCache(Promise.resolve(counting), environment));
  await next.scope.load();
  next.read('8');
  next.has(row('a', 2));
  await environment.advance(1000);
  assert.deepEqual(written, [3, 2, 2]); // the rows, and how far they were read
});

test('rows of which nobody can tell what is missing are of no use', async () => {
  const { environment, cache } = open();
  tabOf(cache).has(row('a'));
  await environment.advance(1000);
  assert.equal(await onDisk(environment), undefined);
});

test('a scope that is too large is not kept, and what was kept of it goes', async () => {
  const { environment, cache } = open();
  const tab = tabOf(cache);
  tab.read('7');
  tab.has(row('a'));
  await environment.advance(1000);
  assert.ok(await onDisk(environment));
  tab.has(...Array.from({ length: 20_001 }, (_, index) => row(String(index))));
  await environment.advance(1000);
  assert.equal(await onDisk(environment), undefined);
});

test('of many scopes those that were written last are kept', async () => {
  const { environment, cache } = open();
  for (let n = 0; n < 52; n += 1) {
    const tab = tabOf(cache, `scope ${n}`);
    tab.read('7');
    tab.has(row('a'));
    await environment.advance(1000);
  }
  assert.equal(await onDisk(environment, 'scope 0'), undefined);
  assert.equal(await onDisk(environment, 'scope 1'), undefined);
  assert.ok(await onDisk(environment, 'scope 2'));
  const store = await environment.openStore('n', NEVER);
  assert.deepEqual(await store.all('cache:rows:notes:scope 0'), []);
});

test('values are remembered by name', async () => {
  const { environment, cache } = open();
  cache.remember('level:marie', 'owner');
  await settle();
  assert.equal(await open(environment).cache.recall('level:marie'), 'owner');
  assert.equal(await open(environment).cache.recall('level:irene'), undefined);
});

test('who signs out leaves nothing that was read, and everything that was written', async () => {
  const { environment, cache } = open();
  const store = await environment.openStore('n', NEVER);
  const mine: RecordChange = { kind: 'operations', key: '1', record: { id: 'mine' } };
  await store.transact([], () => ({ answer: undefined, changes: [mine] }), 'strict');
  const tab = tabOf(cache);
  tab.read('7');
  tab.has(row('a'));
  cache.remember('level:marie', 'owner');
  await environment.advance(1000);
  tab.has(row('late'));
  await cache.clear();
  await environment.advance(1000);
  assert.equal(await onDisk(environment), undefined);
  assert.equal(await open(environment).cache.recall('level:marie'), undefined);
  assert.deepEqual(await store.all('operations'), [{ id: 'mine' }]);
});

test('a right that was taken away takes what was read with it, also what was about to be kept', async () => {
  const { environment, cache } = open();
  const tab = tabOf(cache);
  tab.read('7');
  tab.has(row('a'));
  await environment.advance(1000);
  tab.has(row('b'));
  await cache.forget('notes', 'marie');
  await environment.advance(2000);
  assert.equal(await onDisk(environment), undefined);
  const again = tabOf(cache);
  again.read('9');
  again.has(row('c'));
  await environment.advance(1000);
  assert.deepEqual((await onDisk(environment))?.ids, ['c1'], 'The right was given again.');
});

test('where nothing can be stored nothing is kept, and that is said once', async () => {
  const environment = fakeEnvironment();
  const broken = Promise.reject(new Error('The disk is full.'));
  broken.catch(() => undefined);
  const cache = createRowCache(broken, environment);
  const tab = tabOf(cache);
  assert.equal(await tab.scope.load(), undefined);
  tab.has(row('a'));
  cache.remember('x', 1);
  await environment.advance(2000);
  assert.deepEqual(environment.logged, ['What was read is not kept for reading offline.']);
});

test('a slower tab neither overwrites a newer row nor takes the cursor back', async () => {
  const { environment, cache } = open();
  const [quick, slow] = [tabOf(cache), tabOf(open(environment).cache)];
  quick.read('7');
  quick.has(row('a'), row('b'));
  await environment.advance(1000);
  await slow.scope.load();
  quick.has(row('a', 5));
  quick.read('9');
  await environment.advance(1000);
  slow.has(row('a', 3), row('b', 2));
  slow.read('8');
  await environment.advance(1000);
  const disk = await onDisk(environment);
  assert.deepEqual([disk?.ids, disk?.cursor], [['a5', 'b2'], '9']);
});

test('a slower tab does not drop a row that another has seen again', async () => {
  const { environment, cache } = open();
  const [quick, slow] = [tabOf(cache), tabOf(open(environment).cache)];
  for (const tab of [quick, slow]) {
    tab.read('7');
    tab.has(row('a'), row('b'));
  }
  await environment.advance(1000);
  quick.has(row('a', 2));
  slow.drops('a');
  slow.drops('b');
  await environment.advance(1000);
  assert.deepEqual((await onDisk(environment))?.ids, ['a2']);
});

test('a tab whose rows were thrown away by another writes them all again', async () => {
  const { environment, cache } = open();
  const other = open(environment).cache;
  const tab = tabOf(cache);
  tab.read('7');
  tab.has(row('a'), row('b'));
  await environment.advance(1000);
  await other.forget('notes', 'marie');
  tab.read('8');
  tab.has(row('b', 2));
  await environment.advance(1000);
  assert.deepEqual((await onDisk(environment))?.ids, ['a1', 'b2']);
});

test('rows of another epoch are replaced, whatever their revisions', async () => {
  const { environment, cache } = open();
  const [before, after] = [tabOf(cache), tabOf(open(environment).cache)];
  before.read('700');
  before.has(row('a', 9), row('b'));
  await environment.advance(1000);
  await after.scope.load();
  after.read('3', 'second');
  after.has(row('a', 1));
  await environment.advance(1000);
  const disk = await onDisk(environment);
  assert.deepEqual([disk?.ids, disk?.cursor, disk?.epoch], [['a1'], '3', 'second']);
});
