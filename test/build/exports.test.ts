import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../../build/configs.ts';
import { linkConsumer, manifest } from './consumer.ts';

const entries = Object.entries(manifest.exports);

const EXPECTED = [
  '.',
  './define.js',
  './core',
  './locale.js',
  ...['provider', 'timeline', 'presence', 'chat', 'comments', 'notifications'].flatMap((name) => [
    `./elements/${name}.js`,
    `./elements/${name}/define.js`,
  ]),
  './push-worker.js',
  './local',
];

/** Nothing to import at run time. */
const TYPES = ['./jsx', './vue', './svelte'];

test('the package has an entry for everything that it promises', () => {
  const missing = [...EXPECTED, ...TYPES].filter((entry) => !(entry in manifest.exports));
  assert.deepEqual(missing, []);
});

test('every entry leads to files that were built', async () => {
  const targets = entries.flatMap(([, target]) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  const files = [...targets, ...Object.values(manifest.bin)];
  assert.ok(files.length > 0);
  for (const file of files.filter((path) => !path.includes('*'))) await access(join(root, file));
});

test('only what registers elements counts as a side effect', () => {
  assert.deepEqual(manifest.sideEffects.filter((path) => path.includes('/esm/')).sort(), [
    './dist/esm/define.js',
    './dist/esm/elements/*/define.js',
  ]);
});

test('a project that has the package installed can import every entry', async () => {
  const project = await linkConsumer();
  try {
    const specifiers = EXPECTED.map((entry) => manifest.name + entry.slice(1));
    const code = specifiers.map((specifier) => `await import('${specifier}');`).join('\n');
    const args = ['--input-type=module', '--eval', code];
    await promisify(execFile)(process.execPath, args, { cwd: project.folder });
  } finally {
    await project.remove();
  }
});
