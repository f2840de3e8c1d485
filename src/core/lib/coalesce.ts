/** Collects single things into batches. */
export interface Coalescer<T> {
  /** Adds a thing to the batch that is being collected. */
  add(item: T): void;
  /** Delivers what has been collected now, instead of later. */
  flush(): void;
}

/** When a batch is full. */
export interface CoalesceOptions {
  /** Delivers when so many have been collected. */
  size?: number;
  /** Delivers so many milliseconds after the first. */
  ms?: number;
  /** Runs a task later; returns the cancel function. */
  after(ms: number, task: () => void): () => void;
}

/** Collects things and delivers them together, in order, each exactly once. */
export function coalesce<T>(
  deliver: (batch: readonly T[]) => void,
  { size = 10, ms = 100, after }: CoalesceOptions,
): Coalescer<T> {
  let batch: T[] = [];
  let cancel: (() => void) | undefined;
  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    if (batch.length === 0) return;
    const full = batch;
    batch = [];
    deliver(full);
  };
  return {
    add(item) {
      batch.push(item);
      if (batch.length >= size) flush();
      else cancel ??= after(ms, flush);
    },
    flush,
  };
}
