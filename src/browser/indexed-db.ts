import type { RecordChange, RecordStore } from '../core/environment.ts';
import { memoryStore } from './memory-store.ts';

const VERSION = 1;
const RECORDS = 'records';

/** Opens the records of a namespace in IndexedDB; in memory where the browser gives no storage. */
export async function openIndexedDbStore(namespace: string): Promise<RecordStore> {
  try {
    return new IndexedDbStore(await openDatabase(namespace));
  } catch {
    return memoryStore();
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, VERSION);
    opening.onupgradeneeded = () => opening.result.createObjectStore(RECORDS);
    opening.onerror = () => reject(opening.error ?? new Error('IndexedDB could not be opened.'));
    opening.onsuccess = () => {
      // Another tab with a newer version must not be kept waiting.
      opening.result.onversionchange = () => opening.result.close();
      resolve(opening.result);
    };
  });
}

/** Keys are `kind` and `key`, so that a kind is one range. */
class IndexedDbStore implements RecordStore {
  readonly durability = 'disk';
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  async all<T>(kind: string): Promise<T[]> {
    const transaction = this.#database.transaction(RECORDS, 'readonly');
    const request = transaction
      .objectStore(RECORDS)
      .getAll(IDBKeyRange.bound([kind], [kind, []])) as IDBRequest<T[]>;
    await completed(transaction);
    return request.result;
  }

  async put(kind: string, key: string, record: unknown): Promise<void> {
    const transaction = this.#write();
    transaction.objectStore(RECORDS).put(record, [kind, key]);
    await completed(transaction);
  }

  async delete(kind: string, key: string): Promise<void> {
    const transaction = this.#write();
    transaction.objectStore(RECORDS).delete([kind, key]);
    await completed(transaction);
  }

  async write(changes: readonly RecordChange[]): Promise<void> {
    const transaction = this.#write('relaxed');
    const records = transaction.objectStore(RECORDS);
    for (const { kind, key, record } of changes) {
      if (record === undefined) records.delete([kind, key]);
      else records.put(record, [kind, key]);
    }
    await completed(transaction);
  }

  async clear(prefix: string): Promise<void> {
    const transaction = this.#write();
    transaction.objectStore(RECORDS).delete(IDBKeyRange.bound([prefix], [`${prefix}\uffff`]));
    await completed(transaction);
  }

  #write(durability: IDBTransactionDurability = 'strict'): IDBTransaction {
    return this.#database.transaction(RECORDS, 'readwrite', { durability });
  }
}

/** A request's success is not durable; the transaction's completion is. */
function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () =>
      reject(transaction.error ?? new Error('IndexedDB gave up.'));
  });
}
