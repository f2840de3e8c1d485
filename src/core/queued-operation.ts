import type { Operation } from './sync/rows.ts';

/** A queued write, in the product's words. */
export interface QueuedOperation {
  readonly id: string;
  readonly type: 'create' | 'update' | 'delete';
  readonly table: string;
  /** The columns that it sets, with the id of the row. */
  readonly data: Readonly<Record<string, unknown>>;
  /** When it was made, milliseconds since the epoch by the local clock. */
  readonly timestamp: number;
  readonly retryCount: number;
}

/** An operation in the product's words. To restore is to update. */
export function toQueuedOperation({
  id,
  type,
  table,
  rowId,
  values,
  at,
  attempts,
}: Operation): QueuedOperation {
  const word = type === 'insert' ? 'create' : type === 'delete' ? 'delete' : 'update';
  return { id, type: word, table, data: { ...values, id: rowId }, timestamp: at, retryCount: attempts };
}
