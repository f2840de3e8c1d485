import type { TestRunnerPlugin } from '@web/test-runner';

/** Puts `page-guard.ts` before every test file. */
export function guardPlugin(): TestRunnerPlugin {
  return {
    name: 'guard',
    transform({ path, body }) {
      // On the first line, so that the numbers of the others stay.
      return path.endsWith('.test.ts') ? `import '/test/support/page-guard.ts'; ${String(body)}` : undefined;
    },
  };
}
