import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brokenRules } from './lint.ts';

/** File, what it imports, and why that is wrong (or right). */
type Case = readonly [file: string, source: string, reason: string];

const FORBIDDEN: readonly Case[] = [
  ['src/core/lib/a.ts', '../errors.ts', 'lib knows nothing of us'],
  ['src/core/lib/a.ts', '../sync/rows.ts', 'lib comes before sync'],
  ['src/core/lib/a.ts', '@supabase/realtime-js', 'lib does not say Supabase'],
  ['src/core/errors.ts', './environment.ts', 'errors stand alone'],
  ['src/core/sync/a.ts', '../features/timeline.ts', 'sync comes before features'],
  ['src/core/sync/a.ts', '../nality.ts', 'sync comes before nality'],
  ['src/core/sync/a.ts', 'lit', 'the core draws nothing'],
  ['src/core/features/a.ts', '../nality.ts', 'features come before nality'],
  ['src/core/features/a.ts', '@supabase/supabase-js', 'features reach Supabase through sync'],
  ['src/core/nality.ts', '../elements/nality-timeline/nality-timeline.ts', 'nality comes before elements'],
  ['src/core/nality.ts', '../browser/environment.ts', 'the core imports nothing outside of core'],
  [
    'src/core/environment.ts',
    '../browser/environment.ts',
    'the browser implements the environment, not the reverse',
  ],
  ['src/core/sync/a.ts', '../../../test/support/fake-core.ts', 'what ships does not import tests'],
  ['src/browser/a.ts', '../core/sync/outbox.ts', 'the browser knows the environment only'],
  ['src/browser/a.ts', '../elements/shared/context.ts', 'the browser comes before elements'],
  ['src/elements/nality-chat/a.ts', '../../core/sync/rows.ts', 'elements never import sync'],
  ['src/elements/nality-chat/a.ts', '../../define.ts', 'elements come before define'],
  ['src/elements/nality-chat/a.ts', '../../local/keys.ts', 'nothing that ships imports local'],
  ['src/elements/nality-chat/a.ts', '@supabase/supabase-js', 'elements reach Supabase through the core'],
  ['src/elements/nality-chat/a.ts', 'node:fs', 'a page has no file system'],
  ['src/define.ts', './core/nality.ts', 'define only registers elements'],
  ['src/define.ts', './local/backend.ts', 'nothing that ships imports local'],
  ['src/index.ts', './local/backend.ts', 'nothing that ships imports local'],
  ['src/index.ts', './define.ts', 'the barrel has no side effect'],
  ['src/index.ts', './core/sync/outbox.ts', 'the barrel hands out nothing of sync but types'],
  ['src/cdn/nality.ts', '../local/keys.ts', 'nothing that ships imports local'],
  ['src/local/a.ts', '../core/errors.ts', 'the backend is not the client it is tested with'],
  ['src/local/a.ts', '../elements/shared/text.ts', 'the backend has no page'],
];

const ALLOWED: readonly Case[] = [
  ['src/core/lib/a.ts', './signal.ts', 'within lib'],
  ['src/core/sync/a.ts', '../lib/signal.ts', 'lib ← sync'],
  ['src/core/sync/a.ts', '@supabase/realtime-js', 'sync says Supabase'],
  ['src/core/features/a.ts', '../sync/collection.ts', 'sync ← features'],
  ['src/core/nality.ts', './features/timeline.ts', 'features ← nality'],
  ['src/core/nality.ts', './sync/connection.ts', 'nality wires everything'],
  ['src/browser/a.ts', '../core/environment.ts', 'the browser implements the environment'],
  ['src/elements/nality-chat/a.ts', '../../core/nality.ts', 'nality ← elements'],
  ['src/elements/nality-chat/a.ts', '../../core/features/timeline.ts', 'features are what elements show'],
  ['src/elements/nality-chat/a.ts', '../../browser/environment.ts', 'the provider makes the environment'],
  ['src/elements/nality-chat/a.ts', 'lit/directives/repeat.js', 'elements draw with Lit'],
  ['src/define.ts', './elements/nality-chat/define.ts', 'elements ← define'],
  ['src/local/a.ts', 'node:http', 'the backend runs in Node'],
  ['test/core/a.ts', '../../src/core/sync/rows.ts', 'tests reach everything'],
];

/** Every way of writing an import that reaches another file. */
const FORMS: Record<string, (source: string) => string> = {
  import: (source) => `import { a } from '${source}';\nvoid a;`,
  'import type': (source) => `import type { A } from '${source}';\nlet a: A;\nvoid a;`,
  'import for its effect': (source) => `import '${source}';`,
  'import()': (source) => `void import('${source}');`,
  'type import()': (source) => `let a: import('${source}').A;\nvoid a;`,
  'export from': (source) => `export type { A } from '${source}';`,
  'export *': (source) => `export * from '${source}';`,
};

describe('import directions', () => {
  for (const [file, source, reason] of FORBIDDEN) {
    it(`${reason}: ${file} must not import ${source}`, async () => {
      const rules = await brokenRules(file, `import { a } from '${source}';\nvoid a;`);
      assert.ok(rules.includes('nality/layers'), rules.join());
    });
  }

  for (const [file, source, reason] of ALLOWED) {
    it(`${reason}: ${file} may import ${source}`, async () => {
      const rules = await brokenRules(file, `import { a } from '${source}';\nvoid a;`);
      assert.ok(!rules.includes('nality/layers'), rules.join());
    });
  }

  for (const [name, write] of Object.entries(FORMS)) {
    it(`no form of import gets round them: ${name}`, async () => {
      const rules = await brokenRules('src/elements/nality-chat/a.ts', write('../../core/sync/rows.ts'));
      assert.ok(rules.includes('nality/layers'), rules.join());
    });
  }
});

describe('barrels', () => {
  it('only src/index.ts re-exports values', async () => {
    const code = "export { signal } from './core/lib/signal.ts';";
    assert.deepEqual(await brokenRules('src/index.ts', code), []);
    const inside = "export { signal } from '../core/lib/signal.ts';";
    assert.deepEqual(await brokenRules('src/browser/a.ts', inside), ['no-restricted-syntax']);
  });

  it('src/index.ts names types of sync, which the core hands out, and none of its values', async () => {
    const types = "export type { Conflict } from './core/sync/kept-conflicts.ts';";
    assert.deepEqual(await brokenRules('src/index.ts', types), []);
    const values = "export { conflictsOf } from './core/sync/kept-conflicts.ts';";
    assert.deepEqual(await brokenRules('src/index.ts', values), ['nality/layers']);
  });

  it('a test imports from the file that says it', async () => {
    const code = "import { createNality } from '../../src/index.ts';\nvoid createNality;";
    assert.deepEqual(await brokenRules('test/core/a.test.ts', code), ['no-restricted-syntax']);
    assert.deepEqual(await brokenRules('test/build/a.test.ts', code), []);
  });
});
