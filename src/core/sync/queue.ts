import { isSame } from './conflict.ts';
import type { Operation, OperationState, SyncedRow, Values } from './rows.ts';

/** The server takes so many operations in one call. */
export const MAX_BATCH = 100;

/** What is to be sent. */
export function isQueued({ state }: { readonly state: OperationState }): boolean {
  return state === 'queued' || state === 'sending';
}

/** The order in which operations were made; of two that knew nothing of each other, always the same one first. */
export function byMaking(a: Operation, b: Operation): number {
  return a.seq - b.seq || a.at - b.at || Number(a.id > b.id) - Number(a.id < b.id);
}

/** Operations in the order in which they were made. */
export function inOrder(operations: readonly Operation[]): readonly Operation[] {
  return [...operations].sort(byMaking);
}

/**
 * The operations to send next: the first queued one of every row. A row whose first operation failed waits for a
 * decision, and so does what refers to a row that was refused; nothing else waits for it.
 *
 * @param postponed ids of operations that are not to be sent now
 */
export function nextBatch(
  pending: readonly Operation[],
  size: number,
  postponed: ReadonlySet<string> = new Set(),
): readonly Operation[] {
  const seen = new Set<string>();
  const refused = new Set<unknown>();
  const batch: Operation[] = [];
  for (const operation of pending) {
    const { id, rowId, state, type, values } = operation;
    const refers = refused.size > 0 && Object.values(values).some((value) => refused.has(value));
    const waits = state === 'failed' || postponed.has(id) || refers;
    if (waits && type === 'insert') refused.add(rowId);
    if (!isQueued(operation) && state !== 'failed') continue;
    if (!waits && !seen.has(rowId)) batch.push(operation);
    seen.add(rowId);
    if (batch.length === size) break;
  }
  return batch;
}

/** The head of a row's queue with what may travel in it, and what it takes the place of. */
export interface Coalesced {
  readonly head: Operation;
  readonly absorbed: readonly Operation[];
}

/**
 * Joins the head of a row's queue with the updates right behind it: they were never apart for anybody else. What may
 * have been sent is fixed, since the server would take its id for done and the rest would be lost.
 *
 * @param queue the queued operations of one row, in order; not empty
 */
export function coalesce([first, ...rest]: readonly Operation[]): Coalesced {
  let head = first as Operation;
  const absorbed: Operation[] = [];
  for (const next of rest) {
    if (head.attempted || next.attempted || next.type !== 'update') break;
    if (head.type !== 'update' && head.type !== 'insert') break;
    // Made on an older version than the head now stands on: the server has to tell.
    if ((next.baseRev ?? 0) < (head.baseRev ?? 0)) break;
    head = {
      ...head,
      values: { ...head.values, ...next.values },
      base: { ...next.base, ...head.base },
      absorbed: [...(head.absorbed ?? []), next.id, ...(next.absorbed ?? [])],
    };
    absorbed.push(next);
  }
  return { head, absorbed };
}

/** An operation with those that make no sense without it: whatever was done to a row that will never be. */
export function withFollowers(pending: readonly Operation[], dropped: Operation): readonly Operation[] {
  if (dropped.type !== 'insert') return [dropped];
  return pending.filter(({ rowId }) => rowId === dropped.rowId);
}

/**
 * What was queued behind an operation was made on top of it, not against it: once it is applied it starts from its
 * result. Not if somebody came in between, or if the row is not what its author saw in the fields that it changes:
 * then the server has to tell, and the fields are merged.
 */
export function rebaseFollower(follower: Operation, applied: Operation, row: SyncedRow): Operation {
  const before = applied.baseRev ?? 0;
  const isBehind = isQueued(follower) && follower.rowId === applied.rowId && follower.id !== applied.id;
  const isNext = row.rev === before + 1 && (follower.baseRev ?? 0) === before;
  const now = row as unknown as Values;
  const isAsSeen = Object.entries(follower.base).every(([field, value]) => isSame(now[field], value));
  return isBehind && isNext && isAsSeen ? { ...follower, baseRev: row.rev } : follower;
}
