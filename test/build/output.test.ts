import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../../build/configs.ts';

async function filesIn(folder: string, ending: string): Promise<string[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  return files.filter((file) => file.endsWith(ending)).map((file) => join(root, folder, file));
}

test('lit’s Trusted Types policy has our name in everything that a script tag loads', async () => {
  const texts = await Promise.all((await filesIn('dist/cdn', '.js')).map((file) => readFile(file, 'utf8')));
  const own = texts.filter((text) => /\)\(["'`]nality-lit["'`],/.test(text));
  const makers = texts.filter((text) => text.includes('createPolicy('));
  assert.equal(makers.length, 2);
  assert.deepEqual(own, makers);
});

test('what a script tag loads builds no code from text', async () => {
  for (const file of await filesIn('dist/cdn', '.js')) {
    const text = await readFile(file, 'utf8');
    assert.doesNotMatch(text, /\beval\(|new Function\(/, file);
  }
});

test('chunks carry a hash of their content in their names', async () => {
  const chunks = await filesIn('dist/cdn/chunks', '.js');
  assert.ok(chunks.length > 3);
  for (const chunk of chunks) assert.match(chunk, /-[\w-]{8}\.js$/);
});

test('the npm build leaves its dependencies to the site', async () => {
  const texts = await Promise.all((await filesIn('dist/esm', '.js')).map((file) => readFile(file, 'utf8')));
  const specifiers = texts.flatMap((text) =>
    [...text.matchAll(/(?:from|import)\s*\(?["']([^."'][^"']*)["']/g)].map(([, name]) => name ?? ''),
  );
  const foreign = new Set(specifiers.map((name) => name.match(/^(@[^/]+\/)?[^/]+/)?.[0]));
  const declared = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { dependencies: object };
  for (const name of foreign) assert.ok(name && name in declared.dependencies, `${name} is not a dependency`);
});

test('a strict TypeScript project can use the declarations', async () => {
  const project = await mkdtemp(join(root, 'dist/consumer-'));
  try {
    await writeFile(join(project, 'page.ts'), CONSUMER);
    await writeFile(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: STRICT, files: ['page.ts'] }),
    );
    await promisify(execFile)(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      '-p',
      project,
    ]).catch(({ stdout }: { stdout: string }) => assert.fail(stdout));
  } finally {
    await rm(project, { recursive: true, force: true });
  }
});

const STRICT = {
  target: 'es2022',
  module: 'nodenext',
  lib: ['es2023', 'dom', 'dom.iterable'],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/** Fails to compile when a name, an event or an element is missing, or is not typed. */
const CONSUMER = `
import { createClient } from '@supabase/supabase-js';
import '../types/define.js';
import { createNality, NalityError, NalityProvider, type NalityOptions } from '../types/index.js';

const provider: NalityProvider = document.createElement('nality-provider');
provider.accessToken = async () => null;
provider.client = createClient('https://x.example', 'key');
document.createElement('nality-presence').max = 3;
document.createElement('nality-timeline').readonly = true;
window.addEventListener('realtime:connection', ({ detail }) => {
  const state: 'connected' | 'connecting' | 'disconnected' = detail.state;
  return state;
});
provider.addEventListener('realtime:error', ({ detail }) => detail.error instanceof NalityError);
// @ts-expect-error -- a core does not come without an environment
createNality({ url: '', key: '' } satisfies Partial<NalityOptions>);
`;
