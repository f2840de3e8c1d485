/**
 * What the view of a timeline costs: `fold(pending, base)` of everything beside a list that is patched operation by
 * operation, and beside the view that folds only what changed.
 */
import { createRowBase } from '../src/core/sync/row-base.ts';
import { createRowView } from '../src/core/sync/row-view.ts';
import { visible, type Base, type Operation, type SyncedRow } from '../src/core/sync/rows.ts';
import { ratio } from './ratio.ts';

interface Event extends SyncedRow {
  title: string;
  start_date: string;
}

const SIZES = [100, 1000, 10_000];
const PENDING = [1, 10, 100];

for (const size of SIZES) {
  for (const count of PENDING) {
    const base = makeBase(size);
    const pending = makePending(size, count);
    const times = ratio(
      () => visible(base, pending, newestFirst),
      () => patched(base, pending),
    );
    console.log(
      `${size} rows, ${count} pending: the fold is ${times.toFixed(2)} × as fast as the patched list`,
    );
  }
}

for (const size of SIZES) {
  const base = createRowBase<Event>({ onRow: (id) => view.touch(id), onChange: () => undefined });
  const view = createRowView<Event>({
    base: base.rows,
    compare: newestFirst,
    isInside: () => true,
    pendingOn: () => [],
  });
  base.accept([...makeBase(size).values()]);
  view.update();
  let rev = 1;
  const times = ratio(
    () => {
      base.accept([{ ...makeRow(0), rev: (rev += 1) }]);
      return view.update().list;
    },
    () => visible(base.rows, [], newestFirst),
  );
  console.log(`${size} rows, one changed: folding it alone is ${times.toFixed(2)} × as fast as folding all`);
}

function makeRow(index: number): Event {
  const year = 1867 + ((index * 37) % 150);
  return {
    id: `row-${index}`,
    rev: 1,
    deleted_at: null,
    title: `Event ${index}`,
    start_date: `${year}-11-07`,
  };
}

function makeBase(size: number): Base<Event> {
  return new Map(Array.from({ length: size }, (_, index) => [`row-${index}`, makeRow(index)]));
}

function makePending(size: number, count: number): Operation[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `op-${index}`,
    table: 'life_events',
    scope: 'marie',
    type: index % 4 === 3 ? 'delete' : 'update',
    rowId: `row-${(index * 7919) % size}`,
    baseRev: 1,
    values: { title: `Changed ${index}` },
    base: {},
    at: 0,
    v: 1 as const,
    seq: index,
    attempted: false,
    attempts: 0,
    state: 'queued',
  }));
}

/** The obvious way: find each operation's row in the list and put a changed copy in its place. */
function patched(base: Base<Event>, pending: readonly Operation[]): Event[] {
  let list = [...base.values()];
  for (const { type, rowId, values } of pending) {
    list =
      type === 'delete'
        ? list.filter(({ id }) => id !== rowId)
        : list.map((row) => (row.id === rowId ? { ...row, ...values } : row));
  }
  return list.sort(newestFirst);
}

function newestFirst(a: Event, b: Event): number {
  return b.start_date.localeCompare(a.start_date) || b.id.localeCompare(a.id);
}
