import type { OperationCounts } from './operation-index.ts';

/** How the queue of unsent changes is. Every word of it is true at the moment at which it is read. */
export interface OutboxStatus {
  /** How many changes the server does not have yet and will get. */
  readonly pending: number;
  /** Whether this tab is sending. */
  readonly syncing: boolean;
  /** Whether there may be a network and the last call reached the server. */
  readonly online: boolean;
  /** Whether all of it survives the page: false while something is not on disk yet, or cannot be. */
  readonly durable: boolean;
  /** How many were refused and wait for a person. */
  readonly deadLetters: number;
}

/** The status of a log. */
export function statusOf(
  { queued, failed }: OperationCounts,
  allSaved: boolean,
  durability: 'disk' | 'memory',
  syncing: boolean,
  reachable: boolean,
  online: boolean,
): OutboxStatus {
  return {
    pending: queued,
    syncing,
    online: online && reachable,
    durable: allSaved && durability === 'disk',
    deadLetters: failed,
  };
}

/** Whether two statuses say the same. */
export function isSameStatus(a: OutboxStatus, b: OutboxStatus): boolean {
  return (Object.keys(a) as (keyof OutboxStatus)[]).every((word) => a[word] === b[word]);
}
