import type { FaultId } from './catalogue.ts';
import type { Place } from './place.ts';
import type { RunRecord } from './record.ts';
import type { Command } from './schedule.ts';
import type { Pair } from './stage.ts';

/** Two people at several tabs, and everything that can go wrong between them. */
export interface Scene {
  readonly pair: Pair;
  readonly places: readonly Place[];
  readonly record: RunRecord;
  readonly fired: ReadonlyMap<FaultId, number>;
  /** Does what a step says at a place. */
  perform(place: number, command: Command): void;
  /** Mends everything, and lets everybody come back to their tabs. */
  heal(): Promise<void>;
  /** Ends everything. Answers what was left behind. */
  close(): Promise<string[]>;
}

/** Somebody comes back to their tab, on a device where everything is in order. */
export async function comeBack(place: Place): Promise<void> {
  await place.open();
  place.place(true);
  place.setOnline(true);
  place.wake();
}
