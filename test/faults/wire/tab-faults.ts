import type { FaultId } from '../catalogue.ts';
import type { Chance } from '../random.ts';
import { textOf } from '../schedule.ts';
import type { Equipment } from './scene.ts';
import type { Place } from '../place.ts';

/** A fault of a tab or of its device: what happens, and what happens when it is over. */
interface TabFault {
  start(place: Place, at: Equipment, chance: Chance): void;
  stop(place: Place, at: Equipment): void;
  /** It meets something only when a token is asked for. */
  readonly later?: true;
}

const HOUR_MS = 3_600_000;
/** The numbers of what is written on purpose just before an element goes. */
let hasty = 1_000_000;

/** The faults of tabs and devices. */
export const TAB_FAULTS: Readonly<Partial<Record<FaultId, TabFault>>> = {
  F34: {
    start: (_place, { signIn }) => signIn.set('expired'),
    stop: (_place, { signIn }) => signIn.set('good'),
    later: true,
  },
  F35: {
    start: (_place, { signIn }) => signIn.set('refused'),
    stop: (_place, { signIn }) => signIn.set('good'),
    later: true,
  },
  F37: {
    start: (_place, { device }, chance) => void (device.clockOff = chance.pick([-HOUR_MS, HOUR_MS])),
    stop: (_place, { device }) => void (device.clockOff = 0),
  },
  F38: { start: (place) => place.kill(), stop: (place) => void place.open() },
  F46: { start: (place) => place.setOnline(false), stop: (place) => place.setOnline(true) },
  F48: {
    start(place) {
      const n = (hasty += 1);
      place.act({ name: 'add', n, values: { title: textOf(0, n) } });
      place.place(false);
    },
    stop: (place) => place.place(true),
  },
};
