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
  /** How many met somebody else's change of the same and wait for a person. */
  readonly conflicts: number;
  /** Whether what earlier pages have left is counted: until it has been read, there may be more of everything. */
  readonly complete: boolean;
}

/** The status of a log. */
export function statusOf(
  { queued, failed, contested }: OperationCounts,
  complete: boolean,
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
    conflicts: contested,
    complete,
  };
}

/** Whether two statuses say the same. */
export function isSameStatus(a: OutboxStatus, b: OutboxStatus): boolean {
  return (Object.keys(a) as (keyof OutboxStatus)[]).every((word) => a[word] === b[word]);
}
