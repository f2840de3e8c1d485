/** A record's place: its namespace, kind and key. */
interface Place {
  readonly namespace: string;
  readonly kind: string;
  readonly key: string;
}

/** A change as a transaction makes it. */
export interface DiskChange {
  readonly kind: string;
  readonly key: string;
  readonly record: unknown;
}

/** What one browser keeps for one origin, shared by its tabs. */
export interface Disk {
  /** Records of a kind in the order of their keys, from after one on, or the one of a key. Copies, as on a real disk. */
  read(namespace: string, kind: string, key?: string, after?: string): unknown[];
  /** Makes changes at once. What is `relaxed` may be undone by a kill of the browser. */
  write(namespace: string, changes: readonly DiskChange[], durability: 'strict' | 'relaxed'): void;
  clear(namespace: string, prefix: string): void;
  /** Somebody deletes all the site's data. */
  wipe(): void;
  /** The browser was killed: the last `count` relaxed writes are lost. */
  lose(count: number): void;
  /** How many relaxed writes a kill could still undo. */
  readonly unsafe: number;
  /** Grows when everything is deleted: whoever had it open has to open it anew. */
  readonly generation: number;
  /** Whether any record of the namespace holds this text: for the audit. */
  holds(namespace: string, text: string): boolean;
  kinds(namespace: string): readonly string[];
}

/** Makes an empty disk. */
export function createDisk(): Disk {
  const namespaces = new Map<string, Map<string, Map<string, unknown>>>();
  let undo: (() => void)[] = [];
  let generation = 0;

  const kindOf = (namespace: string, kind: string): Map<string, unknown> => {
    const kinds = namespaces.get(namespace) ?? new Map<string, Map<string, unknown>>();
    namespaces.set(namespace, kinds);
    const records = kinds.get(kind) ?? new Map<string, unknown>();
    kinds.set(kind, records);
    return records;
  };
  const put = ({ namespace, kind, key }: Place, record: unknown): void => {
    if (record === undefined) kindOf(namespace, kind).delete(key);
    else kindOf(namespace, kind).set(key, record);
  };
  return {
    read(namespace, kind, key, after = '') {
      const records = kindOf(namespace, kind);
      const all = (): string[] => [...records.keys()].filter((one) => one > after).sort();
      const keys = key === undefined ? all() : records.has(key) ? [key] : [];
      return keys.map((one) => structuredClone(records.get(one)));
    },
    write(namespace, changes, durability) {
      const before = changes.map(({ kind, key }) => {
        const [place, record] = [{ namespace, kind, key }, kindOf(namespace, kind).get(key)];
        return () => put(place, record);
      });
      for (const { kind, key, record } of changes) put({ namespace, kind, key }, structuredClone(record));
      if (durability === 'strict') undo = [];
      else undo.push(() => before.reverse().forEach((restore) => restore()));
    },
    clear(namespace, prefix) {
      for (const [kind, records] of namespaces.get(namespace) ?? [])
        if (kind.startsWith(prefix)) records.clear();
    },
    wipe() {
      namespaces.clear();
      undo = [];
      generation += 1;
    },
    lose(count) {
      for (const restore of undo.splice(undo.length - count).reverse()) restore();
      undo = [];
    },
    get unsafe() {
      return undo.length;
    },
    get generation() {
      return generation;
    },
    holds: (namespace, text) =>
      [...(namespaces.get(namespace)?.values() ?? [])].some((records) =>
        [...records.values()].some((record) => JSON.stringify(record).includes(text)),
      ),
    kinds: (namespace) =>
      [...(namespaces.get(namespace) ?? [])].filter(([, records]) => records.size > 0).map(([kind]) => kind),
  };
}
