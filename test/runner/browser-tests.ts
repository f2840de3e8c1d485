import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { failure, sum, type Outcome } from './outcome.ts';

const WTR = 'node_modules/@web/test-runner/dist/bin.js';

/** What the tests came to in a browser. */
export interface BrowserOutcome extends Outcome {
  /** What the browser calls itself, with its version. */
  name?: string;
}

export interface BrowserTests {
  until: AbortSignal;
  /** One of `test/browsers/launchers.ts`, if not Chromium. */
  browser?: string;
  /** Some files only. */
  files?: readonly string[];
}

/** Runs the tests of folders in so many browsers at a time: in each of them only one page has focus and mouse. */
export async function runInBrowsers(
  count: number,
  folders: readonly string[],
  until: AbortSignal,
): Promise<Outcome> {
  const files = globSync(folders.map((folder) => `test/${folder}/**/*.test.ts`)).sort();
  const shares = Array.from({ length: count }, (_, share) =>
    files.filter((_, index) => index % count === share),
  );
  return sum(await Promise.all(shares.map((share) => runBrowserTests({ until, files: share }))));
}

/** Runs the tests that need a page, in a real browser. */
export async function runBrowserTests({ until, browser, files = [] }: BrowserTests): Promise<BrowserOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'nality-test-'));
  const report = join(folder, 'outcome.json');
  try {
    const args = [
      WTR,
      '--config',
      'web-test-runner.config.mjs',
      ...(files.length > 0 ? ['--files', ...files] : []),
    ];
    const env = { NALITY_REPORT: report, ...(browser ? { NALITY_BROWSER: browser } : {}) };
    const ending = await runCommand(process.execPath, args, { until, env });
    const written = await readFile(report, 'utf8').catch(() => undefined);
    if (ending.timedOut) return failure('browser tests', `Time is over.\n${ending.output}`);
    if (!written) return failure('browser tests', `No report, exit code ${ending.code}.\n${ending.output}`);
    const outcome = JSON.parse(written) as BrowserOutcome;
    if (ending.code === 0 || outcome.failures.length > 0) return outcome;
    return {
      ...outcome,
      failures: [{ title: 'browser tests', text: `Exit code ${ending.code}.\n${ending.output}` }],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
