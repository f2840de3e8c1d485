import type { Environment } from '../core/environment.ts';
import { signal, type Readable } from '../core/lib/signal.ts';
import { openIndexedDbStore } from './indexed-db.ts';

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
    onActivity(listener) {
      const end = new AbortController();
      for (const type of ACTIVITY)
        window.addEventListener(type, listener, { passive: true, capture: true, signal: end.signal });
      return () => end.abort();
    },
    openStore: openIndexedDbStore,
    withLock,
    fetch: (input, init) => fetch(input, init),
    peek,
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

/** A tab that the browser froze keeps its locks: nobody waits longer for one than this. */
const LOCK_PATIENCE_MS = 20_000;

/** A lock saves work; it is never needed to be right. Where none is to be had, the task runs without. */
async function withLock<T>(name: string, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined;
  const begin = (): Promise<T> => (begun ??= task());
  const patience = AbortSignal.any([signal, AbortSignal.timeout(LOCK_PATIENCE_MS)]);
  try {
    await (navigator as { locks?: LockManager }).locks?.request(name, { signal: patience }, begin);
  } catch (error) {
    if (signal.aborted) throw error;
  }
  return begin();
}

function peek(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage is blocked for this page.
  }
}
