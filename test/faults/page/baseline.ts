/** An adapter as many libraries have it: it takes a request's success for the end of the matter. */
export interface Baseline {
  /** Stores numbers from `first` on without a pause; tells each as soon as its request has succeeded. */
  writeFrom(first: number, onAcknowledged: (n: number) => void): void;
  /** The numbers that are there. */
  all(): Promise<number[]>;
}

/** Databases, each with one store: transactions of one store wait for each other, those of several databases do not. */
const NAMES = ['baseline-0', 'baseline-1', 'baseline-2', 'baseline-3'];
const STORE = 'operations';

/**
 * Opens it. One transaction a record, `durability` as the browser has it: so does @tanstack/offline-transactions 1.0.53
 * (src/storage/IndexedDBAdapter.ts:112).
 */
export async function openBaseline(): Promise<Baseline> {
  const databases = await Promise.all(NAMES.map(openDatabase));
  const put = (n: number, onAcknowledged: (n: number) => void): void => {
    const database = databases[n % NAMES.length]!;
    const request = database.transaction(STORE, 'readwrite').objectStore(STORE).put({ n }, n);
    request.onsuccess = () => {
      onAcknowledged(n);
      put(n + NAMES.length, onAcknowledged);
    };
  };
  return {
    writeFrom(first, onAcknowledged) {
      for (const place of NAMES.keys()) put(first + place, onAcknowledged);
    },
    async all() {
      const keys = databases.map((database) =>
        answerOf(database.transaction(STORE).objectStore(STORE).getAllKeys()),
      );
      return (await Promise.all(keys)).flat() as number[];
    },
  };
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return answerOf(opening);
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB gave up.'));
  });
}
