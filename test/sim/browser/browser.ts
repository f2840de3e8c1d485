import type { Server } from '../server/server.ts';
import type { Chance } from '../world/chance.ts';
import type { Clock } from '../world/clock.ts';
import type { Faults } from '../world/faults.ts';
import type { Trace } from '../world/trace.ts';
import { createValue, type Value } from '../world/value.ts';
import { createDisk, type Disk } from './disk.ts';
import { createLines, type Lines } from './lines.ts';
import { createLocks, type Locks } from './locks.ts';
import { createSignIn, type SignIn } from './session.ts';
import { createDiskQueue, type DiskQueue } from './store.ts';

/** Everything that browsers share. */
export interface World {
  readonly time: Clock;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly server: Server;
  readonly trace: Trace;
}

/** What a browser does not have (F43). */
export interface Lacks {
  readonly disk: boolean;
  readonly locks: boolean;
  readonly lines: boolean;
}

/** One browser of one machine: its tabs share storage, locks and the sign-in. */
export interface Browser {
  readonly world: World & { readonly where: number };
  readonly lacks: Lacks;
  readonly signIn: SignIn;
  readonly disk: Disk;
  readonly diskQueue: DiskQueue;
  readonly locks: Locks;
  readonly lines: Lines;
  readonly online: Value<boolean>;
  /** Local storage. */
  readonly texts: Map<string, string>;
  isOnline(): boolean;
  /** The machine's wall clock, milliseconds since the epoch. */
  now(): number;
  step(ms: number): void;
}

/** Starts a browser in which somebody is signed in. */
export function startBrowser(
  where: number,
  person: string,
  world: World,
  { lacks, start, tokenLife }: { lacks: Lacks; start: number; tokenLife: number },
): Browser {
  const { time, chance, faults, server } = world;
  const online = createValue(true);
  let offset = 0;
  const isOnline = (): boolean => online.get();
  return {
    world: { ...world, where },
    lacks,
    signIn: createSignIn(person, {
      time,
      chance,
      faults,
      where,
      isOnline,
      clock: server.clock,
      life: tokenLife,
    }),
    disk: createDisk(),
    diskQueue: createDiskQueue(time, chance),
    locks: createLocks(time, chance),
    lines: createLines(time, chance, faults, where),
    online,
    texts: new Map(),
    isOnline,
    now: () => start + offset + time.now(),
    step: (ms) => void (offset += ms),
  };
}
