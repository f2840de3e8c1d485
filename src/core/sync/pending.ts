import type { Environment } from '../environment.ts';
import { signal, type Readable } from '../lib/signal.ts';
import { createOperationStore } from './operation-store.ts';
import { replaceOperation } from './queue.ts';
import type { Operation } from './rows.ts';

/** The operations that are not settled: in memory at once, on disk a moment later. */
export interface Pending {
  /** In the order in which they were made. */
  readonly list: Readable<readonly Operation[]>;
  /** Takes a new operation. Resolves once it is durable, or cannot be. */
  add(operation: Operation): Promise<void>;
  /** Puts others in the place of an operation: itself changed, its parts, or nothing. */
  replace(operation: Operation, next: readonly Operation[]): void;
  /** Shows a state that need not survive the page. */
  show(operation: Operation): void;
  /** Takes in what is on disk and not here: left by an earlier page, or written in another tab. */
  adopt(): Promise<void>;
}

/** Keeps the operations of one person. */
export function createPending(environment: Environment, namespace: Promise<string>): Pending {
  const list = signal<readonly Operation[]>([]);
  const disk = createOperationStore(namespace.then((name) => environment.openStore(name)));
  /** Settled here, while their records may still be on disk. */
  const gone = new Set<string>();

  const onDisk = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) =>
      environment.log('warn', 'This browser cannot keep unsent changes on disk.', error),
    );
  const forget = (operation: Operation): void => {
    gone.add(operation.id);
    void onDisk(disk.forget(operation)).finally(() => gone.delete(operation.id));
  };

  return {
    list,
    add(operation) {
      // Keys on disk sort by time: two writes of one millisecond must not change places.
      const newest = Math.max(0, ...list.get().map(({ at }) => at));
      const ordered = { ...operation, at: Math.max(operation.at, newest + 1) };
      list.set([...list.get(), ordered]);
      return onDisk(disk.keep(ordered));
    },
    replace(operation, next) {
      list.set(list.get().flatMap((other) => (other.id === operation.id ? next : [other])));
      for (const part of next) void onDisk(disk.keep(part));
      if (!next.some(({ id }) => id === operation.id)) forget(operation);
    },
    show: (operation) => list.set(replaceOperation(list.get(), operation)),
    async adopt() {
      const stored = await disk.load();
      const known = new Set([...gone, ...list.get().map(({ id }) => id)]);
      const found = stored.filter(({ id }) => !known.has(id));
      if (found.length > 0) list.set([...found, ...list.get()]);
    },
  };
}
