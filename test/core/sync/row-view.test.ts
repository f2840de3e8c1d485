import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRowBase } from '../../../src/core/sync/row-base.ts';
import { createRowView, type RowChange } from '../../../src/core/sync/row-view.ts';
import { visible, type Operation, type SyncedRow } from '../../../src/core/sync/rows.ts';

interface Note extends SyncedRow {
  readonly rank: number;
}

const byRank = (a: Note, b: Note): number => a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function open(isInside: (row: Note) => boolean = () => true) {
  const base = createRowBase<Note>({ onRow: (id) => view.touch(id), onChange: () => undefined });
  let pending: readonly Operation[] = [];
  const pendingOn = (id: string): readonly Operation[] => pending.filter(({ rowId }) => rowId === id);
  const view = createRowView<Note>({ base: base.rows, pendingOn, compare: byRank, isInside });
  const setPending = (next: readonly Operation[]): void => {
    for (const { rowId } of [...pending, ...next]) view.touch(rowId);
    pending = next;
  };
  return { base, view, setPending };
}

let count = 0;
function operation(
  rowId: string,
  type: Operation['type'],
  rank: number,
  state: Operation['state'],
): Operation {
  count += 1;
  return {
    id: `op${count}`,
    table: 'notes',
    scope: 'marie',
    type,
    rowId,
    baseRev: type === 'insert' ? null : 1,
    values: type === 'insert' || type === 'update' ? { rank } : {},
    base: {},
    at: count,
    v: 1,
    seq: count,
    attempted: state !== 'queued',
    attempts: 0,
    state,
    // So that some are covered by the base of their row, and some not yet.
    ...(state === 'saved' && { settledRev: 1 + (count % 6) }),
  };
}

const id = fc.nat(12).map((n) => `note-${n}`);
const rank = fc.nat(5);
const step = fc.oneof(
  fc.record({
    do: fc.constant('accept' as const),
    rows: fc.array(fc.record({ id, rank, rev: fc.integer({ min: 1, max: 6 }), dead: fc.boolean() }), {
      maxLength: 8,
    }),
  }),
  fc.record({ do: fc.constant('drop' as const), id }),
  fc.record({ do: fc.constant('clear' as const) }),
  fc.record({
    do: fc.constant('enqueue' as const),
    id,
    rank,
    type: fc.constantFrom('insert', 'update', 'update', 'delete', 'restore'),
    state: fc.constantFrom('queued', 'queued', 'sending', 'failed', 'conflict', 'saved', 'saved', 'kept'),
  }),
  fc.record({ do: fc.constant('settle' as const), at: fc.nat(4) }),
);

test('after every step it is what visible() makes of everything', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), (steps, lookEvery) => {
      const { base, view, setPending } = open();
      const seen = new Map<string, Note>();
      let pending: readonly Operation[] = [];
      for (const [index, one] of steps.entries()) {
        if (one.do === 'accept')
          base.accept(one.rows.map(({ dead, ...row }) => ({ ...row, deleted_at: dead ? 'then' : null })));
        if (one.do === 'drop') base.drop(one.id);
        if (one.do === 'clear') base.clear();
        if (one.do === 'enqueue')
          pending = [
            ...pending,
            operation(one.id, one.type as Operation['type'], one.rank, one.state as Operation['state']),
          ];
        if (one.do === 'settle') pending = pending.filter((_, place) => place !== one.at);
        if (index % lookEvery > 0) continue;
        setPending(pending);
        const { list, changes } = view.update();
        assert.deepEqual(list.toArray(), visible(base.rows, pending, byRank));
        replay(seen, changes);
        assert.deepEqual(
          [...seen.values()].sort(byRank),
          list.toArray().map(({ row }) => row),
        );
      }
    }),
    { numRuns: 400 },
  );
});

/** What a listener that starts with nothing knows after these changes. */
function replay(seen: Map<string, Note>, changes: readonly RowChange<Note>[]): void {
  for (const change of changes) {
    const before = change.type === 'insert' ? undefined : change.before;
    const row = change.type === 'delete' ? undefined : change.row;
    const key = (row ?? before)!.id;
    assert.equal(seen.get(key), before, change.type);
    if (row) seen.set(key, row);
    else seen.delete(key);
  }
}

test('what did not change is the same list with the same items', () => {
  const { base, view } = open();
  const rows = ['a', 'b'].map((name) => ({ id: name, rank: 1, rev: 1, deleted_at: null }));
  base.accept(rows);
  const { list } = view.update();
  base.accept(rows);
  view.touch('a');
  assert.equal(view.update().list, list);
  base.accept([{ ...rows[0]!, rev: 2 }]);
  const next = view.update().list;
  assert.notEqual(next.at(0), list.at(0));
  assert.equal(next.at(1), list.at(1));
});

test('a row beyond the window is hidden until the window reaches it', () => {
  let edge = 3;
  const { base, view } = open((row) => row.rank <= edge);
  base.accept([2, 3, 4].map((n) => ({ id: String(n), rank: n, rev: 1, deleted_at: null })));
  const shown = (): string[] =>
    view
      .update()
      .list.toArray()
      .map(({ row }) => row.id);
  assert.deepEqual(shown(), ['2', '3']);
  edge = 4;
  view.touch('4');
  assert.deepEqual(shown(), ['2', '3', '4']);
});
