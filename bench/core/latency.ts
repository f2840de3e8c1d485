import { quantile } from '../statistics.ts';
import { figure, type Figure } from './figures.ts';
import { startProject } from './project.ts';
import type { Run } from './run.ts';

const PART = 'Latency of one change, real backend';

/** How much later our timeline tells of a row than supabase-js does, which both of them get by the same frame. */
export async function measureLatency({ stage, quick, say, fail }: Run): Promise<Figure[]> {
  const count = quick ? 30 : 200;
  say(`Hearing of ${count} rows, one by one …`);
  const project = await startProject(fail);
  const page = await stage.open();
  const seat = await project.seat();
  const arrivals = await page.evaluate((...given) => bench.latency(...given), seat, count);
  await page.browserContext().close();
  await project.end();
  const [ours, raw] = [arrivals.map((one) => one.ours), arrivals.map((one) => one.raw)];
  const after = arrivals.map((one) => one.ours - one.raw);
  const frames = arrivals.map((one) => one.frames);
  return [
    figure([PART, 'from writing to our listener, p50', 'ms'], ours, [
      { name: 'callback of supabase-js', values: raw },
    ]),
    figure([PART, 'our listener after the callback, p50', 'ms'], after, [], 0.3),
    figure([PART, 'our listener after the callback, p95', 'ms'], [quantile(after, 0.95)], []),
    figure([PART, 'painted after the callback, p95', 'frames'], [quantile(frames, 0.95)], [], 1),
  ];
}
