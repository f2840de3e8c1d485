import type { Chance } from './chance.ts';

/** Faults by their number in the list of `docs/sync.md`. */
export type FaultId = `F${number}`;

/** Where a fault is at work: in one browser, or everywhere. */
type Place = number | undefined;

/** The faults at work, and how often each has really struck. */
export interface Faults {
  /** A fault is at work for so many milliseconds; `where` is the number of a browser. */
  start(id: FaultId, where: Place, ms: number): void;
  /** Whether it is at work there. */
  isOn(id: FaultId, where?: Place): boolean;
  /** Whether it strikes this time; counted if so. */
  strikes(id: FaultId, where?: Place, probability?: number): boolean;
  /** Counts a fault that struck without being drawn. */
  struck(id: FaultId): void;
  /** Ends all of them, for good. */
  heal(): void;
  readonly counts: ReadonlyMap<FaultId, number>;
}

/** Nothing is at work at first. */
export function createFaults(now: () => number, chance: Chance): Faults {
  const active: { id: FaultId; where: Place; until: number }[] = [];
  const counts = new Map<FaultId, number>();
  const struck = (id: FaultId): void => void counts.set(id, (counts.get(id) ?? 0) + 1);
  const isOn = (id: FaultId, where?: Place): boolean =>
    active.some(
      (fault) =>
        fault.id === id &&
        fault.until > now() &&
        (fault.where === undefined || where === undefined || fault.where === where),
    );
  return {
    start: (id, where, ms) => void active.push({ id, where, until: now() + ms }),
    isOn,
    strikes(id, where, probability = 0.6) {
      if (!isOn(id, where) || !chance.hits(probability)) return false;
      struck(id);
      return true;
    },
    struck,
    heal: () => void active.splice(0),
    counts,
  };
}
