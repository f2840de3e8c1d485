import { newestFirst, type LifeEvent } from '../../../src/core/features/life-event.ts';
import type { Contest } from './contest.ts';
import { createLife, type GoingLife } from './life.ts';
import { VIEWS, type View } from './views.ts';

/** So many rows are on the screen, and read after every frame. */
const SCREEN = 40;
/** A measurement lasts so long, in milliseconds, and has so many changes. */
const SPAN = 60;
const CHANGES = { least: 5, most: 400 };

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
      let [count, taken] = [0, 0];
      while (count < CHANGES.least || (taken < SPAN && count < CHANGES.most)) {
        const frames = Array.from({ length: perFrame }, life.change);
        const start = performance.now();
        view.take(frames);
        if (screen > 0) view.first(screen);
        taken += performance.now() - start;
        count += perFrame;
      }
      return (taken / count) * 1000;
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
