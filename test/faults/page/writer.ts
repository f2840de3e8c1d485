import { chanceOf } from '../random.ts';
import type { Act } from '../schedule.ts';

/** So many writes may wait for their confirmation; then the next one waits, too. */
const AHEAD = 8;

/** What it does. */
type Writing = Extract<Act, { name: 'add' | 'update' }>;

/** What a writer writes with. */
export interface WriterOptions {
  readonly seed: number;
  act(act: Act): void;
  /** Resolves once everything written so far is durable. */
  saved(): Promise<unknown>;
}

/** Writes as fast as confirmations come, for ever: whoever calls ends the browser. */
export async function writeWithoutPause({ seed, act, saved }: WriterOptions): Promise<void> {
  const waiting = new Set<Promise<unknown>>();
  for (const next of actsOf(seed)) {
    act(next);
    const done: Promise<unknown> = saved().finally(() => waiting.delete(done));
    waiting.add(done);
    if (waiting.size >= AHEAD) await Promise.race(waiting);
  }
}

/** What it writes, without end: numbered from 1, and by the seed alone. */
export function* actsOf(seed: number): Generator<Writing, never> {
  const chance = chanceOf(seed);
  for (let n = 1; ; n += 1) {
    const text = `c${seed} w${n}`;
    if (chance.percent(15)) {
      yield { name: 'add', n, values: { title: text } };
      continue;
    }
    const field = chance.pick(['title', 'description', 'location'] as const);
    yield { name: 'update', n, row: chance.between(0, 40), values: { [field]: text } };
  }
}
