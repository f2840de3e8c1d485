/**
 * `npm run test:faults -- --seeds N --first S`: two people at three tabs, the real core, a real database, and a network
 * on which everything goes wrong that a seed says. `--postgres` runs it on a throw-away PostgreSQL server, with writers
 * who keep transactions open; `--browser` in a real browser. Every seed is judged by what the database itself has noted.
 */
import { parseArgs } from 'node:util';
import { startCluster } from './postgres/cluster.ts';
import { mapConcurrently } from './runner/map-concurrently.ts';
import { launchBrowser } from './support/browser-launch.ts';
import { openPages } from './faults/browser/pages.ts';
import { openBrowserScene } from './faults/browser/scene.ts';
import { BROWSER_FAULTS, WIRE_FAULTS, type FaultId } from './faults/catalogue.ts';
import { idleFaults, problemsOf, summary, type SeedResult } from './faults/result.ts';
import type { Scene } from './faults/scene.ts';
import type { Grammar, Schedule } from './faults/schedule.ts';
import { runSeed } from './faults/run-seed.ts';
import { openStage, type Stage } from './faults/stage.ts';
import { openScene } from './faults/wire/scene.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '40' },
    first: { type: 'string', default: '1' },
    browser: { type: 'boolean', default: false },
    postgres: { type: 'boolean', default: false },
    at: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
});
const [seeds, first] = [Number(values.seeds), Number(values.first)];
/** A handful of seeds cannot meet every fault; a run that is meant to show them all has to. */
const ENOUGH_SEEDS = 30;

/** One way of running seeds. */
interface Mode {
  readonly grammar: Grammar;
  /** How many seeds run at the same time. */
  readonly at: number;
  /** Of so many seeds the last ones that run together meet a restart of the database; 0: none does. */
  readonly restartEvery: number;
  openScene(stage: Stage, schedule: Schedule): Promise<Scene>;
  close(): Promise<void>;
}

function onTheWire(): Mode {
  const weights = values.postgres ? { ...WIRE_FAULTS, F25: 6 } : WIRE_FAULTS;
  return {
    grammar: { places: 3, ms: 1_500, acts: 40, faults: 10, weights },
    at: Number(values.at ?? 3),
    restartEvery: 50,
    openScene,
    close: async () => undefined,
  };
}

async function inBrowser(): Promise<Mode> {
  const [browser, pages] = [await launchBrowser(), await openPages()];
  return {
    grammar: { places: 4, ms: 2_500, acts: 40, faults: 8, weights: BROWSER_FAULTS },
    at: Number(values.at ?? 1),
    restartEvery: 0,
    openScene: (stage, schedule) => openBrowserScene({ stage, browser, pages }, schedule),
    async close() {
      await browser.close();
      await pages.close();
    },
  };
}

async function runAll({ grammar, at, restartEvery, openScene }: Mode): Promise<void> {
  const list = Array.from({ length: seeds }, (_, index) => first + index);
  const size = restartEvery || seeds;
  for (let start = 0; start < list.length; start += size) {
    const part = list.slice(start, start + size);
    const calm = part.slice(0, restartEvery > 0 ? -at : part.length);
    await mapConcurrently(calm, at, (seed) => tell(seed, runSeed(stage, seed, grammar, openScene)));
    // They begin together, so that the one restart finds all of them in the middle.
    const restarted = { ...stage, restart: once(stage.restart) };
    const shaken = { ...grammar, restart: true };
    await Promise.all(
      part.slice(calm.length).map((seed) => tell(seed, runSeed(restarted, seed, shaken, openScene))),
    );
  }
}

function expectedFaults({ grammar, restartEvery }: Mode): FaultId[] {
  const list = Object.keys(grammar.weights) as FaultId[];
  return restartEvery > 0 ? [...list, 'F26'] : list;
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
}

async function tell(seed: number, work: Promise<SeedResult>): Promise<void> {
  try {
    const result = await work;
    const problems = problemsOf(result);
    results.push(result);
    if (problems.length > 0 && values.trace) console.log(result.trace.join('\n'));
    for (const problem of problems) console.log(`✗ ${problem}`);
  } catch (error) {
    troubles.push(`seed ${seed}: ${(error as Error).stack}`);
  }
}

const cluster = values.postgres ? await startCluster() : undefined;
const stage = await openStage(cluster);
const mode = values.browser ? await inBrowser() : onTheWire();
const results: SeedResult[] = [];
const troubles: string[] = [];
const begin = performance.now();
await runAll(mode);
const seconds = (performance.now() - begin) / 1000;
await mode.close();
await stage.close();
await cluster?.remove();

const failed = results.filter((result) => problemsOf(result).length > 0).length + troubles.length;
const idle = seeds < ENOUGH_SEEDS ? [] : idleFaults(results, expectedFaults(mode));
for (const trouble of [...troubles, ...idle]) console.log(`✗ ${trouble}`);
console.log(`${(seconds / Math.max(1, seeds)).toFixed(2)} s a seed`);
console.log(summary(results));
console.log(`${seeds - failed} passed, ${failed + idle.length} failed`);
process.exit(failed + idle.length > 0 ? 1 : 0); // supabase-js leaves a timer of ten seconds behind
