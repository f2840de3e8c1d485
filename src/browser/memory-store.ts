import type { RecordStore } from '../core/environment.ts';

/** Records that last as long as the page: where the browser gives no storage. */
export function memoryStore(): RecordStore {
  const kinds = new Map<string, Map<string, unknown>>();
  const of = (kind: string): Map<string, unknown> => {
    const records = kinds.get(kind) ?? new Map<string, unknown>();
    kinds.set(kind, records);
    return records;
  };
  return {
    durability: 'memory',
    all: <T>(kind: string) => {
      const sorted = [...of(kind)].sort(([a], [b]) => (a < b ? -1 : 1));
      return Promise.resolve(sorted.map(([, record]) => record as T));
    },
    put: (kind, key, record) => {
      of(kind).set(key, record);
      return Promise.resolve();
    },
    delete: (kind, key) => {
      of(kind).delete(key);
      return Promise.resolve();
    },
    write: (changes) => {
      for (const { kind, key, record } of changes) {
        if (record === undefined) of(kind).delete(key);
        else of(kind).set(key, record);
      }
      return Promise.resolve();
    },
    clear: (prefix) => {
      for (const kind of [...kinds.keys()]) if (kind.startsWith(prefix)) kinds.delete(kind);
      return Promise.resolve();
    },
  };
}
