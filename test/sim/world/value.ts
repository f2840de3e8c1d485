/** A value of the outside that the core may read and follow. */
export interface Value<T> {
  get(): T;
  set(next: T): void;
  subscribe(listener: (value: T) => void): () => void;
  /** How many follow it. */
  readonly followers: number;
}

/** Makes a value. */
export function createValue<T>(first: T): Value<T> {
  let value = first;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) if (listeners.has(listener)) listener(value);
    },
    subscribe(listener) {
      const own = (next: T): void => listener(next);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    get followers() {
      return listeners.size;
    },
  };
}
