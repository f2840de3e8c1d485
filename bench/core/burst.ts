import { openBusyTime } from './busy-time.ts';
import { figure, type Figure } from './figures.ts';
import type { Burst } from './page/burst.ts';
import { startProject } from './project.ts';
import type { Run } from './run.ts';

/** How long it takes until rows that were written at once are all there. */
export async function measureBurst({ stage, rounds, quick, say, fail }: Run): Promise<Figure[]> {
  const count = quick ? 500 : 5000;
  say(`Hearing of ${count} rows at once …`);
  const project = await startProject(fail);
  const page = await stage.open();
  const busyTime = await openBusyTime(page);
  const taken: Record<'raw' | 'ours', Measured[]> = { raw: [], ours: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const way of ['raw', 'ours'] as const) {
      const seat = await project.seat();
      const run = (): Promise<Burst> => page.evaluate((...given) => bench.burst(...given), way, seat, count);
      const { result, ms } = await busyTime(run);
      if (round > 0) taken[way].push({ ...result, busy: ms });
    }
  }
  await page.browserContext().close();
  await project.end();

  const part = `Burst of ${count.toLocaleString('en')} rows, real backend`;
  const of = (pick: (one: Measured) => number) =>
    [taken.ours.map(pick), [{ name: 'supabase-js alone', values: taken.raw.map(pick) }]] as const;
  const [totals, [rawTotals]] = of(({ total }) => total);
  return [
    figure([part, 'until all are there', 'ms'], totals, [{ ...rawTotals!, max: 1.25 }]),
    figure([part, 'main thread busy meanwhile', 'ms'], ...of(({ busy }) => busy)),
    figure([part, 'tasks of more than 50 ms, the most in a run', ''], [mostLong(taken.ours)], [], 0),
    figure([part, 'the same with supabase-js alone', ''], [mostLong(taken.raw)], []),
  ];
}

interface Measured extends Burst {
  /** How long the page's main thread worked, in milliseconds. */
  busy: number;
}

function mostLong(bursts: readonly Burst[]): number {
  return Math.max(...bursts.map(({ longTasks }) => longTasks.length));
}
