import { sortedList, type Replacement, type SortedList } from '../lib/sorted-list.ts';
import { visible, type Base, type Operation, type SyncedRow, type Tracked } from './rows.ts';

/** A row that appeared, changed or went, as the person sees it. */
export type RowChange<Row> =
  | { readonly type: 'insert'; readonly row: Row }
  | { readonly type: 'update'; readonly row: Row; readonly before: Row }
  | { readonly type: 'delete'; readonly before: Row };

/** `fold(pending, base)`, in order, kept up to date row by row instead of being made anew. */
export interface RowView<Row> {
  /** Says that a server row may be another one. */
  touch(id: string): void;
  /** Says what is pending now on these rows. */
  overlay(pending: readonly Operation[]): void;
  /** What is to be seen, of everything that was said so far. */
  update(): Updated<Row>;
  /** What was to be seen of a row at the last update. */
  find(id: string): Tracked<Row> | undefined;
}

/** What is to be seen, and how it differs from the time before. */
export interface Updated<Row> {
  readonly list: SortedList<Tracked<Row>>;
  readonly changes: readonly RowChange<Row>[];
}

/** Of which rows a view is. */
export interface RowViewOptions<Row> {
  base: Base<Row>;
  /** A total order. */
  compare(a: Row, b: Row): number;
  /** Whether a server row is within the window that is shown. */
  isInside(row: Row): boolean;
}

/**
 * Makes a view. Each row that was touched is folded by `visible` itself, alone: a row's fold depends on no other row,
 * so that the list equals `visible` of everything, for the price of the rows that changed.
 */
export function createRowView<Row extends SyncedRow>(options: RowViewOptions<Row>): RowView<Row> {
  const { base, compare, isInside } = options;
  const shown = new Map<string, Tracked<Row>>();
  const touched = new Set<string>();
  let overlaid: ReadonlyMap<string, readonly Operation[]> = new Map();
  let list = sortedList<Tracked<Row>>((a, b) => compare(a.row, b.row));

  const fold = (id: string, before: Tracked<Row> | undefined): Tracked<Row> | undefined => {
    const row = base.get(id);
    if (row && !isInside(row)) return undefined;
    const operations = overlaid.get(id);
    if (operations) return visible(row ? new Map([[id, row]]) : NOTHING, operations, compare)[0];
    if (!row || row.deleted_at !== null) return undefined;
    return before?.row === row && before.state === 'saved' ? before : { row, state: 'saved' };
  };

  return {
    find: (id) => shown.get(id),
    touch: (id) => void touched.add(id),
    overlay(pending) {
      const next = byRow(pending);
      for (const [id, operations] of overlaid)
        if (!sameItems(operations, next.get(id) ?? [])) touched.add(id);
      for (const id of next.keys()) if (!overlaid.has(id)) touched.add(id);
      overlaid = next;
    },
    update() {
      if (touched.size === 0) return { list, changes: NONE };
      const replacements: Replacement<Tracked<Row>>[] = [];
      const changes: RowChange<Row>[] = [];
      for (const id of touched) {
        const out = shown.get(id);
        const come = fold(id, out);
        if (out === come) continue;
        if (come) shown.set(id, come);
        else shown.delete(id);
        replacements.push({ out, in: come });
        const change = changeOf(out?.row, come?.row);
        if (change) changes.push(change);
      }
      touched.clear();
      list = list.with(replacements);
      return { list, changes };
    },
  };
}

const NOTHING: Base<never> = new Map<string, never>();
const NONE: readonly never[] = [];

function byRow(pending: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const operation of pending) {
    const group = groups.get(operation.rowId);
    if (group) group.push(operation);
    else groups.set(operation.rowId, [operation]);
  }
  return groups;
}

function sameItems<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

function changeOf<Row>(before: Row | undefined, row: Row | undefined): RowChange<Row> | undefined {
  if (before === row) return undefined;
  if (!row) return before && { type: 'delete', before };
  return before ? { type: 'update', row, before } : { type: 'insert', row };
}
