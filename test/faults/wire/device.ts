import { randomUUID } from 'node:crypto';
import type { Environment } from '../../../src/core/environment.ts';
import { signal, type Signal } from '../../../src/core/lib/signal.ts';
import { fakeLines, fakeLocks } from '../../support/fake-tabs.ts';
import { wakesOf } from '../../support/wakes-of.ts';
import type { Chance } from '../random.ts';
import { createDisk } from './disk.ts';

/** What the tabs of one browser share: storage, locks, and the line between them. All of it outlives a tab. */
export interface Device {
  /** Opens a tab. `log` is told what the core tells developers. */
  openTab(log: (line: string) => void): DeviceTab;
  /** How far its clock is from ours, milliseconds. */
  clockOff: number;
}

/** A tab's environment, and what can happen to the tab. */
export interface DeviceTab {
  readonly environment: TabEnvironment;
  /** Ends it as the system does: nothing of it runs any more, its locks are free. */
  kill(): void;
  /** Timers that wait. */
  timers(): number;
}

/** The environment of a tab in Node: the real clock and network, a disk and other tabs as the device has them. */
export interface TabEnvironment extends Environment {
  readonly online: Signal<boolean>;
  readonly visible: Signal<boolean>;
}

/** Makes a device. */
export function createDevice(chance: Chance): Device {
  const disk = createDisk(chance);
  const [locks, lines] = [fakeLocks(), fakeLines()];
  const device: Device = {
    clockOff: 0,
    openTab(log) {
      const tab = { alive: true };
      const timers = new Set<NodeJS.Timeout>();
      const after = (ms: number, task: () => void): (() => void) => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          task();
        }, ms);
        timers.add(timer);
        return () => {
          clearTimeout(timer);
          timers.delete(timer);
        };
      };
      const [online, visible] = [signal(true), signal(true)];
      const environment: TabEnvironment = {
        now: () => Date.now() + device.clockOff,
        uuid: randomUUID,
        random: Math.random,
        after,
        online,
        visible,
        wakes: wakesOf(online, visible),
        onActivity: () => () => undefined,
        openStore: async (namespace) => disk.open(namespace, tab),
        lock: (name, options) => locks.take(name, options, tab),
        openLine: (name, hear, until) => lines.open(name, hear, until, tab),
        frame: (task) => after(0, task),
        contained: (make) => make(),
        keepOpen: () => undefined,
        fetch: (input, init) => fetchAlive(tab, input, init),
        peek: () => null,
        keep: () => undefined,
        log: (level, message, detail) =>
          log(`${level}: ${message}${detail === undefined ? '' : ` (${String(detail)})`}`),
      };
      return {
        environment,
        timers: () => timers.size,
        kill() {
          tab.alive = false;
          timers.forEach(clearTimeout);
          timers.clear();
          locks.releaseAll(tab);
        },
      };
    },
  };
  return device;
}

/** A dead tab sends nothing, and hears neither of a success nor of a failure. */
async function fetchAlive(
  tab: { readonly alive: boolean },
  ...request: Parameters<typeof fetch>
): Promise<Response> {
  const never = new Promise<never>(() => undefined);
  if (!tab.alive) return never;
  try {
    const response = await fetch(...request);
    return tab.alive ? response : never;
  } catch (error) {
    return tab.alive ? Promise.reject(error) : never;
  }
}
