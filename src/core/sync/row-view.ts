import { sortedList, type Replacement, type SortedList } from '../lib/sorted-list.ts';
import { visible, type Base, type Operation, type SyncedRow, type Tracked } from './rows.ts';

/** A row that appeared, changed or went, as the person sees it. */
export type RowChange<Row> =
  | { readonly type: 'insert'; readonly row: Row }
  | { readonly type: 'update'; readonly row: Row; readonly before: Row }
  | { readonly type: 'delete'; readonly before: Row };

/** `fold(pending, base)`, in order, kept up to date row by row instead of being made anew. */
export interface RowView<Row> {
  /** Says that a server row, or what is pending on it, may be another one. */
  touch(id: string): void;
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
  /** The person's operations on a row of this view, in order. */
  pendingOn(id: string): readonly Operation[];
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
  const { base, pendingOn, compare, isInside } = options;
  const shown = new Map<string, Tracked<Row>>();
  const touched = new Set<string>();
  let list = sortedList<Tracked<Row>>((a, b) => compare(a.row, b.row));

  const fold = (id: string, before: Tracked<Row> | undefined): Tracked<Row> | undefined => {
    const row = base.get(id);
    if (row && !isInside(row)) return undefined;
    const operations = pendingOn(id);
    if (operations.length > 0) return visible(row ? new Map([[id, row]]) : NOTHING, operations, compare)[0];
    if (!row || row.deleted_at !== null) return undefined;
    return before?.row === row && before.state === 'saved' ? before : { row, state: 'saved' };
  };

  return {
    find: (id) => shown.get(id),
    touch: (id) => void touched.add(id),
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

function changeOf<Row>(before: Row | undefined, row: Row | undefined): RowChange<Row> | undefined {
  if (before === row) return undefined;
  if (!row) return before && { type: 'delete', before };
  return before ? { type: 'update', row, before } : { type: 'insert', row };
}
