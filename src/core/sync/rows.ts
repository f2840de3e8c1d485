import type { NalityError } from '../errors.ts';

/** What every synced table has. */
export interface SyncedRow {
  readonly id: string;
  /** Grows by one with every change; 0 for a row that the server has not seen. */
  readonly rev: number;
  /** When it was deleted, by the server's clock; null for a live row. */
  readonly deleted_at: string | null;
}

/** Column values by name. */
export type Values = Readonly<Record<string, unknown>>;

/** What an operation does to its row. `restore` undoes `delete`. */
export type OperationType = 'insert' | 'update' | 'delete' | 'restore';

/** A local write that the server has not settled. Everything about it is fixed before it is stored. */
export interface Operation {
  /** Made by the client before the first write to disk and never again: the server counts it once. */
  readonly id: string;
  readonly table: string;
  /** The scope that its row belongs to, e.g. the owner of a timeline. */
  readonly scope: string;
  readonly type: OperationType;
  readonly rowId: string;
  /** The `rev` that the person saw; null for an insert. */
  readonly baseRev: number | null;
  /** The columns that it sets. */
  readonly values: Values;
  /** Columns that the server fills: shown until it has, never sent. */
  readonly shown?: Values | undefined;
  /** What these columns held when the person changed them. */
  readonly base: Values;
  /** When it was made, milliseconds since the epoch by the local clock. */
  readonly at: number;
  readonly attempts: number;
  readonly state: Exclude<RowState, 'saved'>;
  readonly error?: NalityError | undefined;
}

/** Where a row stands: the one look that every item has. */
export type RowState = 'saved' | 'queued' | 'sending' | 'failed' | 'conflict';

/** A visible row with where it stands. */
export interface Tracked<Row> {
  readonly row: Row;
  readonly state: RowState;
  /** Why it was refused. */
  readonly error?: NalityError | undefined;
  /** The operation that waits for a decision: retry or discard. */
  readonly operationId?: string | undefined;
}

/** The newest server rows by id. */
export type Base<Row> = ReadonlyMap<string, Row>;

/** The base with the given server rows in it: per row the newest by `rev`, whatever the order of arrival. */
export function applyRows<Row extends SyncedRow>(base: Base<Row>, rows: readonly Row[]): Base<Row> {
  const newer = rows.filter((row) => isNewer(row, base.get(row.id)));
  if (newer.length === 0) return base;
  const next = new Map(base);
  for (const row of newer) if (isNewer(row, next.get(row.id))) next.set(row.id, row);
  return next;
}

function isNewer(row: SyncedRow, known: SyncedRow | undefined): boolean {
  return !known || row.rev > known.rev;
}

/** The base without the rows that are not in `ids`: what left my rights leaves my screen. */
export function keepRows<Row extends SyncedRow>(base: Base<Row>, ids: ReadonlySet<string>): Base<Row> {
  const kept = [...base].filter(([id]) => ids.has(id));
  return kept.length === base.size ? base : new Map(kept);
}

/** What one operation makes of its row. */
export function applyOperation<Row extends SyncedRow>(
  row: Row | undefined,
  operation: Operation,
): Row | undefined {
  switch (operation.type) {
    case 'insert':
      return {
        rev: 0,
        deleted_at: null,
        ...operation.shown,
        ...row,
        ...operation.values,
        id: operation.rowId,
      } as unknown as Row;
    case 'update':
      return row && { ...row, ...operation.values };
    case 'delete':
      return row && { ...row, deleted_at: row.deleted_at ?? new Date(operation.at).toISOString() };
    case 'restore':
      return row && { ...row, ...operation.shown, deleted_at: null };
  }
}

/**
 * `visible = fold(pending, base)`: every live row as the person expects it, in `compare` order. Of a conflict
 * that waits for a decision, the server's side is shown.
 */
export function visible<Row extends SyncedRow>(
  base: Base<Row>,
  pending: readonly Operation[],
  compare: (a: Row, b: Row) => number,
): readonly Tracked<Row>[] {
  const tracked = new Map<string, Tracked<Row>>();
  for (const row of base.values()) tracked.set(row.id, savedRow(row));
  for (const operation of pending) {
    const before = tracked.get(operation.rowId);
    const parked = operation.state === 'conflict';
    const row = parked ? before?.row : applyOperation(before?.row, operation);
    if (row) tracked.set(row.id, trackedBy(row, operation, before));
  }
  return [...tracked.values()]
    .filter(({ row }) => row.deleted_at === null)
    .sort((a, b) => compare(a.row, b.row));
}

/** A saved row keeps its wrapper, so that a list can see by identity that nothing changed. */
const saved = new WeakMap<object, Tracked<SyncedRow>>();

function savedRow<Row extends SyncedRow>(row: Row): Tracked<Row> {
  let wrapper = saved.get(row);
  if (!wrapper) saved.set(row, (wrapper = { row, state: 'saved' }));
  return wrapper as Tracked<Row>;
}

/** What waits for a person outranks what was queued after it, so that it is never hidden. */
function trackedBy<Row>(row: Row, operation: Operation, before: Tracked<Row> | undefined): Tracked<Row> {
  if (before?.state === 'failed' || before?.state === 'conflict') return { ...before, row };
  const failed = operation.state === 'failed' || operation.state === 'conflict';
  return {
    row,
    state: operation.state,
    ...(failed && { error: operation.error, operationId: operation.id }),
  };
}
