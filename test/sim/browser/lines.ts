import type { Chance } from '../world/chance.ts';
import type { Clock } from '../world/clock.ts';
import type { Faults } from '../world/faults.ts';

interface Ear {
  readonly tab: object;
  readonly name: string;
  readonly hear: (message: unknown) => void;
}

/** What the tabs of one origin tell each other: hints that may get lost. */
export interface Lines {
  open(
    tab: object,
    name: string,
    hear: (message: unknown) => void,
  ): { say(message: unknown): void; close(): void };
  release(tab: object): void;
  countOf(tab: object): number;
}

/** Nobody listens. */
export function createLines(time: Clock, chance: Chance, faults: Faults, where: number): Lines {
  const ears = new Set<Ear>();
  return {
    open(tab, name, hear) {
      const own: Ear = { tab, name, hear };
      ears.add(own);
      return {
        say(message) {
          const copy: unknown = structuredClone(message);
          for (const ear of ears) {
            if (ear === own || ear.name !== name || faults.strikes('F43', where, 0.5)) continue;
            time.after(chance.between(0, 5), () => ears.has(ear) && ear.hear(copy));
          }
        },
        close: () => void ears.delete(own),
      };
    },
    release(tab) {
      for (const ear of ears) if (ear.tab === tab) ears.delete(ear);
    },
    countOf: (tab) => [...ears].filter((ear) => ear.tab === tab).length,
  };
}
