import { createNality } from '../../../src/core/nality.ts';
import { eventually } from '../own-time.ts';
import type { Place } from '../place.ts';
import type { RunRecord } from '../record.ts';
import type { Schedule } from '../schedule.ts';
import { sit, type Seat } from '../seat.ts';
import type { Device, DeviceTab } from './device.ts';

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

/** So long after the end of a tab something of it may still be there, milliseconds. */
const LEAVING_MS = 2_000;

/** Takes a place, and opens its first tab. */
export function takePlace(options: PlaceOptions): Place {
  const { name, deviceName, person, owner, hot, device, url, key, token, schedule, record } = options;
  let current: { seat: Seat; tab: DeviceTab } | undefined;
  let count = 0;

  const open = async (): Promise<void> => {
    if (current) return;
    const source = { device: deviceName, tab: `${name}.${(count += 1)}`, person };
    const tab = device.openTab((line) => record.trace(`${source.tab} says ${line}`));
    const core = createNality({
      url,
      key,
      accessToken: token,
      changes: schedule.changes,
      environment: tab.environment,
    });
    core.connection.subscribe((state) => record.trace(`${source.tab} is ${state.name}`));
    const { strategy } = schedule;
    const seat = sit({ core, owner, strategy, hot, report: (report) => record.hear(source, report) });
    current = { seat, tab };
  };
  void open();
  return {
    name,
    person,
    open,
    act: (act) => current?.seat.act(act),
    look: async () => current?.seat.look(),
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
      if (!current) return [];
      const { seat, tab } = current;
      current = undefined;
      await seat.close();
      await eventually(LEAVING_MS, () => tab.timers().length === 0);
      return tab.timers().map((from) => `I14: ${name} left a timer of ${from}`);
    },
  };
}
