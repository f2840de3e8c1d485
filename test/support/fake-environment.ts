import type { Environment } from '../../src/core/environment.ts';
import { signal, type Signal } from '../../src/core/lib/signal.ts';
import { memoryStore } from '../../src/browser/memory-store.ts';

/** An environment in which time stands still until the test moves it. */
export interface FakeEnvironment extends Environment {
  readonly online: Signal<boolean>;
  readonly visible: Signal<boolean>;
  /** Moves the clock, running what is due in order; lets promises settle after each task. */
  advance(ms: number): Promise<void>;
  /** Tells that the person did something. */
  act(): void;
  readonly logged: string[];
}

interface Task {
  at: number;
  run: () => void;
}

export function fakeEnvironment(start = Date.UTC(1898, 11, 26)): FakeEnvironment {
  let now = start;
  let count = 0;
  const tasks = new Set<Task>();
  const stores = new Map<string, ReturnType<typeof memoryStore>>();
  const active = new Set<() => void>();
  const logged: string[] = [];

  const nextDue = (until: number): Task | undefined =>
    [...tasks].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];

  return {
    now: () => now,
    uuid: () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`,
    random: () => 0.5,
    after(ms, run) {
      const task = { at: now + ms, run };
      tasks.add(task);
      return () => void tasks.delete(task);
    },
    online: signal(true),
    visible: signal(true),
    onActivity(listener) {
      active.add(listener);
      return () => void active.delete(listener);
    },
    async openStore(namespace) {
      const store = stores.get(namespace) ?? memoryStore();
      stores.set(namespace, store);
      return store;
    },
    withLock: (_name, _signal, task) => task(),
    fetch: () => Promise.reject(new TypeError('There is no network in this test.')),
    peek: () => null,
    log: (_level, message) => void logged.push(message),
    logged,
    act: () => active.forEach((listener) => listener()),
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let task = nextDue(until); task; task = nextDue(until)) {
        tasks.delete(task);
        now = task.at;
        task.run();
        await settle();
      }
      now = until;
    },
  };
}

/** Lets everything run that waits for promises alone. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
}
