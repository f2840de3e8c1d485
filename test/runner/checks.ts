import { mapConcurrently } from './map-concurrently.ts';
import { runCommand } from './command.ts';
import { failure, sum, type Outcome } from './outcome.ts';

const PROJECTS = ['.', 'src/core', 'src/local', 'src/push-worker', 'test'];

const CHECKS = [
  { title: 'lint', args: ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'] },
  ...PROJECTS.map((project) => ({
    title: `types of ${project}`,
    args: ['node_modules/typescript/bin/tsc', '--project', project],
  })),
  { title: 'format', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'] },
  { title: 'unused code', args: ['node_modules/knip/bin/knip.js'] },
];

/** Everything that reads the code without running it. Each tool counts as one test. */
export async function runChecks(until: AbortSignal): Promise<Outcome> {
  return sum(await mapConcurrently(CHECKS, 2, ({ title, args }) => runTool(title, args, until)));
}

/** Runs a tool of the project; whatever it prints belongs to its failure. */
export async function runTool(title: string, args: readonly string[], until: AbortSignal): Promise<Outcome> {
  const { code, timedOut, output } = await runCommand(process.execPath, args, { until });
  if (timedOut) return failure(title, `Time is over.\n${output}`);
  return code === 0 ? { passed: 1, failures: [] } : failure(title, output || `Exit code ${code}.`);
}
