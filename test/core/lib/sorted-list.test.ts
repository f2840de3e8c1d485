import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sortedList, type SortedList } from '../../../src/core/lib/sorted-list.ts';

interface Item {
  readonly rank: number;
  readonly id: number;
}

const compare = (a: Item, b: Item): number => a.rank - b.rank || a.id - b.id;
const sorted = (items: Iterable<Item>): Item[] => [...items].sort(compare);

test('after any changes it is what sorting everything would give', () => {
  const change = fc.record({
    id: fc.nat(400),
    rank: fc.nat(30),
    kind: fc.constantFrom('put', 'put', 'put', 'drop'),
  });
  fc.assert(
    fc.property(
      fc.array(fc.array(change, { maxLength: 40 }), { maxLength: 40 }),
      fc.nat(2500),
      (batches, first) => {
        const held = new Map<number, Item>();
        for (let id = 1000; id < 1000 + first; id += 1) held.set(id, { id, rank: id % 37 });
        let list: SortedList<Item> = sortedList(compare, [...held.values()]);
        for (const batch of batches) {
          const before = list.toArray();
          const copy = [...before];
          const replacements = batch.map(({ id, rank, kind }) => {
            const out = held.get(id);
            const come = kind === 'put' ? { id, rank } : undefined;
            if (come) held.set(id, come);
            else held.delete(id);
            return { out, in: come };
          });
          list = list.with(replacements);
          assert.deepEqual(before, copy, 'The old list has changed.');
          assert.equal(list.size, held.size);
          assert.deepEqual(list.toArray(), sorted(held.values()));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('it grows from nothing and shrinks to nothing, one by one', () => {
  let list: SortedList<Item> = sortedList<Item>(compare);
  const items = Array.from({ length: 3000 }, (_, id) => ({ id, rank: (id * 7919) % 3001 }));
  for (const item of items) list = list.with([{ in: item }]);
  assert.deepEqual(list.toArray(), sorted(items));
  for (const item of items.slice(0, 2990)) list = list.with([{ out: item }]);
  assert.deepEqual(list.toArray(), sorted(items.slice(2990)));
  for (const item of items.slice(2990)) list = list.with([{ out: item }]);
  assert.deepEqual([list.size, list.toArray(), list.at(0)], [0, [], undefined]);
});

test('a window shows what is there, across chunks and beyond the end', () => {
  const items = Array.from({ length: 1000 }, (_, id) => ({ id, rank: id }));
  const list = sortedList(compare, items.toReversed());
  for (const [from, to] of [
    [0, 10],
    [250, 260],
    [0, 1000],
    [255, 513],
    [995, 2000],
    [1000, 1001],
    [10, 10],
  ] as const)
    assert.deepEqual(list.slice(from, to), items.slice(from, to), `${from} to ${to}`);
  assert.deepEqual([list.at(999), list.at(1000)], [items[999], undefined]);
});

test('nothing changed is the same list, and one array', () => {
  const list = sortedList(compare, [{ id: 1, rank: 1 }]);
  assert.equal(list.with([]), list);
  assert.equal(list.toArray(), list.toArray());
});

test('what is not in the list cannot go', () => {
  const items = Array.from({ length: 20 }, (_, id) => ({ id, rank: 1 }));
  const list = sortedList(compare, items);
  assert.throws(() => list.with([{ out: { id: 21, rank: 1 } }]), RangeError);
  const partial = sortedList<Item>((a, b) => (a.rank - b.rank || a.id < b.id ? -1 : 1), items);
  assert.doesNotThrow(
    () => partial.with([{ out: items[3] }]),
    'Equal to itself or after: found all the same.',
  );
  const never = sortedList<Item>((a, b) => (a.id <= b.id ? -1 : 1), items);
  assert.throws(() => never.with([{ out: items[3] }]), RangeError);
});
