/** The one object store: keys are `[kind, key]`, so that a kind is one range. */
export const RECORDS = 'records';

const VERSION = 1;

/** Another tab, or a browser that hangs, must not keep a page waiting for its storage. */
const OPEN_MS = 3_000;

/** What may happen to a database that is open. */
export interface DatabaseEvents {
  /** It was closed by the browser, deleted, or is wanted by a newer version: open it again. */
  onGone(): void;
}

/** Where a database says which one it is: another one after it was deleted, whoever made it anew. */
export const IDENTITY = { kind: 'database', key: 'identity' };

/** Opens a database of records. Rejects where the browser gives none, or not in time. */
export function openDatabase(name: string, { onGone }: DatabaseEvents): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, VERSION);
    const timer = setTimeout(() => reject(new Error('IndexedDB did not open in time.')), OPEN_MS);
    opening.onupgradeneeded = () => {
      const records = opening.result.createObjectStore(RECORDS);
      records.put(Math.random(), [IDENTITY.kind, IDENTITY.key]);
    };
    opening.onerror = () => {
      clearTimeout(timer);
      reject(opening.error ?? new Error('IndexedDB could not be opened.'));
    };
    opening.onsuccess = () => {
      clearTimeout(timer);
      const database = opening.result;
      database.onclose = onGone;
      // Another tab with a newer version, or one that deletes it, must not be kept waiting.
      database.onversionchange = () => (database.close(), onGone());
      resolve(database);
    };
  });
}
