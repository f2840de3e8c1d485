import type { CDPSession, Page } from 'puppeteer-core';

/** What a page's memory holds. */
export interface Heap {
  /** Bytes of JavaScript objects that somebody still needs. */
  used(): Promise<number>;
}

/** Opens a look at the memory of a page. */
export async function openHeap(page: Page): Promise<Heap> {
  const session: CDPSession = await page.createCDPSession();
  await session.send('HeapProfiler.enable');
  return {
    async used() {
      // Finalizers and weak references let go only after a first collection.
      for (let time = 0; time < 3; time += 1) await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    },
  };
}
