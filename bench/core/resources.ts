import type { CDPSession, Page } from 'puppeteer-core';

/** What a page has in use. */
export interface Resources {
  timers: number;
  sockets: number;
  lines: number;
  locks: number;
  listeners: number;
}

/** Makes a page count what it opens; to be called before it is loaded. */
export async function countResources(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(install);
}

/** What a page has in use now. */
export async function readResources(page: Page, session: CDPSession): Promise<Resources> {
  const counted = await page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const { timers, sockets, lines } = globalThis.opened;
    return {
      timers: timers.size,
      sockets: sockets.count,
      lines: lines.count,
      locks: held.length + pending.length,
    };
  });
  await session.send('HeapProfiler.collectGarbage');
  return { ...counted, listeners: (await page.metrics()).JSEventListeners ?? NaN };
}

declare global {
  var opened: { timers: Set<unknown>; sockets: { count: number }; lines: { count: number } };
}

/** Runs in the page, before its scripts. */
function install(): void {
  const timers = new Set<unknown>();
  const [sockets, lines] = [{ count: 0 }, { count: 0 }];
  globalThis.opened = { timers, sockets, lines };
  const { setTimeout, setInterval, clearTimeout } = globalThis;
  globalThis.setTimeout = ((work: () => void, delay?: number) => {
    const timer = setTimeout(() => (timers.delete(timer), work()), delay);
    timers.add(timer);
    return timer;
  }) as typeof setTimeout;
  globalThis.setInterval = ((work: () => void, delay?: number) => {
    const timer = setInterval(work, delay);
    timers.add(timer);
    return timer;
  }) as typeof setInterval;
  globalThis.clearTimeout = globalThis.clearInterval = (timer) => (timers.delete(timer), clearTimeout(timer));
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.count += 1;
      this.addEventListener('close', () => (sockets.count -= 1), { once: true });
    }
  };
  globalThis.BroadcastChannel = class extends BroadcastChannel {
    constructor(name: string) {
      super(name);
      lines.count += 1;
    }
    override close(): void {
      lines.count -= 1;
      super.close();
    }
  };
}
