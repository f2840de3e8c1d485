import type { Environment, RecordChange, RecordStore } from '../environment.ts';

/** Who sends: one tab at a time, for economy. That nothing counts twice is the server's ledger's doing. */
export interface Turn {
  /** Grows with every turn: whoever finds another number on disk has lost theirs. */
  readonly epoch: number;
  release(): void;
}

/** The turn as it is on disk, for the other tabs. */
export interface Lease {
  readonly epoch: number;
  readonly owner: string;
  /** Milliseconds since the epoch by the local clock, which the tabs share. */
  readonly renewedAt: number;
}

/** The kind under which the lease is stored. */
export const LEASE = 'lease';
const KEY = 'outbox';

/** The lease is renewed so often, and given up as a frozen tab's after two of these without. */
const RENEW_MS = 3_000;

/** What a turn is taken with. */
export interface TurnOptions {
  /** The name of the lock. */
  name: string;
  tab: string;
  store: RecordStore;
  environment: Environment;
  until: AbortSignal;
}

/**
 * Waits for the turn. A tab that crashed releases its lock at once; one that the browser froze keeps it, which shows
 * in its lease: then the lock is stolen.
 */
export async function takeTurn(options: TurnOptions): Promise<Turn> {
  const release = await takeLock(options);
  try {
    const epoch = await takeLease(options);
    options.until.throwIfAborted();
    return keepTurn(epoch, release, options);
  } catch (error) {
    release();
    throw error;
  }
}

/** Writes a new lease in the place of the one that was; answers with its epoch. */
function takeLease({ tab, store, environment }: TurnOptions): Promise<number> {
  return store.transact(
    [{ kind: LEASE }],
    ([found]) => {
      const epoch = (leaseOf(found)?.epoch ?? 0) + 1;
      return { answer: epoch, changes: [write({ epoch, owner: tab, renewedAt: environment.now() })] };
    },
    'relaxed',
  );
}

function keepTurn(epoch: number, release: () => void, options: TurnOptions): Turn {
  const { tab, store, environment, until } = options;
  let cancel: () => void;
  const renew = (renewedAt: number): Promise<void> =>
    store.transact(
      [{ kind: LEASE }],
      ([found]) => {
        const mine = leaseOf(found)?.epoch === epoch;
        return { answer: undefined, changes: mine ? [write({ epoch, owner: tab, renewedAt })] : [] };
      },
      'relaxed',
    );
  const keepRenewing = (): void => {
    cancel = environment.after(RENEW_MS, () => {
      void renew(environment.now()).catch(() => undefined);
      keepRenewing();
    });
  };
  keepRenewing();
  const end = (): void => {
    cancel();
    release();
    until.removeEventListener('abort', end);
  };
  // Whatever is still on its way then: the other tabs must not wait for it.
  until.addEventListener('abort', end);
  return { epoch, release: end };
}

function write(lease: Lease): RecordChange {
  return { kind: LEASE, key: KEY, record: lease };
}

/** The lease among the records of its kind. */
export function leaseOf(records: readonly unknown[] | undefined): Lease | undefined {
  return records?.[0] as Lease | undefined;
}

/** Whether whoever has the turn stands still. A clock that was set back or forth counts as well. */
export function isStale(lease: Lease | undefined, now: number): boolean {
  return !lease || Math.abs(now - lease.renewedAt) > 2 * RENEW_MS;
}

async function takeLock({ name, store, environment, until }: TurnOptions): Promise<() => void> {
  const giveUp = new AbortController();
  const signal = AbortSignal.any([until, giveUp.signal]);
  const granted = environment.lock(name, { signal });
  let cancel: (() => void) | undefined;
  const stale = new Promise<'stale'>((resolve) => {
    const look = async (): Promise<void> => {
      const lease = leaseOf(await store.all(LEASE).catch(() => []));
      if (signal.aborted) return;
      if (isStale(lease, environment.now())) resolve('stale');
      else wait();
    };
    const wait = (): void => void (cancel = environment.after(RENEW_MS, () => void look()));
    wait();
  });
  try {
    const winner = await Promise.race([granted, stale]);
    if (winner !== 'stale') return winner;
    giveUp.abort();
    granted.then(
      (release) => release(),
      () => undefined,
    );
    return await environment.lock(name, { signal: until, steal: true });
  } finally {
    cancel?.();
    giveUp.abort();
  }
}
