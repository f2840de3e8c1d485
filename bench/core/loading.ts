import { figure, type Figure } from './figures.ts';
import { inTurns } from './in-turns.ts';
import type { Run } from './run.ts';

/** How long it takes until a whole life is there, in order. */
export async function measureLoading({ stage, rounds, quick, say }: Run): Promise<Figure[]> {
  const size = quick ? 10_000 : 100_000;
  say(`Loading ${size} rows …`);
  const page = await stage.open();
  const contest = await page.evaluateHandle((options) => bench.loading(options), { size });
  const { floor, ours, tanstack } = await inTurns(contest, ['floor', 'ours', 'tanstack'], rounds);
  await page.browserContext().close();
  const beside = [
    { name: 'JSON.parse, Map.set and sort', values: floor, max: 3 },
    { name: '@tanstack/db', values: tanstack, max: 0.1 },
  ];
  return [figure(['Loading', `${size.toLocaleString('en')} rows in order`, 'ms'], ours, beside)];
}
