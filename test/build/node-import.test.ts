import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../../build/configs.ts';

const ENTRIES = [
  'esm/index.js',
  'esm/define.js',
  'esm/core/index.js',
  'esm/elements/locales/counting.js',
  ...['provider', 'timeline', 'presence', 'chat', 'comments', 'notifications'].flatMap((name) => [
    `esm/elements/nality-${name}/nality-${name}.js`,
    `esm/elements/nality-${name}/define.js`,
  ]),
  'local/index.js',
  'cdn/nality.js',
  'cdn/nality.global.js',
];

/** Imports a file in a process of its own, and tells what that added to its globals. */
const IMPORT_AND_COMPARE = `
  const before = new Set(Reflect.ownKeys(globalThis));
  await import(process.argv[1]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const ours = Reflect.ownKeys(globalThis).filter((key) => !before.has(key)).map(String);
  process.stdout.write(JSON.stringify(ours.filter((key) => /nality/i.test(key))));
`;

for (const entry of ENTRIES) {
  test(`importing ${entry} in Node does nothing and does not throw`, async () => {
    const args = ['--input-type=module', '--eval', IMPORT_AND_COMPARE, join(root, 'dist', entry)];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
    assert.deepEqual({ globals: JSON.parse(stdout) as string[], stderr }, { globals: [], stderr: '' });
  });
}
