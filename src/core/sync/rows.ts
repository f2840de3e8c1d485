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

/** A local write as it is made. Everything about it is fixed before it is stored. */
export interface NewOperation {
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
  /** When it was made, milliseconds since the epoch by the local clock: for display, never for order. */
  readonly at: number;
}

/** A local write in the log: not yet settled, waiting for a person, or kept for a while after all that. */
export interface Operation extends NewOperation {
  /** The form of the record, so that a later version can tell. */
  readonly v: 1;
  /** Its place in the order of writing: greater than that of every operation that its tab or its disk knew of. */
  readonly seq: number;
  readonly state: OperationState;
  /** Whether it may have been sent: from then on its content is fixed. */
  readonly attempted: boolean;
  /** The ids of later operations that travel in this one. */
  readonly absorbed?: readonly string[];
  /** How often it failed for a reason that nobody knows. */
  readonly attempts: number;
  readonly error?: NalityError | undefined;
  /** Of a settled one: the `rev` that contains it; `Infinity` where the server no longer shows the row. */
  readonly settledRev?: number;
  /** Of a settled or kept one: since when, by the local clock. */
  readonly settledAt?: number;
  /** Of a part that met somebody else's change of the same fields. */
  readonly clash?: Clash;
}

/** Where an operation is in its life. */
export type OperationState =
  | 'queued'
  | 'sending'
  /** Refused: a person decides whether it is sent again. */
  | 'failed'
  /** Somebody else's value stands in its place: a person decides, or looks and lets it be. */
  | 'conflict'
  /** A conflict that is decided: what lost is kept. */
  | 'kept'
  /** The server has it; here until the base of its row has it, too. */
  | 'saved';

/** Two changes of the same fields. The operation's `values` are mine. */
export interface Clash {
  /** What both sides started from. */
  readonly base: Values;
  /** The row as the other side had left it. */
  readonly server: SyncedRow;
  /** Whose value stands; `open` while a person is asked. */
  readonly outcome: 'open' | 'theirs' | 'mine' | 'merged';
  /** What was written over theirs, where that is neither side's value. */
  readonly merged?: Values | undefined;
  /** The tab that has asked the person. */
  readonly askedBy?: string | undefined;
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
  /** Whether that operation is a deletion: the row is still there. */
  readonly deletion?: boolean;
}

/** The newest server rows by id. */
export type Base<Row> = ReadonlyMap<string, Row>;

/** What one operation makes of its row. */
export function applyOperation<Row extends SyncedRow>(
  row: Row | undefined,
  operation: Operation,
): Row | undefined {
  switch (operation.type) {
    case 'insert':
      // Its id was made for it: where the row is, this is what has made it.
      return (
        row ??
        ({
          rev: 0,
          deleted_at: null,
          ...operation.shown,
          ...operation.values,
          id: operation.rowId,
        } as unknown as Row)
      );
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
 * that waits for a decision, the server's side is shown, and what could not be deleted is there.
 */
export function visible<Row extends SyncedRow>(
  base: Base<Row>,
  pending: readonly Operation[],
  compare: (a: Row, b: Row) => number,
): readonly Tracked<Row>[] {
  const tracked = new Map<string, Tracked<Row>>();
  for (const row of base.values()) tracked.set(row.id, { row, state: 'saved' });
  for (const operation of pending) {
    if (operation.state === 'kept' || isCovered(operation, base.get(operation.rowId))) continue;
    const before = tracked.get(operation.rowId);
    const { type, state } = operation;
    const parked = state === 'conflict' || (state === 'failed' && type === 'delete');
    const row = parked ? before?.row : applyOperation(before?.row, operation);
    if (row) tracked.set(row.id, trackedBy(row, operation, before));
  }
  return [...tracked.values()]
    .filter(({ row }) => row.deleted_at === null)
    .sort((a, b) => compare(a.row, b.row));
}

/**
 * Whether the base of its row contains a settled operation: then it has no more to add. Where the server did not show
 * what it made of the row, that is what follows on the version that the operation was made on.
 */
export function isCovered(
  { state, settledRev = 0, baseRev }: Operation,
  row: SyncedRow | undefined,
): boolean {
  if (state !== 'saved') return false;
  if (!row) return settledRev === Infinity;
  return row.rev >= (settledRev === Infinity ? (baseRev ?? 0) + 1 : settledRev);
}

/** What waits for a person outranks what was queued after it, so that it is never hidden. */
function trackedBy<Row>(row: Row, operation: Operation, before: Tracked<Row> | undefined): Tracked<Row> {
  if (before?.state === 'failed' || before?.state === 'conflict') return { ...before, row };
  const { type, state, error, id: operationId } = operation;
  if (state === 'failed' || state === 'conflict')
    return { row, state, error, operationId, deletion: type === 'delete' };
  return { row, state: state === 'kept' ? 'saved' : state };
}
