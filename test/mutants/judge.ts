import { runCommand, type Ending } from '../runner/command.ts';
import { findBrowser } from '../support/find-browser.ts';
import type { Copy } from './copy.ts';
import type { Mutant } from './list.ts';

/** What a test made of a mutant. */
export interface Judgement {
  readonly caught: boolean;
  readonly output: string;
}

const LIMIT_MS = 240_000;
const passed = new Map<string, Promise<Ending>>();

/**
 * Runs the mutant's test. It counts as caught when the test passes on the code as it is and fails, by its title, on
 * the mutant: a test that fails anyway, or another one that fails by chance, proves nothing.
 */
export async function judge(mutant: Mutant, copy: Copy): Promise<Judgement> {
  await copy.restore();
  const key = `${mutant.test} › ${mutant.title}`;
  const before = passed.get(key) ?? run(mutant, copy);
  passed.set(key, before);
  const { code, output } = await before;
  if (code !== 0) return { caught: false, output: `The test fails on the code as it is.\n${output}` };
  for (const edit of mutant.edits) await copy.edit(edit);
  const ending = await run(mutant, copy);
  await copy.restore();
  const named = ending.output.includes(mutant.title);
  return { caught: ending.code !== 0 && named, output: ending.output };
}

function run({ test, title }: Mutant, { folder }: Copy): Promise<Ending> {
  const until = AbortSignal.timeout(LIMIT_MS);
  const script = (...args: string[]): Promise<Ending> =>
    runCommand('sh', ['-c', 'cd "$0" && exec "$@"', folder, ...args], {
      until,
      env: { CHROME_PATH: findBrowser() },
    });
  if (test.startsWith('test/browser/')) return script('npx', 'wtr', '--files', test);
  if (test.startsWith('test/postgres/')) return script(process.execPath, 'test/postgres.ts', 'test/postgres');
  const pattern = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return script(
    process.execPath,
    ...['--test', '--test-timeout', '60000', '--test-force-exit', '--test-name-pattern', pattern, test],
  );
}
