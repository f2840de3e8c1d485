import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createOperationIndex } from '../../../src/core/sync/operation-index.ts';
import type { Operation, OperationState } from '../../../src/core/sync/rows.ts';

const server = { id: 'note-1', rev: 2, deleted_at: null };
const STATES: readonly OperationState[] = ['queued', 'sending', 'failed', 'conflict', 'kept', 'saved'];

const operation = fc
  .record({
    n: fc.nat(30),
    row: fc.nat(4),
    seq: fc.nat(6),
    at: fc.nat(2),
    state: fc.constantFrom(...STATES),
  })
  .map(({ n, row, seq, at, state }): Operation => ({
    id: `op-${String(n).padStart(2, '0')}`,
    table: 'notes',
    scope: 'marie',
    type: 'update',
    rowId: `note-${row}`,
    baseRev: 1,
    values: {},
    base: {},
    at,
    v: 1,
    seq,
    attempted: false,
    attempts: 0,
    state,
    ...((state === 'conflict' || state === 'kept') && { clash: { base: {}, server, outcome: 'open' } }),
  }));
const change = fc.record({
  gone: fc.array(
    fc.nat(30).map((n) => `op-${String(n).padStart(2, '0')}`),
    { maxLength: 6 },
  ),
  put: fc.array(operation, { maxLength: 12 }),
});

/** The same, asked of a plain list each time. */
function asked(known: ReadonlyMap<string, Operation>) {
  const list = [...known.values()].sort((a, b) => a.seq - b.seq || a.at - b.at || (a.id < b.id ? -1 : 1));
  const inState = (...states: OperationState[]): number =>
    list.filter(({ state }) => states.includes(state)).length;
  return {
    list,
    counts: {
      queued: inState('queued', 'sending'),
      failed: inState('failed'),
      contested: inState('conflict'),
    },
    clashes: list.filter(({ clash }) => clash),
    rows: [0, 1, 2, 3, 4].map((row) => list.filter(({ rowId }) => rowId === `note-${row}`)),
  };
}

test('after every change it answers as a plain list would', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const index = createOperationIndex();
      const known = new Map<string, Operation>();
      for (const one of changes) {
        for (const id of one.gone) known.delete(id);
        for (const operation of one.put) known.set(operation.id, operation);
        index.apply(one);
        assert.deepEqual(
          {
            list: index.list.get(),
            counts: index.counts.get(),
            clashes: index.clashes.get(),
            rows: [0, 1, 2, 3, 4].map((row) => index.ofRow(`note-${row}`)),
          },
          asked(known),
        );
        for (const id of known.keys()) assert.equal(index.find(id), known.get(id));
      }
    }),
    { numRuns: 300 },
  );
});

test('every row whose operations changed is named, before the list is told', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const index = createOperationIndex();
      const named = new Set<string>();
      let before = asked(new Map());
      index.touched.subscribe((rows) => rows.forEach((row) => named.add(row)));
      index.list.subscribe((list) => {
        const now = asked(new Map(list.map((one) => [one.id, one])));
        now.rows.forEach((operations, row) => {
          const isChanged = operations.some((one, i) => one !== before.rows[row]![i]);
          if (isChanged || operations.length !== before.rows[row]!.length)
            assert.ok(named.has(`note-${row}`));
        });
        named.clear();
        before = now;
      });
      changes.forEach(index.apply);
    }),
    { numRuns: 200 },
  );
});
