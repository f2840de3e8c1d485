/**
 * `npm run test:seed`: the classes of the product document, and which of their capabilities work; with `--page` it writes
 * `docs/capabilities.md` instead, which says which test shows what.
 */
import { globSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from 'node:test';
import { capabilitiesPage, SUITES } from './seed/capabilities.ts';

if (process.argv.includes('--page')) {
  writeFileSync('docs/capabilities.md', await capabilitiesPage());
  process.exit();
}

const folder = fileURLToPath(new URL('./seed', import.meta.url));
const capabilities = new Map<string, [name: string, passed: boolean][]>(SUITES.map((name) => [name, []]));
const troubles: string[] = [];

/** A class is a suite, a capability a test in it. A suite is told after its tests. */
const waiting: [name: string, passed: boolean][] = [];
const hear = (name: string, nesting: number, passed: boolean): void => {
  if (nesting === 1) waiting.push([name, passed]);
  if (nesting > 0) return;
  const known = capabilities.get(name);
  if (known) known.push(...waiting.splice(0));
  else if (!passed) troubles.push(name);
};

const tests = run({ files: globSync(`${folder}/*.test.ts`).sort(), concurrency: 2, timeout: 300_000 });
tests.on('test:pass', ({ name, nesting }) => hear(name, nesting, true));
tests.on('test:fail', ({ name, nesting, details }) => {
  hear(name, nesting, false);
  console.error(`✗ ${name}: ${details.error.message}`);
});
await new Promise((resolve) => tests.on('end', resolve).resume());

for (const [name, list] of capabilities) {
  console.log(`\n${name}`);
  for (const [capability, passed] of list) console.log(`  ${passed ? '✓' : '✗'} ${capability}`);
  if (list.length === 0) troubles.push(`${name} has no test`);
}
const results = [...capabilities.values()].flat();
const failed = results.filter(([, passed]) => !passed).length + troubles.length;
for (const trouble of troubles) console.log(`✗ ${trouble}`);
console.log(`\n${results.filter(([, passed]) => passed).length} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
