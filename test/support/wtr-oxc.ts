import { join } from 'node:path';
import type { TestRunnerPlugin } from '@web/test-runner';
import { transformWithOxc } from 'vite';

/** Compiles TypeScript for the page with the compiler of the build, so that tests and bundles run the same code. */
export function oxcPlugin(): TestRunnerPlugin {
  return {
    name: 'oxc',
    resolveMimeType: ({ path }) => (path.endsWith('.ts') ? 'js' : undefined),
    async transform({ path, body }) {
      if (!path.endsWith('.ts')) return undefined;
      const file = join(process.cwd(), path);
      const { code, map } = await transformWithOxc(String(body), file, { target: 'es2022', sourcemap: true });
      const encoded = Buffer.from(JSON.stringify(map)).toString('base64');
      return { body: `${code}\n//# sourceMappingURL=data:application/json;base64,${encoded}` };
    },
  };
}
