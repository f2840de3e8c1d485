import { newestFirst, type LifeEvent } from '../../../src/core/features/life-event.ts';
import { median } from '../../statistics.ts';
import type { Contest } from './contest.ts';
import { createLife, type GoingLife } from './life.ts';
import { VIEWS, type View } from './views.ts';

/** So many rows are on the screen, and read after every frame. */
const SCREEN = 40;
/** So many changes are timed together, or all of a frame … */
const SLICE = 20;
/** … and so many of these make one measurement, of which the median counts: a pause of the machine does not. */
const SLICES = { least: 3, most: 15 };
/** Milliseconds after which no further slice is begun. */
const SPAN = 100;

interface Contestant {
  view: View;
  life: GoingLife;
}

/** Changes arrive in views of each size, so many before each frame. Measures microseconds per change. */
export async function applying(options: { sizes: readonly number[]; perFrame: number }): Promise<Contest> {
  const { sizes, perFrame } = options;
  const contestants = new Map<string, Contestant>();
  for (const size of sizes) {
    for (const [name, open] of Object.entries(VIEWS)) {
      const life = createLife(size);
      const view = await open(life, size);
      await view.settled();
      contestants.set(`${name} ${size}`, { view, life });
    }
  }
  return {
    async run(name) {
      const { view, life } = contestants.get(name)!;
      const screen = name.startsWith('floor') ? 0 : SCREEN;
      const count = Math.max(1, Math.floor(SLICE / perFrame));
      const slices: number[] = [];
      const end = performance.now() + SPAN;
      while (slices.length < SLICES.least || (slices.length < SLICES.most && performance.now() < end)) {
        const frames = Array.from({ length: count }, () => Array.from({ length: perFrame }, life.change));
        const start = performance.now();
        for (const frame of frames) {
          view.take(frame);
          if (screen > 0) view.first(screen);
        }
        slices.push((performance.now() - start) / count / perFrame);
      }
      return median(slices) * 1000;
    },
    check() {
      for (const [name, contestant] of contestants) checkScreen(name, contestant);
    },
    async close() {
      for (const { view } of contestants.values()) await view.close();
    },
  };
}

function checkScreen(name: string, { view, life }: Contestant): void {
  const expected = [...life.rows()].sort(newestFirst).slice(0, SCREEN);
  if (contentOf(view.first(SCREEN)) !== contentOf(expected))
    throw new Error(`The view "${name}" does not show the first rows as they are.`);
}

function contentOf(rows: readonly LifeEvent[]): string {
  return JSON.stringify(rows.map(({ id, rev, title, start_date }) => [id, rev, title, start_date]));
}
