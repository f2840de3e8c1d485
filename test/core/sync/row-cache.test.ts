import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordStore } from '../../../src/core/environment.ts';
import { createRowCache, type Kept } from '../../../src/core/sync/row-cache.ts';
import type { SyncedRow } from '../../../src/core/sync/rows.ts';
import { fakeEnvironment, settle } from '../../support/fake-environment.ts';

const row = (id: string, rev = 1): SyncedRow => ({ id, rev, deleted_at: null });
const kept = (rows: readonly SyncedRow[], cursor: string | null = '7'): Kept<SyncedRow> => ({
  rows: new Map(rows.map((one) => [one.id, one])),
  position: { cursor, epoch: 'first', edge: undefined },
});

/** A cache, and another on the same disk: the next page. */
function open(environment = fakeEnvironment()) {
  return { environment, cache: createRowCache(environment.openStore('n'), environment) };
}

test('a scope is kept a moment later, as it is then', async () => {
  const { environment, cache } = open();
  let now = kept([row('a')]);
  cache.keep('notes', 'marie', () => now);
  now = kept([row('a', 2), row('b')], '8');
  await environment.advance(1000);
  const { rows, position } = (await open(environment).cache.load('notes', 'marie')) ?? kept([]);
  assert.deepEqual(
    [[...rows.values()], position.cursor, position.epoch],
    [[row('a', 2), row('b')], '8', 'first'],
  );
});

test('scopes are apart, also where one name begins with the other', async () => {
  const { environment, cache } = open();
  cache.keep('notes', 'marie', () => kept([row('a')]));
  cache.keep('notes', 'marie-2', () => kept([row('b')]));
  await environment.advance(1000);
  const loaded = await open(environment).cache.load('notes', 'marie');
  assert.deepEqual([...(loaded?.rows.keys() ?? [])], ['a']);
  assert.equal(await cache.load('notes', 'nobody'), undefined);
});

test('what has gone from a scope goes from the disk', async () => {
  const { environment, cache } = open();
  cache.keep('notes', 'marie', () => kept([row('a'), row('b')]));
  await environment.advance(1000);
  cache.keep('notes', 'marie', () => kept([row('b')]));
  await environment.advance(1000);
  const loaded = await open(environment).cache.load('notes', 'marie');
  assert.deepEqual([...(loaded?.rows.keys() ?? [])], ['b']);
});

test('only what changed is written', async () => {
  const environment = fakeEnvironment();
  const written: number[] = [];
  const store = await environment.openStore('n');
  const counting: RecordStore = {
    ...store,
    transact: (reads, decide, durability) =>
      store.transact(
        reads,
        (found) => {
          const decision = decide(found);
          written.push(decision.changes?.length ?? 0);
          return decision;
        },
        durability,
      ),
  };
  const cache = createRowCache(Promise.resolve(counting), environment);
  const [a, b] = [row('a'), row('b')];
  cache.keep('notes', 'marie', () => kept([a, b]));
  await environment.advance(1000);
  cache.keep('notes', 'marie', () => kept([a, row('b', 2)]));
  await environment.advance(1000);
  assert.deepEqual(written, [3, 2]); // the rows, and how far they were read
});

test('rows of which nobody can tell what is missing are of no use', async () => {
  const { environment, cache } = open();
  cache.keep('notes', 'marie', () => kept([row('a')], null));
  await environment.advance(1000);
  assert.equal(await open(environment).cache.load('notes', 'marie'), undefined);
});

test('a scope that is too large is not kept, and what was kept of it goes', async () => {
  const { environment, cache } = open();
  cache.keep('notes', 'marie', () => kept([row('a')]));
  await environment.advance(1000);
  const many = Array.from({ length: 20_001 }, (_, index) => row(String(index)));
  cache.keep('notes', 'marie', () => kept(many));
  await environment.advance(1000);
  assert.equal(await open(environment).cache.load('notes', 'marie'), undefined);
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
  const store = await environment.openStore('n');
  const mine = { kind: 'operations', key: '1', record: { id: 'mine' } };
  await store.transact([], () => ({ answer: undefined, changes: [mine] }), 'strict');
  cache.keep('notes', 'marie', () => kept([row('a')]));
  cache.remember('level:marie', 'owner');
  await environment.advance(1000);
  cache.keep('notes', 'marie', () => kept([row('a'), row('late')]));
  await cache.clear();
  await environment.advance(1000);
  const next = open(environment).cache;
  assert.equal(await next.load('notes', 'marie'), undefined);
  assert.equal(await next.recall('level:marie'), undefined);
  assert.deepEqual(await store.all('operations'), [{ id: 'mine' }]);
});

test('a right that was taken away takes what was read with it', async () => {
  const { environment, cache } = open();
  cache.keep('notes', 'marie', () => kept([row('a')]));
  cache.keep('notes', 'irene', () => kept([row('b')]));
  await environment.advance(1000);
  await cache.forget('notes', 'marie');
  const next = open(environment).cache;
  assert.equal(await next.load('notes', 'marie'), undefined);
  assert.deepEqual([...((await next.load('notes', 'irene'))?.rows.keys() ?? [])], ['b']);
});

test('where nothing can be stored nothing is kept, and that is said once', async () => {
  const environment = fakeEnvironment();
  const broken = Promise.reject(new Error('The disk is full.'));
  broken.catch(() => undefined);
  const cache = createRowCache(broken, environment);
  assert.equal(await cache.load('notes', 'marie'), undefined);
  cache.keep('notes', 'marie', () => kept([row('a')]));
  cache.remember('x', 1);
  await environment.advance(2000);
  assert.deepEqual(environment.logged, ['What was read is not kept for reading offline.']);
});
