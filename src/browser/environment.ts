import type { Environment } from '../core/environment.ts';
import { signal, watch, type Readable } from '../core/lib/signal.ts';
import { openIndexedDbStore } from './indexed-db.ts';
import { browserNotices } from './notices.ts';
import { lock, openLine } from './tabs.ts';
import { watchWakes } from './wakes.ts';
import { openWebSocket } from './web-socket.ts';

/** What counts as the person doing something. */
const ACTIVITY = ['pointerdown', 'keydown', 'scroll', 'touchstart'] as const;

/** The core's environment in a page. Nothing is touched before it is called. */
export function browserEnvironment(): Environment {
  return {
    now: () => Date.now(),
    uuid: () => randomUuid(),
    random: () => Math.random(),
    after(ms, task) {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
    online: observed(
      () => navigator.onLine,
      [
        [window, 'online'],
        [window, 'offline'],
      ],
    ),
    visible: observed(
      () => document.visibilityState !== 'hidden',
      [
        [document, 'visibilitychange'],
        [window, 'pageshow'],
      ],
    ),
    wakes: watchWakes,
    onActivity(listener) {
      const end = new AbortController();
      for (const type of ACTIVITY)
        window.addEventListener(type, listener, { passive: true, capture: true, signal: end.signal });
      return () => end.abort();
    },
    openStore: openIndexedDbStore,
    lock,
    openLine,
    frame,
    keepOpen,
    fetch: (input, init) => fetch(input, init),
    openWebSocket,
    files: () => import('./files.ts'),
    peek,
    keep,
    pushDevice: async (worker) => (await import('./push-device.ts')).openPushDevice(worker),
    notices: browserNotices,
    log: (level, message, detail) => {
      // The console is where a page's developer looks; this is the package's only way to it.
      // eslint-disable-next-line no-console
      console[level](`nality: ${message}`, ...(detail === undefined ? [] : [detail]));
    },
  };
}

/** A value that is read again at each of some events. Listens only while it is listened to. */
function observed<T>(read: () => T, sources: readonly (readonly [EventTarget, string])[]): Readable<T> {
  const state = signal(read(), {
    onListened() {
      const update = (): void => state.set(read());
      update();
      for (const [target, type] of sources) target.addEventListener(type, update);
      return () => {
        for (const [target, type] of sources) target.removeEventListener(type, update);
      };
    },
  });
  return { get: read, subscribe: state.subscribe };
}

/** `crypto.randomUUID` exists in secure contexts only; a page over plain http has random bytes alone. */
function randomUuid(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A page that is not painted, or goes out of sight meanwhile, gets no frames: then so many milliseconds do. */
const FRAME_AT_LATEST_MS = 100;

function frame(task: () => void): () => void {
  const run = (): void => (cancel(), task());
  const request = requestAnimationFrame(run);
  const timer = setTimeout(run, FRAME_AT_LATEST_MS);
  const cancel = (): void => {
    cancelAnimationFrame(request);
    clearTimeout(timer);
  };
  return cancel;
}

/** The browser asks in words of its own. Listening costs a page its place in the back/forward cache: only while needed. */
function keepOpen(unsaved: Readable<boolean>, until: AbortSignal): void {
  let asking: AbortController | undefined;
  const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
  const change = (now: boolean): void => {
    asking?.abort();
    asking = now ? new AbortController() : undefined;
    if (asking) window.addEventListener('beforeunload', ask, { signal: asking.signal });
  };
  watch(unsaved, change, until);
  until.addEventListener('abort', () => change(false), { once: true });
}

function peek(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage is blocked for this page.
  }
}

function keep(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Storage is blocked or full: the next page knows less, nothing else.
  }
}
