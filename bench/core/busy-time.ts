import type { CDPSession, Page } from 'puppeteer-core';

/** Measures how long a page's main thread works at something. */
export type BusyTime = <T>(work: () => Promise<T>) => Promise<{ result: T; ms: number }>;

/** Opens the measurement. It counts the thread's own time: what other processes take from it does not count. */
export async function openBusyTime(page: Page): Promise<BusyTime> {
  const session = await page.createCDPSession();
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async (work) => {
    const before = await taskTime(session);
    const result = await work();
    return { result, ms: (await taskTime(session)) - before };
  };
}

async function taskTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
}
