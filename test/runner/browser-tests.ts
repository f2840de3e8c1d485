import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { failure, type Outcome } from './outcome.ts';

const WTR = 'node_modules/@web/test-runner/dist/bin.js';

/** Runs the tests that need a page, in a real browser. */
export async function runBrowserTests(until: AbortSignal): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'nality-test-'));
  const report = join(folder, 'outcome.json');
  try {
    const args = [WTR, '--config', 'web-test-runner.config.mjs'];
    const ending = await runCommand(process.execPath, args, { until, env: { NALITY_REPORT: report } });
    const written = await readFile(report, 'utf8').catch(() => undefined);
    if (ending.timedOut) return failure('browser tests', `Time is over.\n${ending.output}`);
    if (!written) return failure('browser tests', `No report, exit code ${ending.code}.\n${ending.output}`);
    const outcome = JSON.parse(written) as Outcome;
    if (ending.code === 0 || outcome.failures.length > 0) return outcome;
    return {
      ...outcome,
      failures: [{ title: 'browser tests', text: `Exit code ${ending.code}.\n${ending.output}` }],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
