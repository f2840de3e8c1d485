import type { Environment } from '../../../src/core/environment.ts';
import { noPush } from '../../support/no-push.ts';
import { fakeNotices } from '../../support/fake-notices.ts';
import { createClient, type SimulatedClient } from '../client/client.ts';
import { createNetwork } from '../client/network.ts';
import { createValue } from '../world/value.ts';
import type { Browser } from './browser.ts';
import { openStore } from './store.ts';

/** A tab with a page in it: what the core has of the world, and what can happen to a tab. */
export interface Tab {
  readonly name: string;
  readonly browser: Browser;
  readonly environment: Environment;
  readonly client: SimulatedClient;
  isGone(): boolean;
  isFrozen(): boolean;
  /** Nothing runs until `thaw`; then what waited runs at once. */
  freeze(): void;
  thaw(): void;
  /** It is gone, without a last word. */
  crash(): void;
  show(visible: boolean): void;
  /** The page came back: from the back/forward cache, or from a freeze. */
  wake(): void;
  /** What is still held of the world: nothing, once everything has been closed. */
  leftovers(): Readonly<Record<string, number>>;
  /** Timers that the core has set. */
  timers(): number;
  /** Whether the person would be asked before leaving. */
  isKeptOpen(): boolean;
}

/** Opens a tab. */
export function openTab(name: string, browser: Browser): Tab {
  const { time, chance, faults, where, server, trace } = browser.world;
  const waiting: (() => void)[] = [];
  const timers = new Set<object>();
  const active = new Set<() => void>();
  const wakes = new Set<() => void>();
  const keepers = new Set<{ get(): boolean }>();
  const online = createValue(browser.isOnline());
  const visible = createValue(true);
  let state: 'running' | 'frozen' | 'gone' = 'running';
  let transactions = 0;

  const inTab = (task: () => void): void => {
    if (state === 'running') task();
    else if (state === 'frozen') waiting.push(task);
  };
  const own = (ms: number, task: () => void, kept: Set<object>): (() => void) => {
    const timer = {};
    kept.add(timer);
    const cancel = time.after(ms, () => inTab(() => kept.delete(timer) && task()));
    return () => {
      kept.delete(timer);
      cancel();
    };
  };
  const after = (ms: number, task: () => void): (() => void) => own(ms, task, timers);
  const gone = (): boolean => state === 'gone';
  const isOnline = (): boolean => browser.isOnline();
  const network = createNetwork({ time, chance, faults, server, trace, where, isOnline });
  const libraryTimers = new Set<object>();
  const client = createClient({
    time,
    chance,
    faults,
    network,
    feed: server.feed,
    where,
    inTab,
    after: (ms, task) => own(ms, task, libraryTimers),
    accessToken: () =>
      new Promise((resolve, reject) =>
        browser.signIn.token().then(
          (token) => inTab(() => resolve(token)),
          (error: Error) => inTab(() => reject(error)),
        ),
      ),
  });
  const tellWakes = (): void => [...wakes].forEach((listener) => listener());
  const stopOnline = browser.online.subscribe((now) => inTab(() => (online.set(now), now && tellWakes())));

  const environment: Environment = {
    now: () => Math.floor(browser.now()),
    uuid: () => chance.uuid(),
    random: () => chance.next(),
    after,
    online,
    visible,
    onActivity(listener) {
      active.add(listener);
      return () => void active.delete(listener);
    },
    openStore: (namespace) =>
      new Promise((resolve) =>
        time.after(chance.between(0, 5), () =>
          inTab(() =>
            resolve(
              openStore(namespace, {
                time,
                chance,
                faults,
                disk: browser.disk,
                queue: browser.diskQueue,
                where,
                inTab,
                isGone: gone,
                isFrozen: () => state === 'frozen',
                refused: browser.lacks.disk,
                onBusy: (change) => void (transactions += change),
              }),
            ),
          ),
        ),
      ),
    lock(lockName, { signal, steal = false }) {
      if (browser.lacks.locks) return Promise.resolve(() => undefined);
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new DOMException('aborted', 'AbortError'));
        const giveUp = browser.locks.request(tab, lockName, steal, () =>
          inTab(() => {
            signal.removeEventListener('abort', onAbort);
            resolve(giveUp);
          }),
        );
        const onAbort = (): void => {
          giveUp();
          reject(new DOMException('aborted', 'AbortError'));
        };
        signal.addEventListener('abort', onAbort, { once: true });
      });
    },
    openLine(lineName, onMessage, until) {
      if (browser.lacks.lines || until.aborted) return () => undefined;
      const { say, close } = browser.lines.open(tab, lineName, (message) =>
        inTab(() => until.aborted || onMessage(message)),
      );
      until.addEventListener('abort', close, { once: true });
      return (message) => void (until.aborted || say(message));
    },
    frame: (task) => after(visible.get() ? chance.between(0, 16) : 100, task),
    keepOpen(unsaved, until) {
      keepers.add(unsaved);
      const stop = unsaved.subscribe(() => undefined);
      until.addEventListener('abort', () => (keepers.delete(unsaved), stop()), { once: true });
    },
    wakes(listener) {
      wakes.add(listener);
      return () => void wakes.delete(listener);
    },
    fetch: () => Promise.reject(new TypeError('This page has a client of its own.')),
    openWebSocket() {
      throw new TypeError('This page has a client of its own.');
    },
    files: () => Promise.reject(new Error('No files are sent here.')),
    peek: (key) => browser.texts.get(key) ?? null,
    keep(key, text) {
      if (text === null) browser.texts.delete(key);
      else browser.texts.set(key, text);
    },
    pushDevice: noPush,
    notices: fakeNotices(),
    log: (level, message, detail) => {
      const cause = detail instanceof Error ? ` (${detail.message})` : '';
      if (level !== 'info') trace.add(`${name} says: ${message}${cause}`);
    },
  };
  const tab: Tab = {
    name,
    browser,
    environment,
    client,
    isGone: gone,
    isFrozen: () => state === 'frozen',
    freeze: () => void (state === 'running' && (state = 'frozen')),
    thaw() {
      if (state !== 'frozen') return;
      state = 'running';
      // Browsers run what waited as tasks of their own, one by one.
      for (const task of waiting.splice(0)) time.after(0, () => inTab(task));
    },
    crash() {
      state = 'gone';
      stopOnline();
      browser.locks.release(tab);
      browser.lines.release(tab);
      client.socket.disconnect();
    },
    show: (now) => inTab(() => (visible.set(now), now && tellWakes())),
    wake: () => inTab(tellWakes),
    leftovers: () => ({
      timers: timers.size,
      locks: browser.locks.countOf(tab),
      lines: browser.lines.countOf(tab),
      activity: active.size,
      wakes: wakes.size,
      online: online.followers,
      visible: visible.followers,
      keepers: keepers.size,
      channels: client.channels,
      'sign-in listeners': client.signInListeners,
      transactions,
    }),
    timers: () => timers.size,
    isKeptOpen: () => [...keepers].some((unsaved) => unsaved.get()),
  };
  return tab;
}
