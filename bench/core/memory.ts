import { setTimeout } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { figure, type Figure } from './figures.ts';
import { openHeap, type Heap } from './heap.ts';
import type { Run } from './run.ts';

const ROWS = 10_000;
const MB = 1_000_000;
/** What loading needs is let go within so many milliseconds, and the rows are on disk. */
const SETTLING = 2000;
const NAMES = ['floor', 'ours', 'tanstack'] as const;

/** How much memory rows take. */
export async function measureMemory({ stage, rounds, say }: Run): Promise<Figure[]> {
  say(`Holding ${ROWS} rows …`);
  const page = await stage.open();
  const heap = await openHeap(page);
  const taken: Record<(typeof NAMES)[number], number[]> = { floor: [], ours: [], tanstack: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of NAMES) {
      const bytes = await weigh(page, heap, name);
      if (round > 0) taken[name].push(bytes / MB);
    }
  }
  await page.browserContext().close();
  const beside = [
    { name: 'plain objects in a Map', values: taken.floor, max: 1.5 },
    { name: '@tanstack/db', values: taken.tanstack },
  ];
  return [
    figure(['Memory', `a core with ${ROWS.toLocaleString('en')} rows in order`, 'MB'], taken.ours, beside),
  ];
}

/** Bytes that are needed as long as rows are held. */
async function weigh(page: Page, heap: Heap, name: string): Promise<number> {
  const before = await heap.used();
  const holding = await page.evaluateHandle((options) => bench.hold(options), { name, size: ROWS });
  await setTimeout(SETTLING);
  const bytes = (await heap.used()) - before;
  await holding.evaluate((inPage) => inPage.close());
  await holding.dispose();
  return bytes;
}
