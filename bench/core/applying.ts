import { figure, type Figure } from './figures.ts';
import { inTurns } from './in-turns.ts';
import type { Run } from './run.ts';

const PART = 'Applying changes';
const BATCH = 1000;

/** How long a change takes on its way into a view in order: one before each frame, and many. */
export async function measureApplying(run: Run): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const perFrame of [1, BATCH]) figures.push(...(await measureFrames(run, perFrame)));
  return figures;
}

async function measureFrames({ stage, rounds, quick, say }: Run, perFrame: number): Promise<Figure[]> {
  const sizes = quick ? [1_000, 10_000] : [10_000, 100_000];
  say(`Applying changes to ${sizes.join(' and ')} rows, ${perFrame} per frame …`);
  const page = await stage.open();
  const contest = await page.evaluateHandle((options) => bench.applying(options), { sizes, perFrame });
  const names = sizes.flatMap((size) => ['floor', 'ours', 'tanstack'].map((name) => `${name} ${size}`));
  const turns = await inTurns(contest, names, rounds);
  await page.browserContext().close();

  const of = (name: string, size: number): number[] => turns[`${name} ${size}`]!;
  const figures = sizes.map((size) =>
    figure(
      [PART, `per change, ${perFrame} a frame, ${size.toLocaleString('en')} rows`, 'µs'],
      of('ours', size),
      [
        { name: 'JSON.parse and Map.set', values: of('floor', size), max: 3 },
        { name: '@tanstack/db', values: of('tanstack', size), max: 0.1 },
      ],
    ),
  );
  const [few, many] = sizes as [number, number];
  const scaling = { name: `with ${few.toLocaleString('en')} rows`, values: of('ours', few), max: 1.5 };
  const name = `per change, ${perFrame} a frame, with ten times the rows`;
  return [...figures, figure([PART, name, 'µs'], of('ours', many), [scaling])];
}
