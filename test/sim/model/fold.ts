import type { Row } from '../server/row.ts';

/** What the model needs to know of an operation that is not settled. */
export interface PendingOperation {
  readonly id: string;
  readonly type: 'insert' | 'update' | 'delete' | 'restore';
  readonly rowId: string;
  readonly scope: string;
  readonly state: string;
  readonly attempted: boolean;
  readonly values: Readonly<Record<string, unknown>>;
  readonly shown?: Readonly<Record<string, unknown>> | undefined;
  readonly baseRev: number | null;
  readonly settledRev?: number;
  readonly absorbed?: readonly string[];
}

/**
 * One row as a person has to see it, the slow way: the server's row with every unsettled operation on top, in order.
 * Of a conflict the server's side is shown; what the server's row contains already adds nothing, and what could not be
 * deleted is there.
 */
export function foldRow(base: Row | undefined, pending: readonly PendingOperation[]): Row | undefined {
  let row = base;
  for (const operation of pending) {
    if (operation.state === 'conflict' || operation.state === 'kept') continue;
    if (operation.state === 'failed' && operation.type === 'delete') continue;
    if (operation.state === 'saved' && isIn(base, operation)) continue;
    row = afterOperation(row, operation);
  }
  return row?.deleted_at === null ? row : undefined;
}

/** What made a version that its author could not see made the one after that which they knew. */
function isIn(base: Row | undefined, { settledRev = 0, baseRev }: PendingOperation): boolean {
  if (!base) return settledRev === Infinity;
  return base.rev >= (settledRev === Infinity ? (baseRev ?? 0) + 1 : settledRev);
}

function afterOperation(row: Row | undefined, operation: PendingOperation): Row | undefined {
  const { type, rowId, values, shown } = operation;
  // A row that is there was made by its insertion, for which its id was made.
  if (type === 'insert')
    return row ?? ({ rev: 0, deleted_at: null, ...shown, ...values, id: rowId } as unknown as Row);
  if (!row) return undefined;
  if (type === 'update') return { ...row, ...values };
  if (type === 'delete') return { ...row, deleted_at: 'deleted' };
  return { ...row, ...shown, deleted_at: null };
}

/** Whether two rows hold the same in every column; absent and null are one. */
export function differingColumn(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): string | undefined {
  const columns = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...columns].find((column) => canonical(a[column]) !== canonical(b[column]));
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${key}:${canonical(inner)}`).join()}}`;
}
