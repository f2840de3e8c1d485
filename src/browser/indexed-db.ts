import { EVICTABLE, type Decide, type RecordRead, type RecordStore } from '../core/environment.ts';
import { emitter } from '../core/lib/emitter.ts';
import { signal } from '../core/lib/signal.ts';
import { openDatabase } from './database.ts';
import { allOf, clearOf, transactionOf } from './database-records.ts';
import { memoryStore } from './memory-store.ts';

/** Browsers lose the connection to a database (a background tab, a full disk, a newer version): it is opened anew. */
const REOPENINGS_MS = [0, 100, 400];

/**
 * Opens the records of a namespace in IndexedDB. A lost connection is healed behind the scenes; where the browser
 * gives no storage, or takes it away, the records live in memory, and `durability` says so.
 */
export function openIndexedDbStore(namespace: string): Promise<RecordStore> {
  const durability = signal<'disk' | 'memory'>('disk');
  const losses = emitter<void>();
  let database: Promise<IDBDatabase> | undefined;
  let opened = false;
  let memory: RecordStore | undefined;

  const connect = (): Promise<IDBDatabase> => {
    database ??= openDatabase(namespace, {
      onGone: () => (database = undefined),
      onCreated: () => opened && losses.emit(),
    });
    database.catch(() => (database = undefined));
    return database;
  };
  const giveUp = (): RecordStore => {
    memory = memoryStore();
    durability.set('memory');
    losses.emit();
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
        if (pauseMs > 0) await pause(pauseMs);
        const open = await connect();
        opened = true;
        return await onDisk(open);
      } catch (error) {
        if (isOurs(error)) throw error;
        if (isQuota(error)) await evict();
        else await drop();
      }
    }
    return inMemory(memory ?? giveUp());
  };
  const drop = async (): Promise<void> => {
    const lost = database;
    database = undefined;
    (await lost?.catch(() => undefined))?.close();
  };
  const evict = async (): Promise<void> => {
    const open = await connect();
    await clearOf(open, EVICTABLE).catch(() => undefined);
  };

  const store: RecordStore = {
    durability,
    losses,
    all: <T>(kind: string) =>
      attempt(
        (open) => allOf<T>(open, kind),
        (records) => records.all<T>(kind),
      ),
    transact: <T>(reads: readonly RecordRead[], decide: Decide<T>, how: 'strict' | 'relaxed') =>
      attempt(
        (open) => transactionOf(open, reads, decide, how),
        (records) => records.transact(reads, decide, how),
      ),
    clear: (prefix) =>
      attempt(
        (open) => clearOf(open, prefix),
        (records) => records.clear(prefix),
      ),
  };
  return connect().then(
    () => ((opened = true), store),
    () => (giveUp(), store),
  );
}

/** What the caller handed over cannot be stored: that is not the storage's fault. */
function isOurs(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'DataCloneError';
}

function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
