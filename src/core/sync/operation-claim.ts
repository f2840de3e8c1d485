import type { RecordChange, RecordStore } from '../environment.ts';
import { asFound, readOf, type LogChange } from './operation-disk.ts';
import { OPERATIONS, forgotten, keyAfter, operationOf, stored } from './operation-record.ts';
import { byMaking, coalesce, inOrder, isQueued } from './queue.ts';
import type { Operation } from './rows.ts';
import { LEASE, leaseOf } from './turn.ts';

/** Operations that may be sent, marked as such on disk, and what that changed. */
export interface Claim {
  /** None where others are in the midst of these queues on disk: they may have to go first. */
  readonly heads: readonly Operation[];
  readonly change: LogChange;
  /** What has been put to disk since. */
  readonly news: readonly Operation[];
  /** The last place that is taken on disk. */
  readonly last: number;
}

/** What operations are claimed with. */
export interface ClaimOptions {
  /** The turn has to be this one still. */
  readonly epoch: number;
  /** All up to this place are known here. */
  readonly since: number;
  /** Ids of operations that could not be written: not to be on disk means nothing for them. */
  readonly unwritten: ReadonlySet<string>;
  /** Whether an operation may have been sent by somebody who could not mark it on this disk. */
  isFixed(id: string): boolean;
}

/**
 * Marks the head of each row's queue as sent, if the turn is still this one; what was never apart from it travels in it.
 * Strict: an operation that may have arrived must never be changed after a crash. Nothing is marked where others
 * are in the midst of a queue: another tab was not heard.
 *
 * @param queues the queued operations of the rows, in order
 */
export function claimOperations(
  store: RecordStore,
  queues: readonly Operation[],
  { epoch, since, unwritten, isFixed }: ClaimOptions,
): Promise<'lost' | Claim> {
  return store.transact<'lost' | Claim>(
    [{ kind: LEASE }, { kind: OPERATIONS, after: keyAfter(since) }, ...queues.map(readOf)],
    ([lease, later = [], ...found]) => {
      if (leaseOf(lease)?.epoch !== epoch) return { answer: 'lost' };
      const news = later.map(operationOf).filter((operation) => operation !== undefined);
      const last = Math.max(since, ...news.map(({ seq }) => Math.floor(seq)));
      if (isMissed(news, queues)) return { answer: { heads: [], change: { gone: [], put: [] }, news, last } };
      const there = asFound(queues, found, unwritten);
      const heads: Operation[] = [];
      const changes: RecordChange[] = [];
      const absorbed: string[] = [];
      for (const queue of rowsOf(there.put.filter(isWaiting))) {
        const fixed = queue.map((one) => ({ ...one, attempted: one.attempted || isFixed(one.id) }));
        const joined = queue[0]?.state === 'queued' ? coalesce(fixed) : undefined;
        if (!joined) continue;
        const head: Operation = { ...joined.head, attempted: true };
        heads.push(head);
        absorbed.push(...joined.absorbed.map(({ id }) => id));
        changes.push(stored(head), ...joined.absorbed.map(forgotten));
      }
      const others = there.put.filter(
        ({ id }) => !absorbed.includes(id) && !heads.some((head) => head.id === id),
      );
      return {
        answer: { heads, change: { gone: absorbed, put: [...heads, ...others] }, news, last },
        changes,
      };
    },
    'strict',
  );
}

/** Whether something is in the midst of these queues on disk. */
function isMissed(news: readonly Operation[], queues: readonly Operation[]): boolean {
  const known = new Set(queues.map(({ id }) => id));
  const last = new Map(queues.map((operation) => [operation.rowId, operation]));
  const isAmidst = (operation: Operation): boolean => {
    const end = last.get(operation.rowId);
    return end !== undefined && byMaking(operation, end) < 0;
  };
  return news.some((one) => !known.has(one.id) && isWaiting(one) && isAmidst(one));
}

function isWaiting(operation: Operation): boolean {
  return isQueued(operation) || operation.state === 'failed';
}

function rowsOf(operations: readonly Operation[]): Iterable<readonly Operation[]> {
  const rows = new Map<string, Operation[]>();
  for (const operation of inOrder(operations)) {
    const queue = rows.get(operation.rowId);
    if (queue) queue.push(operation);
    else rows.set(operation.rowId, [operation]);
  }
  return rows.values();
}
