/**
 * How fast the realtime core is, beside what cannot be saved and beside others, in a browser.
 *
 * `--json` prints for programs, `--only NAME` measures one part, `--quick` measures little, `--rounds N` lets each have N
 * turns. Exit code 1: something went wrong; a missed goal is printed and is no error.
 */
import { parseArgs } from 'node:util';
import { measureApplying } from './core/applying.ts';
import { toTable, type Figure } from './core/figures.ts';
import { measureBurst } from './core/burst.ts';
import { measureLatency } from './core/latency.ts';
import { measureLoading } from './core/loading.ts';
import { measureMemory } from './core/memory.ts';
import { measureMounting } from './core/mounting.ts';
import { measureReplay } from './core/replay.ts';
import type { Run } from './core/run.ts';
import { openStage } from './core/stage.ts';
import { measureStart } from './core/start.ts';

const PARTS: Readonly<Record<string, (run: Run) => Promise<Figure[]>>> = {
  applying: measureApplying,
  loading: measureLoading,
  latency: measureLatency,
  burst: measureBurst,
  replay: measureReplay,
  memory: measureMemory,
  mounting: measureMounting,
  start: measureStart,
};

const ROUNDS = { full: 7, quick: 3 };

/** Standard output is for the figures. */
const say = (line: string): void => console.error(line);

async function main(): Promise<void> {
  const { json, quick, only, rounds } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      only: { type: 'string', multiple: true, default: Object.keys(PARTS) },
    },
  }).values;
  const unknown = only.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown) throw new Error(`There is no part ${unknown}: choose among ${Object.keys(PARTS).join(', ')}.`);
  const turns = Number(rounds ?? (quick ? ROUNDS.quick : ROUNDS.full));
  if (!(turns >= 1)) throw new Error(`--rounds has to be a number from 1 on, not ${rounds}.`);
  say('Building …');
  const stage = await openStage();
  try {
    const figures: Figure[] = [];
    for (const name of only) {
      const run = { stage, quick, say, fail, rounds: turns };
      figures.push(...(await PARTS[name]!(run)));
    }
    console.log(json ? JSON.stringify(figures, null, 2) : toTable(figures));
  } finally {
    await stage.close();
  }
}

function fail(text: string): never {
  console.error(text);
  process.exit(1);
}

// Browser and servers end with this process.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
