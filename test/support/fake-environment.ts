import type { Environment, RecordStore } from '../../src/core/environment.ts';
import { constant, signal, watch, type Signal } from '../../src/core/lib/signal.ts';
import { wakesOf } from './wakes-of.ts';
import { memoryStore } from '../../src/browser/memory-store.ts';
import { noPush } from './no-push.ts';
import { fakeNotices, type FakeNotices } from './fake-notices.ts';
import { fakeLines, fakeLocks } from './fake-tabs.ts';

/** An environment in which time stands still until the test moves it. */
export interface FakeEnvironment extends Environment {
  readonly online: Signal<boolean>;
  readonly visible: Signal<boolean>;
  /** Moves the clock, running what is due in order; lets promises settle after each task. */
  advance(ms: number): Promise<void>;
  /** Tells that the person did something. */
  act(): void;
  readonly logged: string[];
  /** Whether the person would be asked before leaving the page. */
  readonly asksBeforeLeaving: boolean;
  /** Another tab of the same browser: the same clock, storage, locks and lines. */
  anotherTab(): FakeEnvironment;
  /** The tab is no more: its tasks never run, its locks are released, its lines are silent. */
  crash(): void;
  /** The tab stands still: it keeps its locks and hears nothing. */
  freeze(): void;
  /** What is in local storage. */
  readonly texts: Map<string, string>;
  readonly notices: FakeNotices;
}

interface Task {
  at: number;
  run: () => void;
  tab: Tab;
}

interface Tab {
  alive: boolean;
}

/** What the tabs of one browser share. */
interface Browser {
  now: number;
  ids: number;
  readonly tasks: Set<Task>;
  readonly stores: Map<string, RecordStore>;
  readonly locks: ReturnType<typeof fakeLocks>;
  readonly lines: ReturnType<typeof fakeLines>;
  readonly texts: Map<string, string>;
  readonly notices: FakeNotices;
}

export function fakeEnvironment(start = Date.UTC(1898, 11, 26)): FakeEnvironment {
  return openTab({
    now: start,
    ids: 0,
    tasks: new Set(),
    stores: new Map(),
    locks: fakeLocks(),
    lines: fakeLines(),
    texts: new Map(),
    notices: fakeNotices(),
  });
}

function openTab(browser: Browser): FakeEnvironment {
  const { tasks, stores, locks, lines, texts, notices } = browser;
  const tab: Tab = { alive: true };
  const active = new Set<() => void>();
  const logged: string[] = [];
  let asksBeforeLeaving = false;
  const [online, visible] = [signal(true), signal(true)];

  const after = (ms: number, run: () => void): (() => void) => {
    const task = { at: browser.now + ms, run, tab };
    tasks.add(task);
    return () => void tasks.delete(task);
  };
  return {
    now: () => browser.now,
    uuid: () => `00000000-0000-4000-8000-${String((browser.ids += 1)).padStart(12, '0')}`,
    random: () => 0.5,
    after,
    frame: (task) => after(16, task),
    online,
    visible,
    wakes: wakesOf(online, visible),
    onActivity(listener) {
      active.add(listener);
      return () => void active.delete(listener);
    },
    async openStore(namespace) {
      // It outlives the tab, as a disk does.
      const store = stores.get(namespace) ?? { ...memoryStore(), durability: constant('disk' as const) };
      stores.set(namespace, store);
      return store;
    },
    lock: (name, options) => locks.take(name, options, tab),
    openLine: (name, onMessage, until) => lines.open(name, onMessage, until, tab),
    keepOpen: (unsaved, until) => watch(unsaved, (now) => (asksBeforeLeaving = now), until),
    get asksBeforeLeaving() {
      return asksBeforeLeaving;
    },
    fetch: () => Promise.reject(new TypeError('There is no network in this test.')),
    openWebSocket() {
      throw new TypeError('There is no network in this test.');
    },
    files: () => Promise.reject(new Error('There are no files in this test.')),
    peek: (key) => texts.get(key) ?? null,
    keep: (key, text) => void (text === null ? texts.delete(key) : texts.set(key, text)),
    texts,
    pushDevice: noPush,
    notices,
    log: (_level, message) => void logged.push(message),
    logged,
    act: () => active.forEach((listener) => listener()),
    advance: (ms) => advance(browser, ms),
    anotherTab: () => openTab(browser),
    freeze: () => void (tab.alive = false),
    crash() {
      tab.alive = false;
      locks.releaseAll(tab);
    },
  };
}

async function advance(browser: Browser, ms: number): Promise<void> {
  const { tasks } = browser;
  const until = browser.now + ms;
  const nextDue = (): Task | undefined =>
    [...tasks].filter(({ at, tab }) => at <= until && tab.alive).sort((a, b) => a.at - b.at)[0];
  await settle();
  for (let task = nextDue(); task; task = nextDue()) {
    tasks.delete(task);
    browser.now = Math.max(browser.now, task.at);
    task.run();
    await settle();
  }
  browser.now = until;
}

/** Lets everything run that waits for promises alone. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
}
