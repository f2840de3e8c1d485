/** A set that remembers only what was added or asked for last. */
export interface BoundedSet<T> {
  add(item: T): void;
  /** Whether it is remembered; asking keeps it fresh. */
  has(item: T): boolean;
  delete(item: T): void;
  clear(): void;
}

/** Makes a set of at most `cap` items: the one that was not needed for longest makes room. */
export function boundedSet<T>(cap: number): BoundedSet<T> {
  const items = new Set<T>();
  const add = (item: T): void => {
    items.delete(item);
    items.add(item);
    if (items.size > cap) items.delete(items.values().next().value as T);
  };
  return {
    add,
    has(item) {
      if (!items.has(item)) return false;
      add(item);
      return true;
    },
    delete: (item) => void items.delete(item),
    clear: () => items.clear(),
  };
}
