/**
 * `npm run test:frameworks`: the apps of `demo/frameworks` with the packed package in them, in a browser and on a real
 * backend. Builds and packs first; what else the apps want, npm fetches. Prints every failure in full, and
 * `N passed, N failed` last.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from './build/consumer.ts';
import { runTool } from './runner/checks.ts';
import { runNodeTests } from './runner/node-tests.ts';
import { countsLine, describeFailure, sum, type Outcome } from './runner/outcome.ts';

const RUN_MINUTES = 25;
const FILE_MINUTES = 10;
const until = AbortSignal.timeout(RUN_MINUTES * 60_000);

const outcome = await runAll();
for (const problem of outcome.failures) console.log(`\n${describeFailure(problem)}`);
console.log(countsLine(outcome));
process.exitCode = outcome.failures.length === 0 && outcome.passed > 0 ? 0 : 1;

async function runAll(): Promise<Outcome> {
  const build = await runTool('npm run build', ['--run', 'build'], until);
  if (build.failures.length > 0) return build;
  const folder = await mkdtemp(join(tmpdir(), 'nality-packed-'));
  try {
    process.env.NALITY_TARBALL = await pack(folder);
    const tests = { concurrency: 1, fileMinutes: FILE_MINUTES, until };
    return sum([build, await runNodeTests('test/frameworks', tests)]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
