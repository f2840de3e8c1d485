import type { Row } from './row.ts';
import { SqlError } from './sql-error.ts';
import type { AppliedOperation, Change, Transaction } from './transaction.ts';

/** Rows with versions, snapshots and locks, at the isolation level READ COMMITTED. */
export interface Database {
  begin(): Transaction;
  /** The row as the transaction sees it now; without one, as committed. */
  read(id: string, transaction?: Transaction): Row | undefined;
  /** All committed rows. */
  rows(): readonly Row[];
  /** Takes a lock until the end of the transaction, waiting for others. @throws SqlError 40P01 for a deadlock */
  lock(transaction: Transaction, key: string): Promise<void>;
  write(transaction: Transaction, row: WrittenRow, operation?: AppliedOperation): Row;
  /** Really deletes, as the owner of the tables does. */
  remove(transaction: Transaction, id: string): void;
  /** Remembers an operation; false if it was remembered before. */
  claim(transaction: Transaction, key: string): Promise<boolean>;
  savepoint(transaction: Transaction): () => void;
  commit(transaction: Transaction): void;
  abort(transaction: Transaction, error?: SqlError): void;
  /** The oldest transaction still open: `pg_snapshot_xmin`. */
  xmin(): number;
  /** The first number not yet drawn: `pg_snapshot_xmax`. */
  xmax(): number;
  readonly epoch: string;
  /** Whether it is not the first epoch any more. */
  readonly isRenewed: boolean;
  /** Keeps everything committed; the returned function sets the database back to it, under a new epoch. */
  backup(): () => void;
  newEpoch(): void;
  abortAll(error: SqlError): void;
  /** Everything ever committed, in the order of commits. */
  readonly history: readonly Change[];
  /** Ids of all operations that ever were in the ledger. */
  readonly everClaimed: ReadonlySet<string>;
}

/** A row to be written: number, clock and version are the database's. */
export type WrittenRow = Omit<Row, 'rev' | 'changed_xid' | 'updated_at'> & { readonly id: string };

/** Makes an empty database. `now` is virtual time; `clock` the server's wall clock. */
export function createDatabase(
  now: () => number,
  clock: () => number,
  uuid: () => string,
  onCommit: (changes: readonly Change[]) => void,
): Database {
  let committed = new Map<string, Row>();
  let ledger = new Set<string>();
  const everClaimed = new Set<string>();
  let nextXid = 700;
  let epoch = uuid();
  const firstEpoch = epoch;
  const open = new Set<Transaction>();
  const history: Change[] = [];
  const holders = new Map<string, Transaction>();
  const queues = new Map<string, { transaction: Transaction; go: () => void }[]>();

  const xidOf = (transaction: Transaction): number => (transaction.xid ??= nextXid++);
  const read = (id: string, transaction?: Transaction): Row | undefined =>
    transaction?.writes.has(id) ? transaction.writes.get(id) : committed.get(id);
  const assertOpen = ({ state }: Transaction): void => {
    if (state !== 'open') throw new SqlError('57P01', 'terminating connection due to administrator command');
  };
  /** Whether waiting for the key would wait for oneself, round a ring of others. */
  const isDeadlock = (transaction: Transaction, key: string): boolean => {
    for (let holder = holders.get(key); holder?.waitsFor; holder = holders.get(holder.waitsFor))
      if (holders.get(holder.waitsFor) === transaction) return true;
    return false;
  };
  const releaseFrom = (transaction: Transaction, mark: number): void => {
    for (const key of transaction.locks.splice(mark)) {
      const next = queues.get(key)?.shift();
      if (!next) {
        holders.delete(key);
        continue;
      }
      holders.set(key, next.transaction);
      next.transaction.locks.push(key);
      next.go();
    }
  };
  const end = (transaction: Transaction, state: 'committed' | 'aborted'): void => {
    transaction.state = state;
    open.delete(transaction);
    for (const queue of queues.values()) {
      const place = queue.findIndex((waiting) => waiting.transaction === transaction);
      if (place >= 0) queue.splice(place, 1);
    }
    releaseFrom(transaction, 0);
  };
  const record = (
    transaction: Transaction,
    before: Row | undefined,
    after: Row | undefined,
    operation: AppliedOperation | undefined,
  ): void => {
    const id = (after ?? before)!.id;
    transaction.writes.set(id, after);
    transaction.changes.push({ xid: xidOf(transaction), at: now(), epoch, before, after, operation });
  };

  const database: Database = {
    begin() {
      const transaction: Transaction = {
        xid: undefined,
        writes: new Map(),
        changes: [],
        claims: new Set(),
        locks: [],
        waitsFor: undefined,
        state: 'open',
        wake: undefined,
      };
      open.add(transaction);
      return transaction;
    },
    read,
    rows: () => [...committed.values()],
    async lock(transaction, key) {
      assertOpen(transaction);
      const holder = holders.get(key);
      if (holder === transaction) return;
      if (!holder) {
        holders.set(key, transaction);
        return void transaction.locks.push(key);
      }
      if (isDeadlock(transaction, key)) throw new SqlError('40P01', 'deadlock detected');
      transaction.waitsFor = key;
      await new Promise<void>((resolve, reject) => {
        const queue = queues.get(key) ?? [];
        queues.set(key, queue);
        queue.push({ transaction, go: resolve });
        transaction.wake = reject;
      }).finally(() => {
        transaction.waitsFor = undefined;
        transaction.wake = undefined;
      });
      assertOpen(transaction);
    },
    write(transaction, row, operation) {
      assertOpen(transaction);
      const before = read(row.id, transaction);
      const after = {
        ...(row as unknown as Row),
        rev: (before?.rev ?? 0) + 1,
        changed_xid: String(xidOf(transaction)),
        updated_at: new Date(clock()).toISOString(),
      };
      record(transaction, before, after, operation);
      return after;
    },
    remove(transaction, id) {
      assertOpen(transaction);
      const before = read(id, transaction);
      if (before) record(transaction, before, undefined, undefined);
    },
    async claim(transaction, key) {
      await database.lock(transaction, `ledger:${key}`);
      if (ledger.has(key) || transaction.claims.has(key)) return false;
      xidOf(transaction);
      transaction.claims.add(key);
      return true;
    },
    savepoint(transaction) {
      const writes = new Map(transaction.writes);
      const claims = new Set(transaction.claims);
      const [changes, locks] = [transaction.changes.length, transaction.locks.length];
      return () => {
        transaction.writes.clear();
        transaction.claims.clear();
        for (const [id, row] of writes) transaction.writes.set(id, row);
        for (const key of claims) transaction.claims.add(key);
        transaction.changes.splice(changes);
        releaseFrom(transaction, locks);
      };
    },
    commit(transaction) {
      assertOpen(transaction);
      for (const [id, row] of transaction.writes)
        if (row) committed.set(id, row);
        else committed.delete(id);
      for (const key of transaction.claims) {
        ledger.add(key);
        everClaimed.add(key.split(' ')[1]!);
      }
      const changes = transaction.changes.map((change) => ({ ...change, at: now(), epoch }));
      history.push(...changes);
      end(transaction, 'committed');
      onCommit(changes);
    },
    abort(transaction, error) {
      if (transaction.state !== 'open') return;
      const { wake } = transaction;
      end(transaction, 'aborted');
      if (error) wake?.(error);
    },
    xmin: () => Math.min(nextXid, ...[...open].flatMap(({ xid }) => xid ?? [])),
    xmax: () => nextXid,
    get epoch() {
      return epoch;
    },
    backup() {
      const [rows, claims, xid] = [new Map(committed), new Set(ledger), nextXid];
      return () => {
        database.abortAll(new SqlError('57P01', 'terminating connection due to administrator command'));
        committed = new Map(rows);
        ledger = new Set(claims);
        nextXid = xid;
        epoch = uuid();
      };
    },
    get isRenewed() {
      return epoch !== firstEpoch;
    },
    newEpoch: () => void (epoch = uuid()),
    abortAll(error) {
      for (const transaction of [...open]) database.abort(transaction, error);
    },
    history,
    everClaimed,
  };
  return database;
}
