import {
  EVICTABLE,
  type Decide,
  type RecordChange,
  type RecordRead,
  type RecordStore,
} from '../core/environment.ts';
import { signal } from '../core/lib/signal.ts';
import { allOf, clearOf, transactionOf } from './database-records.ts';
import { IDENTITY, openDatabase } from './database.ts';
import { memoryStore } from './memory-store.ts';

/** Browsers lose the connection to a database (a background tab, a full disk, a newer version): it is opened anew. */
const REOPENINGS_MS = [0, 100, 400, 1_000];

/**
 * Opens the records of a namespace in IndexedDB. A lost connection is healed behind the scenes; where the browser
 * gives no storage, or takes it away, the records live in memory, and `durability` says so. From `until` on a
 * connection lasts as long as what is done with it: a page that goes on must not collect them.
 */
export async function openIndexedDbStore(namespace: string, until: AbortSignal): Promise<RecordStore> {
  const durability = signal<'disk' | 'memory'>('disk');
  const restorers = new Set<() => readonly RecordChange[]>();
  let database: Promise<IDBDatabase> | undefined;
  let memory: RecordStore | undefined;
  let identity: number | undefined;

  /** What another tab has put there already is newer than what is known here. */
  const restore = (put: RecordStore['transact']): Promise<void> => {
    const changes = [...restorers].flatMap((records) => records());
    return put(
      changes.map(({ kind, key }) => ({ kind, key })),
      (found) => ({ answer: undefined, changes: changes.filter((_change, i) => found[i]?.length === 0) }),
      'strict',
    );
  };
  const connect = (): Promise<IDBDatabase> => {
    database ??= open();
    database.catch(() => (database = undefined));
    return database;
  };
  const open = async (): Promise<IDBDatabase> => {
    const opened = await openDatabase(namespace, { onGone: () => (database = undefined) });
    const [found] = await allOf<number>(opened, IDENTITY.kind);
    const isAnother = identity !== undefined && identity !== found;
    if (isAnother) await restore((reads, decide, how) => transactionOf(opened, reads, decide, how));
    identity = found;
    return opened;
  };
  const giveUp = (): RecordStore => {
    memory = memoryStore();
    void restore(memory.transact);
    durability.set('memory');
    return memory;
  };
  /** Does the work on disk if that is possible at all, else in memory. */
  const attempt = async <T>(
    onDisk: (open: IDBDatabase) => Promise<T>,
    inMemory: (records: RecordStore) => Promise<T>,
  ): Promise<T> => {
    for (const pauseMs of REOPENINGS_MS) {
      if (memory) return inMemory(memory);
      try {
        if (pauseMs > 0) await pause(pauseMs, until);
        return await onDisk(await connect());
      } catch (error) {
        if (isNamed(error, 'DataCloneError')) throw error;
        if (isNamed(error, 'QuotaExceededError')) await evict().catch(() => undefined);
        else await drop();
      } finally {
        if (until.aborted) void drop();
      }
    }
    return inMemory(memory ?? giveUp());
  };
  const drop = async (): Promise<void> => {
    const lost = database;
    database = undefined;
    (await lost?.catch(() => undefined))?.close();
  };
  const evict = async (): Promise<void> => clearOf(await connect(), EVICTABLE);

  until.addEventListener('abort', () => void drop(), { once: true });
  await connect().catch(giveUp);
  return {
    durability,
    restoreWith(records, until) {
      restorers.add(records);
      until.addEventListener('abort', () => restorers.delete(records), { once: true });
    },
    all: <T>(kind: string) =>
      attempt(
        (disk) => allOf<T>(disk, kind),
        (records) => records.all<T>(kind),
      ),
    transact: <T>(reads: readonly RecordRead[], decide: Decide<T>, how: 'strict' | 'relaxed') =>
      attempt(
        (disk) => transactionOf(disk, reads, decide, how),
        (records) => records.transact(reads, decide, how),
      ),
    clear: (prefix) =>
      attempt(
        (disk) => clearOf(disk, prefix),
        (records) => records.clear(prefix),
      ),
  };
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof DOMException && error.name === name;
}

/** Waits, but not beyond the end. */
function pause(ms: number, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      until.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, until.aborted ? 0 : ms);
    until.addEventListener('abort', end);
  });
}
