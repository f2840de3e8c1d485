import { globSync } from 'node:fs';
import { ensureCdn } from '../../demo/server/cdn.ts';
import { findBrowser } from '../support/find-browser.ts';
import { runInBrowsers } from './browser-tests.ts';
import { runChecks, runTool } from './checks.ts';
import { runNodeTests } from './node-tests.ts';
import { failure, sum, type Outcome } from './outcome.ts';

/** A part of the test run, by its name on the command line. */
export interface Part {
  name: string;
  /** After so many minutes it is stopped and has failed. */
  limit: number;
  /** Runs only when it is asked for by name. */
  apart?: boolean;
  run(until: AbortSignal): Promise<Outcome>;
}

/**
 * All parts in the order in which they run, one after another: the machine is small and pages want it for themselves. Where files
 * wait for timers more than they work, a few more of them run at a time than there are processors.
 */
export const PARTS: readonly Part[] = [
  { name: 'check', limit: 5, run: runChecks },
  nodePart('lint', 2),
  nodePart('core', 6, 4),
  nodePart('push-worker', 1),
  nodePart('sim', 4),
  nodePart('runner', 2),
  nodePart('faults', 2),
  nodePart('supabase', 5),
  // The backend's own tests; recordings take the time that they took, Deno its own, and what the seed wants is tested by halves above.
  { ...nodePart('local', 9), apart: true },
  {
    name: 'conformance',
    limit: 5,
    apart: true,
    run: (until) => runNodeTests('test/conformance', { fileMinutes: 5, until }),
  },
  { ...nodePart('functions', 5), apart: true },
  { ...nodePart('seed', 5), apart: true },
  nodePart('rls', 6, 3),
  nodePart('demo', 5),
  { name: 'build', limit: 5, run: (until) => withBrowser(() => runBuild(until)) },
  // With two browsers a processor is idle now and then.
  {
    name: 'browser',
    limit: 8,
    run: (until) => withBrowser(() => runInBrowsers(3, BROWSER_FOLDERS, until)),
  },
  {
    name: 'pages',
    limit: 8,
    run: (until) => withBrowser(() => runPages(until)),
  },
];

/** Folders of `web-test-runner.config.mjs`. */
const BROWSER_FOLDERS = ['elements', 'browser'];

/** Folders of commands of their own: `npm run test:postgres`, `npm run test:frameworks`. */
const ELSEWHERE = ['postgres', 'frameworks'];

function nodePart(name: string, limit: number, concurrency?: number): Part {
  return { name, limit, run: (until) => runNodeTests(`test/${name}`, { concurrency, until }) };
}

async function runBuild(until: AbortSignal): Promise<Outcome> {
  const build = await runTool('npm run build', ['--run', 'build'], until);
  return build.failures.length > 0
    ? build
    : sum([build, await runNodeTests('test/build', { concurrency: 3, until })]);
}

/** The widgets are built before files that do so share them. */
async function runPages(until: AbortSignal): Promise<Outcome> {
  await ensureCdn();
  return runNodeTests('test/pages', { fileMinutes: 8, until });
}

async function withBrowser(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    process.env.CHROME_PATH = findBrowser();
  } catch (error) {
    return failure('browser', (error as Error).message);
  }
  return run();
}

/** Test files that no part would run: forgotten tests look like passing ones. */
export function findOrphans(): string[] {
  const homes = [...PARTS.map(({ name }) => name), ...BROWSER_FOLDERS, ...ELSEWHERE];
  const files = globSync('test/**/*.test.ts').map((file) => file.replaceAll('\\', '/'));
  return files.filter((file) => !homes.some((home) => file.startsWith(`test/${home}/`)));
}
