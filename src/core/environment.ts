import type { Readable } from './lib/signal.ts';

/** Durable storage of one person's records, by name of the collection. See `browser/` for IndexedDB. */
export interface RecordStore {
  /** All records in the order in which their keys sort. */
  all<T>(kind: string): Promise<T[]>;
  /** Stores a record. Resolves only once it is durable (the transaction has completed). */
  put(kind: string, key: string, record: unknown): Promise<void>;
  /** Forgets a record; unknown keys are fine. */
  delete(kind: string, key: string): Promise<void>;
  /** Makes several changes at once, all or none. Cheaper than `put`: a crash may undo the last of them. */
  write(changes: readonly RecordChange[]): Promise<void>;
  /** Forgets every record whose kind begins so. */
  clear(prefix: string): Promise<void>;
  /** Whether what `put` acknowledged survives the page. */
  readonly durability: 'disk' | 'memory';
}

/** A record that is to be stored, or forgotten when it is undefined. */
export interface RecordChange {
  readonly kind: string;
  readonly key: string;
  readonly record: unknown;
}

/** Everything that the core needs of the world around it. The only way to it. */
export interface Environment {
  /** Milliseconds since the epoch, by the local clock: for display and expiry, never for order. */
  now(): number;
  /** A fresh random UUID. */
  uuid(): string;
  /** A random number in [0, 1). */
  random(): number;
  /** Runs `task` once after `ms` milliseconds. Returns the cancel function. */
  after(ms: number, task: () => void): () => void;
  /** Whether there may be a network. A hint: `true` promises nothing. */
  readonly online: Readable<boolean>;
  /** Whether the person can see the page. */
  readonly visible: Readable<boolean>;
  /** Calls `listener` whenever the person does something (key, pointer, scroll). */
  onActivity(listener: () => void): () => void;
  /** Opens the records of one namespace, e.g. `nality:<project>:<user id>`. */
  openStore(namespace: string): Promise<RecordStore>;
  /** Runs `task` while no other tab of this origin runs one of that name; at once where locks are unavailable. */
  withLock<T>(name: string, signal: AbortSignal, task: () => Promise<T>): Promise<T>;
  /** The HTTP client. */
  readonly fetch: typeof fetch;
  /** What another script of this origin keeps in local storage under `key`. Never throws. */
  peek(key: string): string | null;
  /** Where messages for the developer go. */
  log(level: 'info' | 'warn' | 'error', message: string, detail?: unknown): void;
}
