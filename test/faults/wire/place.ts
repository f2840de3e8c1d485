import { createNality } from '../../../src/core/nality.ts';
import type { RunRecord } from '../record.ts';
import type { Act, Schedule } from '../schedule.ts';
import { sit, type Look, type Seat } from '../seat.ts';
import type { Device, DeviceTab } from './device.ts';

/** Somebody's place at a device: a tab, and after its end the next one. */
export interface Place {
  readonly name: string;
  readonly person: string;
  act(act: Act): void;
  look(): Look;
  /** Takes the element out of the page, or puts it in again. */
  place(present: boolean): void;
  /** Ends the tab as a crash does. */
  kill(): void;
  /** Opens a tab, if there is none. */
  open(): void;
  setOnline(online: boolean): void;
  /** The person comes back to the tab. */
  wake(): void;
  /** Closes the tab. Answers with how many of its timers still wait. */
  close(): Promise<() => number>;
}

/** What a place is made of. */
export interface PlaceOptions {
  readonly name: string;
  readonly deviceName: string;
  readonly person: string;
  readonly owner: string;
  readonly hot: string;
  readonly device: Device;
  readonly url: string;
  readonly key: string;
  token(): Promise<string>;
  readonly schedule: Schedule;
  readonly record: RunRecord;
}

/** Takes a place, and opens its first tab. */
export function takePlace(options: PlaceOptions): Place {
  const { name, deviceName, person, owner, hot, device, url, key, token, schedule, record } = options;
  let current: { seat: Seat; tab: DeviceTab } | undefined;
  let count = 0;

  const open = (): void => {
    if (current) return;
    const tab = device.openTab();
    const source = { device: deviceName, tab: `${name}.${(count += 1)}`, person };
    const core = createNality({
      url,
      key,
      accessToken: token,
      changes: schedule.changes,
      environment: tab.environment,
    });
    const { strategy } = schedule;
    const seat = sit({ core, owner, strategy, hot, report: (report) => record.hear(source, report) });
    current = { seat, tab };
  };
  open();
  return {
    name,
    person,
    open,
    act: (act) => current?.seat.act(act),
    look: () => current?.seat.look() ?? { rows: [], pending: [], open: false },
    place: (present) => current?.seat.place(present),
    kill() {
      if (!current) return;
      const { seat, tab } = current;
      current = undefined;
      tab.kill();
      void seat.close(); // its socket and timers, which in Node nobody else would end
    },
    setOnline: (online) => current?.tab.environment.online.set(online),
    wake() {
      current?.tab.environment.visible.set(false);
      current?.tab.environment.visible.set(true);
    },
    async close() {
      if (!current) return () => 0;
      const { seat, tab } = current;
      current = undefined;
      await seat.close();
      return tab.timers;
    },
  };
}
