import { setTimeout as sleep } from 'node:timers/promises';
import { memoryStore } from '../../../src/browser/memory-store.ts';
import type { Decide, RecordRead, RecordStore } from '../../../src/core/environment.ts';
import { constant } from '../../../src/core/lib/signal.ts';
import type { Chance } from '../random.ts';

/** What a device keeps, whatever becomes of its tabs. */
export interface Disk {
  /** The records of a namespace as one tab sees them; a transaction that it has not begun when it dies never is. */
  open(namespace: string, tab: { readonly alive: boolean }): RecordStore;
}

/** A transaction takes at most so long, milliseconds. */
const SLOWEST_MS = 6;

/** Makes a disk: transactions one after another, each complete some time after it was wished for. */
export function createDisk(chance: Chance): Disk {
  const records = new Map<string, RecordStore>();
  let tail: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(tab: { readonly alive: boolean }, work: () => Promise<T>): Promise<T> => {
    const done = tail.then(async () => {
      await sleep(chance.between(0, SLOWEST_MS));
      return tab.alive ? work() : NEVER;
    });
    tail = Promise.race([done, sleep(2 * SLOWEST_MS)]).catch(() => undefined);
    return done;
  };
  return {
    open(namespace, tab) {
      const store = records.get(namespace) ?? memoryStore();
      records.set(namespace, store);
      return {
        durability: constant('disk'),
        // Nothing ever takes this disk away.
        restoreWith: () => undefined,
        all: <T>(kind: string) => inTurn(tab, async () => structuredClone(await store.all<T>(kind))),
        clear: (prefix) => inTurn(tab, () => store.clear(prefix)),
        transact: <T>(reads: readonly RecordRead[], decide: Decide<T>, durability: 'strict' | 'relaxed') =>
          inTurn(tab, () => store.transact<T>(reads, copying(decide), durability)),
      };
    },
  };
}

const NEVER = new Promise<never>(() => undefined);

/** What goes to disk and comes from it is a copy. */
function copying<T>(decide: Decide<T>): Decide<T> {
  return (found) => {
    const { answer, changes } = decide(structuredClone(found));
    return changes ? { answer, changes: structuredClone(changes) } : { answer };
  };
}
