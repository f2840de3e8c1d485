/**
 * `npm run test:postgres`: runs on a throw-away PostgreSQL server what else runs on PGlite, and what only a server
 * with several writers can show; `npm run test:postgres -- test/local/rest` runs the tests of some folders. Prints each part's counts and minutes, every failure in full, and
 * `N passed, N failed` last.
 */
import { startCluster } from './postgres/cluster.ts';
import type { Cluster } from './postgres/cluster.ts';
import { useServer } from './support/test-database.ts';
import { runCommand } from './runner/command.ts';
import { runNodeTests } from './runner/node-tests.ts';
import { countsLine, describeFailure, failure, sum, type Outcome } from './runner/outcome.ts';

const RUN_MINUTES = 15;
const until = AbortSignal.timeout(RUN_MINUTES * 60_000);

const FOLDERS = ['test/postgres', 'test/local/database', 'test/supabase', 'test/local/realtime', 'test/rls'];

const cluster = await startCluster().catch((error: Error) => {
  console.error(error.message);
  console.log(countsLine(failure('server', error.message)));
  process.exit(1);
});
const outcome = await runAll(cluster);
await cluster.remove();
for (const problem of outcome.failures) console.log(`\n${describeFailure(problem)}`);
console.log(countsLine(outcome));
process.exitCode = outcome.failures.length === 0 && outcome.passed > 0 ? 0 : 1;

async function runAll({ url }: Cluster): Promise<Outcome> {
  useServer(url);
  const outcomes: Outcome[] = [];
  const chosen = process.argv.slice(2);
  for (const folder of chosen.length > 0 ? chosen : FOLDERS)
    outcomes.push(await timed(folder, () => runNodeTests(folder, { until })));
  if (chosen.length === 0) outcomes.push(await timed('conformance', () => runConformance(url)));
  return sum(outcomes);
}

/** The recorded conversations with the real Realtime, each on a database of its own. */
async function runConformance(url: string): Promise<Outcome> {
  const args = ['test/conformance.ts', '--database-url', url];
  const { code, output } = await runCommand(process.execPath, args, { until });
  const [, matched = '0', differ = '0'] = /^(\d+) matched, (\d+) differ$/m.exec(output) ?? [];
  if (code === 0 && Number(matched) > 0) return { passed: Number(matched), failures: [] };
  return { ...failure(`conformance: ${differ} differ`, output), passed: Number(matched) };
}

async function timed(name: string, work: () => Promise<Outcome>): Promise<Outcome> {
  const start = performance.now();
  console.log(`▶ ${name}`);
  const outcome = await work().catch((error: Error) => failure(name, error.stack ?? String(error)));
  const minutes = ((performance.now() - start) / 60_000).toFixed(2);
  console.log(`${outcome.failures.length === 0 ? '✓' : '✗'} ${name}: ${countsLine(outcome)}, ${minutes} min`);
  return outcome;
}
