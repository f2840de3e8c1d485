import type { Operation } from './rows.ts';

/** The server takes so many operations in one call. */
export const MAX_BATCH = 100;

/**
 * The operations to send next: the first queued one of every row. A row whose first operation failed waits
 * for a decision; the others do not wait for it. What was parked as a conflict stops nothing.
 */
export function nextBatch(pending: readonly Operation[], size: number): readonly Operation[] {
  const seen = new Set<string>();
  const batch: Operation[] = [];
  for (const operation of pending) {
    if (operation.state === 'conflict') continue;
    if (seen.has(operation.rowId)) continue;
    seen.add(operation.rowId);
    if (operation.state === 'queued' || operation.state === 'sending') batch.push(operation);
  }
  return batch.slice(0, size);
}

/** The list with an operation in its place replaced. */
export function replaceOperation(pending: readonly Operation[], changed: Operation): readonly Operation[] {
  return pending.map((operation) => (operation.id === changed.id ? changed : operation));
}

/** An operation with those that make no sense without it: whatever was done to a row that will never be. */
export function withFollowers(pending: readonly Operation[], dropped: Operation): readonly Operation[] {
  if (dropped.type !== 'insert') return [dropped];
  return pending.filter(({ rowId }) => rowId === dropped.rowId);
}

/**
 * What was queued behind an operation was made on top of it, not against it: once it is applied they start
 * from its result. Not if somebody came in between: then the server has to tell, and the fields are merged.
 */
export function rebaseFollowers(
  pending: readonly Operation[],
  applied: Operation,
  rev: number,
): readonly Operation[] {
  const before = applied.baseRev ?? 0;
  if (rev !== before + 1) return [];
  return pending
    .filter(({ rowId, id, state }) => rowId === applied.rowId && id !== applied.id && state === 'queued')
    .filter(({ baseRev }) => (baseRev ?? 0) === before)
    .map((operation) => ({ ...operation, baseRev: rev }));
}
