import { chanceOf } from '../random.ts';
import type { Act } from '../schedule.ts';

/** So many writes may wait for their confirmation; then the next one waits, too. */
const AHEAD = 8;

/** What a writer writes with. */
export interface WriterOptions {
  readonly seed: number;
  act(act: Act): void;
  /** Resolves once everything written so far is durable. */
  saved(): Promise<unknown>;
}

/** Writes as fast as confirmations come, for ever: whoever calls ends the browser. */
export async function writeWithoutPause({ seed, act, saved }: WriterOptions): Promise<never> {
  const chance = chanceOf(seed);
  const waiting = new Set<Promise<unknown>>();
  for (let n = 1; ; n += 1) {
    act(nextAct(n, `c${seed} w${n}`));
    const done: Promise<unknown> = saved().finally(() => waiting.delete(done));
    waiting.add(done);
    if (waiting.size >= AHEAD) await Promise.race(waiting);
  }

  function nextAct(n: number, text: string): Act {
    if (chance.percent(15)) return { name: 'add', n, values: { title: text } };
    const field = chance.pick(['title', 'description', 'location'] as const);
    return { name: 'update', n, row: chance.between(0, 40), values: { [field]: text } };
  }
}
