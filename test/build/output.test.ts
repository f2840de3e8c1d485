import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../../build/configs.ts';
import { linkConsumer, manifest } from './consumer.ts';

async function filesIn(folder: string, ending: string): Promise<string[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  return files.filter((file) => file.endsWith(ending)).map((file) => join(root, folder, file));
}

test('lit’s Trusted Types policy has our name in everything that a script tag loads', async () => {
  const texts = await Promise.all((await filesIn('dist/cdn', '.js')).map((file) => readFile(file, 'utf8')));
  const own = texts.filter((text) => /\)\(["'`]nality-lit["'`],/.test(text));
  const makers = texts.filter((text) => /createPolicy\((?!["'`]nality-push)/.test(text));
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
  for (const chunk of chunks) assert.match(chunk, /-[\w-]{6}\.js$/);
});

test('the npm build leaves its dependencies to the site', async () => {
  const texts = await Promise.all((await filesIn('dist/esm', '.js')).map((file) => readFile(file, 'utf8')));
  const specifiers = texts.flatMap((text) =>
    [...text.matchAll(/^(?:(?:import|export)\b[^"'\n]*|.*\bimport\()["']([^."'][^"']*)["']/gm)].map(
      ([, name]) => name ?? '',
    ),
  );
  const foreign = new Set(specifiers.map((name) => name.match(/^(@[^/]+\/)?[^/]+/)?.[0]));
  for (const name of foreign) assert.ok(name && name in manifest.dependencies, `${name} is not a dependency`);
});

test('every file of the local backend has its counterpart in the package', async () => {
  const files = await readdir(join(root, 'src/local'), { recursive: true, withFileTypes: true });
  const sources = files.filter((file) => file.isFile() && file.name !== 'tsconfig.json');
  assert.ok(sources.some(({ name }) => name.endsWith('.sql')));
  for (const { parentPath, name } of sources) {
    const place = join(root, 'dist/local', relative(join(root, 'src/local'), parentPath));
    await access(join(place, name.replace(/\.ts$/, '.js')));
  }
});

test('a strict TypeScript project can use the declarations', async () => {
  await compile('page.ts', PAGE, { ...STRICT, lib: ['es2023', 'dom', 'dom.iterable'] });
});

test('a strict TypeScript project can use those of the local backend, with the types of Node alone', async () => {
  await compile('tool.ts', TOOL, { ...STRICT, lib: ['es2023'], types: ['node'], skipLibCheck: false });
});

const STRICT = {
  target: 'es2022',
  module: 'nodenext',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/** Compiles one file of a project that has the package installed; what the compiler says is the failure. */
async function compile(file: string, text: string, compilerOptions: object): Promise<void> {
  const { folder, remove } = await linkConsumer();
  try {
    for (const name of ['@supabase', '@types']) {
      await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    }
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, file), text);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
    await promisify(execFile)(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      '-p',
      folder,
    ]).catch(({ stdout }: { stdout: string }) => assert.fail(stdout));
  } finally {
    await remove();
  }
}

/** Fails to compile when a name, an event or an element is missing, or is not typed. */
const PAGE = `
import { createClient } from '@supabase/supabase-js';
import '@nality/widgets/define.js';
import { createNality, NalityError, NalityProvider, type NalityOptions } from '@nality/widgets';

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

/** Fails to compile when a name is missing, or is not typed. */
const TOOL = `
import { startBackend, SqlFileError, type Backend, type BackendOptions } from '@nality/widgets/local';

const options: BackendOptions = { port: 0, project: '.', realtime: { pauses: { channelError: 0 } } };
const backend: Backend = await startBackend(options);
const { rows } = await backend.database.query<{ n: number }>('select 1 as n');
export const sum: number = (rows[0]?.n ?? 0) + backend.port;
export const line = (error: unknown): number => (error instanceof SqlFileError ? error.line : 0);
// @ts-expect-error -- no such option
await startBackend({ ports: 1 });
`;
