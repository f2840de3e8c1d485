import { chanceOf, type Chance } from './random.ts';
import type { FaultId } from './catalogue.ts';

/** What a person does at one of their places. `n` numbers everything that is written, over all places. */
export type Act =
  | { readonly name: 'add'; readonly n: number; readonly values: Fields }
  | { readonly name: 'update'; readonly n: number; readonly row: Aim; readonly values: Fields }
  | { readonly name: 'remove'; readonly n: number; readonly row: Aim }
  | { readonly name: 'restore'; readonly n: number }
  /** Decides over the first change that waits for the person. */
  | {
      readonly name: 'decide';
      readonly n: number;
      readonly choice: 'retry' | 'discard' | 'amend';
      /** What an amended change says. */
      readonly text: string;
    };

/** Which row: the one that everybody aims at, or the so-and-so-many-th of those in sight. */
export type Aim = 'hot' | number;

/** The fields that are written. Every text is written once in a whole run, so that it tells who wrote it. */
export type Fields = Readonly<
  Partial<Record<'title' | 'description' | 'location', string> & { tags: readonly string[] }>
>;

/** What happens to a place, to the line or to the server. */
export type Command = Act | { readonly name: 'fault'; readonly fault: FaultId; readonly ms: number };

/** A command, and when it is given. */
export interface Step {
  /** Milliseconds after the start. */
  readonly at: number;
  /** The number of the place. */
  readonly place: number;
  readonly command: Command;
}

/** Everything that happens in a run but for its end, which is always the same: all is mended. */
export interface Schedule {
  readonly seed: number;
  /** The feed by which changes come. */
  readonly changes: 'postgres' | 'broadcast';
  readonly strategy: 'server_wins' | 'client_wins' | 'merge' | 'prompt_user';
  readonly steps: readonly Step[];
}

/** What a schedule is made of. */
export interface Grammar {
  readonly places: number;
  /** How long it goes on, milliseconds. */
  readonly ms: number;
  readonly acts: number;
  readonly faults: number;
  /** Whether the database is restarted in the middle. */
  readonly restart?: boolean;
  /** How often each fault comes. */
  readonly weights: Readonly<Partial<Record<FaultId, number>>>;
}

const ACTS = { add: 18, update: 58, remove: 7, restore: 4, decide: 13 };
const HOT_PERCENT = 30;

/** Makes the schedule of a seed. The same seed and grammar make the same schedule. */
export function scheduleOf(seed: number, grammar: Grammar): Schedule {
  const chance = chanceOf(seed);
  const steps: Step[] = [];
  for (let n = 1; n <= grammar.acts; n += 1) {
    const at = chance.between(0, grammar.ms);
    steps.push({ at, place: chance.between(0, grammar.places - 1), command: actOf(seed, n, chance) });
  }
  for (let count = 0; count < grammar.faults; count += 1) {
    const fault = chance.weighted(grammar.weights as Record<FaultId, number>);
    const at = chance.between(0, grammar.ms);
    const ms = chance.between(50, grammar.ms / 2);
    steps.push({ at, place: chance.between(0, grammar.places - 1), command: { name: 'fault', fault, ms } });
  }
  if (grammar.restart)
    steps.push({ at: grammar.ms / 2, place: 0, command: { name: 'fault', fault: 'F26', ms: 0 } });
  return {
    seed,
    changes: chance.percent(50) ? 'postgres' : 'broadcast',
    strategy: chance.weighted({ server_wins: 40, client_wins: 20, merge: 20, prompt_user: 20 }),
    steps: steps.sort((a, b) => a.at - b.at),
  };
}

function actOf(seed: number, n: number, chance: Chance): Act {
  const name = chance.weighted(ACTS);
  const row: Aim = chance.percent(HOT_PERCENT) ? 'hot' : chance.between(0, 9);
  switch (name) {
    case 'add':
      return { name, n, values: { title: textOf(seed, n) } };
    case 'update':
      return { name, n, row, values: fieldsOf(seed, n, chance) };
    case 'remove':
      // The hot row stays, or there would be nothing left to meet at.
      return { name, n, row: row === 'hot' ? 0 : row };
    case 'restore':
      return { name, n };
    case 'decide':
      return {
        name,
        n,
        choice: chance.weighted({ retry: 40, discard: 30, amend: 30 }),
        text: textOf(seed, n),
      };
  }
}

function fieldsOf(seed: number, n: number, chance: Chance): Fields {
  const text = textOf(seed, n);
  const fields = { title: text, description: text, location: text, tags: [text] };
  const chosen = (['title', 'description', 'location', 'tags'] as const).filter(() => chance.percent(40));
  const names = chosen.length > 0 ? chosen : (['title'] as const);
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

/** All that an act may write. */
export function planOf(act: Act): Fields {
  if (act.name !== 'decide') return 'values' in act ? act.values : {};
  const { text } = act;
  return { title: text, description: text, location: text, tags: [text] };
}

/** The text that says which write it comes from. */
export function textOf(seed: number, n: number): string {
  return `s${seed} w${n}`;
}
