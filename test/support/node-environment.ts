import { randomUUID } from 'node:crypto';
import { memoryStore } from '../../src/browser/memory-store.ts';
import type { Environment, FileTools } from '../../src/core/environment.ts';
import { constant, signal, type Signal } from '../../src/core/lib/signal.ts';
import { noPush } from './no-push.ts';
import { fakeNotices, type FakeNotices } from './fake-notices.ts';
import { wakesOf } from './wakes-of.ts';
import { openWebSocket } from './web-socket.ts';

/** The real clock and network of Node, for tests of the core against a real server. */
export interface NodeEnvironment extends Environment {
  readonly online: Signal<boolean>;
  readonly visible: Signal<boolean>;
  readonly logged: string[];
  /** What is in local storage. */
  readonly texts: Map<string, string>;
  readonly notices: FakeNotices;
  /** How files are sent; a test may put something in between. */
  tools: FileTools;
}

/** Files by `fetch`, which tells of its progress at the end alone; every picture is of one size. */
const FILE_TOOLS: FileTools = {
  async send({ method, url, headers, body, onProgress, signal }) {
    const answer = await fetch(url, { method, headers, body: body ?? null, signal });
    if (body instanceof Blob) onProgress?.(body.size);
    return { status: answer.status, header: (name) => answer.headers.get(name), text: await answer.text() };
  },
  picture: async () => ({ width: 4, height: 3, small: new Blob(['small'], { type: 'image/webp' }) }),
  recording: async () => ({
    duration: 65,
    width: 4,
    height: 3,
    small: new Blob(['still'], { type: 'image/webp' }),
  }),
  room: async () => 1e9,
};

export function nodeEnvironment(): NodeEnvironment {
  const logged: string[] = [];
  const texts = new Map<string, string>();
  const [online, visible] = [signal(true), signal(true)];
  const stores = new Map<string, ReturnType<typeof memoryStore>>();
  const environment: NodeEnvironment = {
    now: () => Date.now(),
    uuid: randomUUID,
    random: Math.random,
    after(ms, task) {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
    online,
    visible,
    wakes: wakesOf(online, visible),
    onActivity: () => () => undefined,
    async openStore(namespace) {
      // It outlives the core, as a disk does.
      const store = stores.get(namespace) ?? { ...memoryStore(), durability: constant('disk' as const) };
      stores.set(namespace, store);
      return store;
    },
    lock: async () => () => undefined,
    openLine: () => () => undefined,
    frame(task) {
      const timer = setTimeout(task, 0);
      return () => clearTimeout(timer);
    },
    keepOpen: () => undefined,
    fetch: (input, init) => fetch(input, init),
    openWebSocket,
    files: async () => environment.tools,
    tools: FILE_TOOLS,
    peek: (key) => texts.get(key) ?? null,
    keep: (key, text) => void (text === null ? texts.delete(key) : texts.set(key, text)),
    texts,
    pushDevice: noPush,
    notices: fakeNotices(),
    log: (level, message) => void logged.push(`${level}: ${message}`),
    logged,
  };
  return environment;
}
