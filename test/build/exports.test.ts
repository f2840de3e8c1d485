import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../../build/configs.ts';

interface Manifest {
  name: string;
  exports?: Record<string, string | Record<string, string>>;
  sideEffects?: string[];
}

const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
const entries = Object.entries(manifest.exports ?? {});

const EXPECTED = [
  '.',
  './define.js',
  './core',
  ...['provider', 'timeline', 'presence'].flatMap((name) => [
    `./elements/${name}.js`,
    `./elements/${name}/define.js`,
  ]),
];

test('the package has an entry for everything that it promises', () => {
  const missing = EXPECTED.filter((entry) => !(entry in (manifest.exports ?? {})));
  assert.deepEqual(missing, []);
});

test('every entry leads to files that were built', async () => {
  const files = entries.flatMap(([, target]) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  assert.ok(files.length > 0);
  for (const file of files.filter((path) => !path.includes('*'))) await access(join(root, file));
});

test('only what registers elements counts as a side effect', () => {
  assert.deepEqual(manifest.sideEffects?.filter((path) => path.includes('/esm/')).sort(), [
    './dist/esm/define.js',
    './dist/esm/elements/*/define.js',
  ]);
});

test('a project that has the package installed can import every entry', async () => {
  const project = await mkdtemp(join(tmpdir(), 'nality-consumer-'));
  try {
    const scope = join(project, 'node_modules', manifest.name, '..');
    await mkdir(scope, { recursive: true });
    await symlink(root, join(project, 'node_modules', manifest.name));
    const specifiers = EXPECTED.map((entry) => manifest.name + entry.slice(1));
    const code = specifiers.map((specifier) => `await import('${specifier}');`).join('\n');
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], { cwd: project });
  } finally {
    await rm(project, { recursive: true, force: true });
  }
});
