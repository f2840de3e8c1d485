import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, type Ending } from './command.ts';
import { failure, sum, type Failure, type Outcome } from './outcome.ts';
import type { NodeReport } from './node-reporter.ts';
import { mapConcurrently } from './map-concurrently.ts';

const REPORTER = new URL('./node-reporter.ts', import.meta.url).href;
const FILE_MINUTES = 3;

export interface NodeTestsOptions {
  /** How many files run at a time. Default: as many as there are processors. */
  concurrency?: number | undefined;
  /** A file that takes longer is stopped, so that the others still run. Default: 3. */
  fileMinutes?: number;
  /** Ends the part. */
  until: AbortSignal;
}

/** Runs every `*.test.ts` below a folder with `node:test`, each file in a process of its own. */
export async function runNodeTests(folder: string, options: NodeTestsOptions): Promise<Outcome> {
  const files = globSync(`${folder}/**/*.test.ts`).sort();
  if (files.length === 0) return failure(folder, 'There is no *.test.ts file in this folder.');
  const concurrency = options.concurrency ?? availableParallelism();
  const reports = await mkdtemp(join(tmpdir(), 'nality-test-'));
  try {
    const outcomes = await mapConcurrently(files, concurrency, (file, index) =>
      runFile(file, join(reports, `${index}.jsonl`), options),
    );
    return sum(outcomes);
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

async function runFile(file: string, destination: string, options: NodeTestsOptions): Promise<Outcome> {
  const { fileMinutes = FILE_MINUTES, until } = options;
  const flags = [`--test-reporter=${REPORTER}`, `--test-reporter-destination=${destination}`];
  const limit = AbortSignal.any([until, AbortSignal.timeout(fileMinutes * 60_000)]);
  const ending = await runCommand(process.execPath, [...flags, file], { until: limit });
  const lines = (await readFile(destination, 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return judgeFile(
    file,
    ending,
    lines.map((line) => JSON.parse(line) as NodeReport),
  );
}

/** What a file's process and its report come to. A silent or broken file is a failure of its own. */
export function judgeFile(file: string, ending: Ending, reports: readonly NodeReport[]): Outcome {
  const passed = reports.filter(({ event }) => event === 'passed').length;
  const failures: Failure[] = reports
    .filter((report) => report.event === 'failed')
    .map(({ title, text }) => ({ title: `${file} › ${title}`, text }));
  const breakage = findBreakage(ending, reports, passed + failures.length);
  if (breakage) failures.push({ title: file, text: breakage });
  const last = failures.at(-1);
  if (last && ending.output.trim()) last.text += `\n\nOutput of ${file}:\n${ending.output}`;
  return { passed, failures };
}

function findBreakage(ending: Ending, reports: readonly NodeReport[], tests: number): string | undefined {
  const finished = reports.some(({ event }) => event === 'finished');
  if (ending.timedOut) return `Time is over after ${tests} tests: a test hangs, or something is left open.`;
  if (!finished && ending.code !== 0) return `The file broke off with exit code ${ending.code}.`;
  if (tests === 0) return 'The file contains no tests.';
  if (!finished) return 'The process ended before its tests did.';
  if (ending.code !== 0 && !reports.some(({ event }) => event === 'failed')) {
    return `Every test passed, yet the process ended with exit code ${ending.code}.`;
  }
  return undefined;
}
