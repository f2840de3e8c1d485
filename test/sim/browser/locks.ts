import type { Chance } from '../world/chance.ts';
import type { Clock } from '../world/clock.ts';

/** Somebody who holds or wants a lock. */
interface Claimant {
  readonly tab: object;
  readonly grant: () => void;
}

/** The locks of one origin in one browser. A frozen tab keeps its own; those of a dead tab are given on. */
export interface Locks {
  /** Calls `granted` once the lock is the tab's. Returns how to let it go, or to give up waiting. */
  request(tab: object, name: string, steal: boolean, granted: () => void): () => void;
  /** A tab is gone. */
  release(tab: object): void;
  /** Locks that the tab holds or waits for. */
  countOf(tab: object): number;
}

/** Nobody holds anything. */
export function createLocks(time: Clock, chance: Chance): Locks {
  const queues = new Map<string, Claimant[]>();

  const leave = (name: string, claimant: Claimant): void => {
    const queue = queues.get(name) ?? [];
    const place = queue.indexOf(claimant);
    if (place < 0) return;
    queue.splice(place, 1);
    if (place === 0) queue[0]?.grant();
  };
  return {
    request(tab, name, steal, granted) {
      const queue = queues.get(name) ?? [];
      queues.set(name, queue);
      let isWanted = true;
      // A browser answers a moment later, also whoever was robbed meanwhile; not who has given up.
      const claimant: Claimant = {
        tab,
        grant: () => void time.after(chance.between(0, 2), () => isWanted && granted()),
      };
      if (steal) queue.splice(0, 1, claimant);
      else queue.push(claimant);
      if (queue[0] === claimant) claimant.grant();
      return () => {
        isWanted = false;
        leave(name, claimant);
      };
    },
    release(tab) {
      for (const [name, queue] of queues)
        for (const claimant of queue.filter((one) => one.tab === tab))
          time.after(chance.between(1, 50), () => leave(name, claimant));
    },
    countOf: (tab) => [...queues.values()].flat().filter((claimant) => claimant.tab === tab).length,
  };
}
