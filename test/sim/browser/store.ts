import type { Decide, RecordChange, RecordRead, RecordStore } from '../../../src/core/environment.ts';
import type { Chance } from '../world/chance.ts';
import type { Clock } from '../world/clock.ts';
import type { Faults } from '../world/faults.ts';
import { createValue } from '../world/value.ts';
import { createDisk, type Disk } from './disk.ts';

interface StoreOptions {
  readonly time: Clock;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly disk: Disk;
  /** Transactions of all tabs run one after another. */
  readonly queue: DiskQueue;
  readonly where: number;
  /** Runs something in the tab: later if it is frozen, never if it is gone. */
  readonly inTab: (task: () => void) => void;
  readonly isGone: () => boolean;
  readonly isFrozen: () => boolean;
  /** There is no storage to be had (F43). */
  readonly refused: boolean;
  /** Whether a transaction is under way in this tab. */
  readonly onBusy: (change: 1 | -1) => void;
}

/** Transactions of one browser, one after another. */
export interface DiskQueue {
  run(work: () => void): void;
}

/** Opens a queue. */
export function createDiskQueue(time: Clock, chance: Chance): DiskQueue {
  let free = 0;
  return {
    run(work) {
      free = Math.max(free, time.now()) + chance.between(0, 4);
      time.after(free - time.now(), work);
    },
  };
}

/** Kinds that begin so may be thrown away when storage runs out. */
const EVICTABLE = 'cache:';
/** How often a lost connection is opened anew before the tab goes on in memory. */
const REOPENINGS_MS = [0, 100, 400];

/** The records of one namespace as a tab has them open, with what browsers do to them (F42). */
export function openStore(namespace: string, options: StoreOptions): RecordStore {
  const { time, chance, faults, where, inTab } = options;
  const durability = createValue<'disk' | 'memory'>(options.refused ? 'memory' : 'disk');
  const restorers = new Set<() => readonly RecordChange[]>();
  let memory: Disk | undefined = options.refused ? createDisk() : undefined;
  let generation = options.disk.generation;
  let lastAnswer = 0;

  const line: (() => void)[] = [];
  let waits = false;
  /** A page hears of the end of a transaction before its next one runs. */
  const next = (): void => {
    while (!waits && line.length > 0) {
      waits = lastAnswer > time.now();
      if (waits) time.after(lastAnswer - time.now(), () => ((waits = false), next()));
      else line.shift()!();
    }
  };
  const enter = (work: () => void): void =>
    options.queue.run(() => {
      line.push(work);
      next();
    });
  /** What another tab has put there already is newer. */
  const restore = (disk: Disk): void => {
    const missing = [...restorers]
      .flatMap((records) => records())
      .filter(({ kind, key }) => disk.read(namespace, kind, key).length === 0);
    disk.write(namespace, missing, 'strict');
  };
  const giveUp = (): void => {
    memory = createDisk();
    restore(memory);
    durability.set('memory');
  };
  /** Does work in a transaction; what goes wrong is tried again as often as a browser's side does. */
  const transaction = <T>(work: (disk: Disk, attempt: number) => T): Promise<T> =>
    new Promise((resolve, reject) => {
      const answer = (settle: () => void): void => {
        // Transactions of one tab complete in the order in which they ran.
        lastAnswer = Math.max(lastAnswer, time.now() + chance.between(0, 3));
        time.after(lastAnswer - time.now(), () => inTab(() => (options.onBusy(-1), settle())));
      };
      const perform = (disk: Disk, attempt: number): void => {
        try {
          const result = work(disk, attempt);
          answer(() => resolve(result));
        } catch (error) {
          answer(() => reject(error as Error));
        }
      };
      const attempt = (count: number): void => {
        if (memory) return perform(memory, count);
        if (options.isGone())
          return void (
            chance.hits(0.5) &&
            options.disk.generation === generation &&
            perform(options.disk, count)
          );
        if (options.isFrozen()) return inTab(() => attempt(count));
        if (faults.strikes('F42', where, 0.5)) return fail(count);
        // Deleted, and maybe made anew by another tab: what this one has is stored again before anything else.
        if (options.disk.generation !== generation) restore(options.disk);
        generation = options.disk.generation;
        perform(options.disk, count);
      };
      /** Aborted, out of space, or the connection is lost. */
      const fail = (count: number): void => {
        if (chance.hits(0.3)) options.disk.clear(namespace, EVICTABLE);
        const pause = REOPENINGS_MS[count + 1];
        if (pause !== undefined) return void time.after(pause, () => enter(() => attempt(count + 1)));
        inTab(() => {
          if (!memory) giveUp();
          attempt(count);
        });
      };
      options.onBusy(1);
      // In memory nothing waits: so whoever hears of the loss puts everything again before anybody reads.
      if (memory) attempt(0);
      else enter(() => attempt(0));
    });

  return {
    durability,
    restoreWith(records, until) {
      restorers.add(records);
      until.addEventListener('abort', () => restorers.delete(records), { once: true });
    },
    all: <T>(kind: string) => transaction((disk) => disk.read(namespace, kind) as T[]),
    transact: <T>(reads: readonly RecordRead[], decide: Decide<T>, how: 'strict' | 'relaxed') =>
      transaction((disk) => {
        const found = (): unknown[][] =>
          reads.map(({ kind, key, after }) => disk.read(namespace, kind, key, after));
        // A storage that was opened anew decides anew: that must make no difference.
        if (chance.hits(0.05)) decide(found());
        const { answer, changes = [] } = decide(found());
        disk.write(namespace, changes, how);
        return answer;
      }),
    clear: (prefix) => transaction((disk) => disk.clear(namespace, prefix)),
  };
}
