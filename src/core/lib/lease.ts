/** How long a shared thing outlives its last user. */
export interface LeaseOptions {
  /** Milliseconds between the last release and the end. Absorbs an element that moves or remounts. */
  graceMs: number;
  /** Runs a task later; returns the cancel function. */
  after(ms: number, task: () => void): () => void;
}

/** Things that are made once per key, shared, and ended when nobody needs them. */
export interface Leases<T> {
  /** The thing of that key, until `until` aborts. */
  acquire(key: string, until: AbortSignal): T;
  /** Ends all of them at once. */
  close(): void;
}

interface Entry<T> {
  value: T;
  users: number;
  end: AbortController;
  cancelEnd?: (() => void) | undefined;
}

/** Shares what `create` makes. `create` gets a signal that aborts when the last lease has ended. */
export function leases<T>(create: (key: string, until: AbortSignal) => T, options: LeaseOptions): Leases<T> {
  const entries = new Map<string, Entry<T>>();

  const open = (key: string): Entry<T> => {
    const end = new AbortController();
    const entry: Entry<T> = { value: create(key, end.signal), users: 0, end };
    entries.set(key, entry);
    return entry;
  };
  const end = (key: string, entry: Entry<T>): void => {
    if (entries.get(key) === entry) entries.delete(key);
    entry.end.abort();
  };
  const release = (key: string, entry: Entry<T>): void => {
    entry.users -= 1;
    if (entry.users === 0) entry.cancelEnd = options.after(options.graceMs, () => end(key, entry));
  };

  return {
    acquire(key, until) {
      const entry = entries.get(key) ?? open(key);
      entry.users += 1;
      entry.cancelEnd?.();
      entry.cancelEnd = undefined;
      if (until.aborted) release(key, entry);
      else until.addEventListener('abort', () => release(key, entry), { once: true });
      return entry.value;
    },
    close() {
      for (const [key, entry] of [...entries]) {
        entry.cancelEnd?.();
        end(key, entry);
      }
    },
  };
}
