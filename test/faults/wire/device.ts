import { randomUUID } from 'node:crypto';
import type { Environment } from '../../../src/core/environment.ts';
import { signal, type Signal } from '../../../src/core/lib/signal.ts';
import { fakeNotices } from '../../support/fake-notices.ts';
import { fakeLines, fakeLocks } from '../../support/fake-tabs.ts';
import { noPush } from '../../support/no-push.ts';
import { wakesOf } from '../../support/wakes-of.ts';
import { openWebSocket } from '../../support/web-socket.ts';
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
  /** Timers that wait, each by where it was set. */
  timers(): readonly string[];
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
      const timers = new Map<NodeJS.Timeout, string>();
      const after = (ms: number, task: () => void): (() => void) => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          task();
        }, ms);
        timers.set(timer, whereabouts());
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
        keepOpen: () => undefined,
        fetch: (input, init) => fetchAlive(tab, log, input, init),
        openWebSocket,
        files: () => Promise.reject(new Error('No files are sent here.')),
        peek: () => null,
        keep: () => undefined,
        pushDevice: noPush,
        notices: fakeNotices(),
        log: (level, message, detail) =>
          log(`${level}: ${message}${detail === undefined ? '' : ` (${String(detail)})`}`),
      };
      return {
        environment,
        timers: () => [...timers.values()],
        kill() {
          tab.alive = false;
          timers.forEach((_from, timer) => clearTimeout(timer));
          timers.clear();
          locks.releaseAll(tab);
        },
      };
    },
  };
  return device;
}

/** The line of the core that is at work. */
function whereabouts(): string {
  const lines = new Error().stack?.split('\n') ?? [];
  return lines.find((line) => line.includes('/src/core/'))?.replace(/^.*\/src\//, '') ?? 'somewhere';
}

/** A dead tab sends nothing, and hears neither of a success nor of a failure. */
async function fetchAlive(
  tab: { readonly alive: boolean },
  log: (line: string) => void,
  ...request: Parameters<typeof fetch>
): Promise<Response> {
  const never = new Promise<never>(() => undefined);
  if (!tab.alive) return never;
  const asked = nameOf(...request);
  log(`asks ${asked}`);
  try {
    const response = await fetch(...request);
    log(`${asked}: ${response.status}`);
    return tab.alive ? response : never;
  } catch (error) {
    log(`${asked}: ${String((error as Error).cause ?? error)}`);
    return tab.alive ? Promise.reject(error) : never;
  }
}

let count = 0;

/** What tells a request from others in a trace. */
function nameOf(...[input, init]: Parameters<typeof fetch>): string {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  return `#${(count += 1)} ${init?.method ?? 'GET'} ${pathname}`;
}
