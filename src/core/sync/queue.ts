import type { Operation } from './rows.ts';

/** The server takes so many operations in one call. */
const MAX_BATCH = 100;

/**
 * The operations to send next: the first queued one of every row. A row whose first operation failed waits
 * for a decision; the others do not wait for it. What was parked as a conflict stops nothing.
 */
export function nextBatch(pending: readonly Operation[]): readonly Operation[] {
  const seen = new Set<string>();
  const batch: Operation[] = [];
  for (const operation of pending) {
    if (operation.state === 'conflict') continue;
    if (seen.has(operation.rowId)) continue;
    seen.add(operation.rowId);
    if (operation.state === 'queued' || operation.state === 'sending') batch.push(operation);
  }
  return batch.slice(0, MAX_BATCH);
}

/** The list with an operation in its place replaced. */
export function replaceOperation(pending: readonly Operation[], changed: Operation): readonly Operation[] {
  return pending.map((operation) => (operation.id === changed.id ? changed : operation));
}

/** The list without an operation. */
export function without(pending: readonly Operation[], id: string): readonly Operation[] {
  return pending.filter((operation) => operation.id !== id);
}

/** An operation with those that make no sense without it: whatever was done to a row that will never be. */
export function withFollowers(pending: readonly Operation[], dropped: Operation): readonly Operation[] {
  if (dropped.type !== 'insert') return [dropped];
  return pending.filter(({ rowId }) => rowId === dropped.rowId);
}
