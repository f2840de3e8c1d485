import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRowBase } from '../../../src/core/sync/row-base.ts';
import type { SyncedRow } from '../../../src/core/sync/rows.ts';

const row = (id: string, rev: number): SyncedRow => ({ id, rev, deleted_at: null });

function open() {
  const told: string[] = [];
  const base = createRowBase<SyncedRow>({
    onRow: (id, dropped) => told.push(dropped ? `${id}${dropped.rev} dropped` : id),
    onChange: () => told.push('.'),
  });
  return { base, told, revs: () => [...base.rows.values()].map(({ id, rev }) => `${id}${rev}`).sort() };
}

test('a row with a higher rev replaces the one that is known; any other changes nothing', () => {
  const { base, told, revs } = open();
  base.accept([row('a', 2)]);
  const known = base.rows.get('a');
  base.accept([row('a', 2), row('a', 1)]);
  assert.equal(base.rows.get('a'), known);
  base.accept([row('a', 3)]);
  assert.deepEqual([revs(), told], [['a3'], ['a', '.', 'a', '.']]);
});

test('whatever the order of arrival, and in whatever batches, the base is the same', () => {
  const versions = fc.array(
    fc.record({ id: fc.constantFrom('a', 'b', 'c'), rev: fc.integer({ min: 1, max: 6 }) }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(versions, fc.infiniteStream(fc.nat()), (given, keys) => {
      const rows = given.map(({ id, rev }) => row(id, rev));
      const shuffled = rows
        .map((one) => ({ one, key: keys.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      const [whole, single] = [open(), open()];
      whole.base.accept(rows);
      for (const one of shuffled) single.base.accept([one]);
      assert.deepEqual(whole.revs(), single.revs());
      for (const [id, { rev }] of whole.base.rows)
        assert.equal(rev, Math.max(...rows.filter((one) => one.id === id).map((one) => one.rev)));
    }),
  );
});

test('what is dropped is told with its last state, once', () => {
  const { base, told, revs } = open();
  base.accept([row('a', 1), row('b', 4)]);
  told.length = 0;
  base.drop('b');
  base.drop('b');
  assert.deepEqual([revs(), told], [['a1'], ['b4 dropped', '.']]);
  base.clear();
  assert.deepEqual([revs(), told], [[], ['b4 dropped', '.', 'a1 dropped', '.']]);
});

test('changes that belong together are told as one', () => {
  const { base, told } = open();
  base.together(() => {
    base.accept([row('a', 1), row('b', 1)]);
    base.drop('a');
    base.accept([row('b', 1)]);
  });
  assert.deepEqual(told, ['a', 'b', 'a1 dropped', '.']);
  base.together(() => base.drop('a'));
  assert.deepEqual(told.slice(4), [], 'Nothing changed.');
});
