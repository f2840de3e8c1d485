import type { Decide, RecordChange, RecordRead, RecordStore } from '../core/environment.ts';
import { own } from '../core/lib/own.ts';
import { constant } from '../core/lib/signal.ts';

/** Records that last as long as the page: where the browser gives no storage. */
export function memoryStore(): RecordStore {
  const kinds = new Map<string, Map<string, unknown>>();

  const all = <T>(kind: string, after = ''): T[] => {
    const found = [...(kinds.get(kind) ?? [])].filter(([key]) => key > after);
    return found.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record as T);
  };
  const find = (read: RecordRead): readonly unknown[] => {
    const { kind, key, after } = own(read);
    if (key === undefined) return all(kind, after);
    const record = kinds.get(kind)?.get(key);
    return record === undefined ? [] : [record];
  };
  const change = ({ kind, key, record }: RecordChange): void => {
    const records = kinds.get(kind) ?? new Map<string, unknown>();
    kinds.set(kind, records);
    if (record === undefined) records.delete(key);
    else records.set(key, record);
  };
  return {
    durability: constant('memory'),
    restoreWith: () => undefined,
    all: <T>(kind: string) => Promise.resolve(all<T>(kind)),
    transact<T>(reads: readonly RecordRead[], decide: Decide<T>) {
      const { answer, changes = [] } = decide(reads.map(find));
      for (const one of changes) change(one);
      return Promise.resolve(answer);
    },
    clear(prefix) {
      for (const kind of [...kinds.keys()]) if (kind.startsWith(prefix)) kinds.delete(kind);
      return Promise.resolve();
    },
  };
}
