import type { Decide, RecordChange, RecordRead } from '../core/environment.ts';
import { own } from '../core/lib/own.ts';
import { RECORDS } from './database.ts';

/** All records of a kind, in the order of their keys. */
export async function allOf<T>(database: IDBDatabase, kind: string): Promise<T[]> {
  const transaction = database.transaction(RECORDS, 'readonly');
  const request = transaction.objectStore(RECORDS).getAll(rangeOf({ kind })) as IDBRequest<T[]>;
  await completed(transaction);
  return request.result;
}

/** Reads, decides and changes in one transaction; see `RecordStore.transact`. */
export async function transactionOf<T>(
  database: IDBDatabase,
  reads: readonly RecordRead[],
  decide: Decide<T>,
  durability: IDBTransactionDurability,
): Promise<T> {
  const transaction = database.transaction(RECORDS, 'readwrite', { durability });
  const done = completed(transaction);
  const records = transaction.objectStore(RECORDS);
  const requests = reads.map((read) => records.getAll(rangeOf(read)) as IDBRequest<unknown[]>);
  const decided = new Promise<T>((resolve, reject) => {
    const act = (): void => {
      try {
        const { answer, changes = [] } = decide(requests.map(({ result }) => result));
        for (const change of changes) apply(records, change);
        resolve(answer);
      } catch (error) {
        reject(error as Error);
        transaction.abort();
      }
    };
    // Requests of one transaction succeed in the order in which they were made.
    const last = requests.at(-1);
    if (last) last.onsuccess = act;
    else act();
    done.catch(reject);
  });
  const answer = await decided;
  await done;
  return answer;
}

/** Forgets all records whose kind begins so. */
export async function clearOf(database: IDBDatabase, prefix: string): Promise<void> {
  const transaction = database.transaction(RECORDS, 'readwrite');
  transaction.objectStore(RECORDS).delete(IDBKeyRange.bound([prefix], [`${prefix}\uffff`]));
  await completed(transaction);
}

function rangeOf(read: RecordRead): IDBKeyRange {
  const { kind, key, after } = own(read);
  if (key !== undefined) return IDBKeyRange.only([kind, key]);
  return IDBKeyRange.bound(after === undefined ? [kind] : [kind, after], [kind, []], true);
}

function apply(records: IDBObjectStore, { kind, key, record }: RecordChange): void {
  if (record === undefined) records.delete([kind, key]);
  else records.put(record, [kind, key]);
}

/** A request's success is not durable; the transaction's completion is. */
function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave up.'));
  });
}
