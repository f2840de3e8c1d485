import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { transferredBytes } from '../../build/sizes.ts';
import { root } from '../../build/configs.ts';

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
}

const folder = join(root, 'dist/cdn');
const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Record<string, Chunk>;

/** Loaded only where somebody signs in on the page itself. */
const AUTH = /\/library-session\.ts$/;
const ENTRY = 'src/cdn/nality.ts';
const ELEMENT = /^src\/elements\/nality-([a-z]+)\/define\.ts$/;

/** Loaded only where a page speaks that language. */
const LOCALE = /\/locales\//;

/** The files that a page with these elements loads; with `onUse` also all that they may come to load. */
function filesFor(elements: readonly string[], onUse: boolean): Set<string> {
  const files = new Set<string>();
  const visit = (name: string): void => {
    const element = ELEMENT.exec(name)?.[1];
    if (AUTH.test(name) || LOCALE.test(name) || (element && !elements.includes(element))) return;
    const chunk = manifest[name];
    assert.ok(chunk, `The build knows no chunk ${name}.`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    const later = chunk.dynamicImports ?? [];
    // The entry loads the core and the elements so; what they load so is on use.
    const loads = onUse || name === ENTRY ? later : [];
    for (const next of [...(chunk.imports ?? []), ...loads]) visit(next);
  };
  visit(ENTRY);
  return files;
}

async function bytesFor(elements: readonly string[], onUse = false): Promise<number> {
  const sizes = await Promise.all(
    [...filesFor(elements, onUse)].map((file) => transferredBytes(join(folder, file))),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const ALL = ['provider', 'timeline', 'presence', 'chat', 'comments', 'notifications'];

/*
 * The goals of the design are 45 kB until comments show their first rows and 95 kB for everything. These gates hold what has
 * been reached, so that it only gets less.
 */
test('a page with comments transfers at most 67.2 kB of JavaScript until they show their first rows', async () => {
  const bytes = await bytesFor(['comments']);
  assert.ok(bytes > 10_000, `Only ${bytes} bytes: the chunks were not found.`);
  assert.ok(bytes <= 67_200, `${bytes} bytes`);
});

test('a page with all five widgets transfers at most 130.5 kB until they stand', async () => {
  const bytes = await bytesFor(ALL);
  assert.ok(bytes <= 130_500, `${bytes} bytes`);
});

test('with all that is loaded on use it is at most 177.3 kB', async () => {
  const bytes = await bytesFor(ALL, true);
  assert.ok(bytes <= 177_300, `${bytes} bytes`);
});

test('the auth part of supabase-js is a chunk of its own that nothing loads at once', () => {
  const auth = Object.keys(manifest).find((name) => AUTH.test(name));
  assert.ok(auth, 'The auth part is not a chunk of its own.');
  const importers = Object.values(manifest).filter(({ imports = [] }) => imports.includes(auth));
  assert.deepEqual(importers, []);
});

test('web push and its switch are chunks of their own that nothing loads at once', () => {
  const push = Object.keys(manifest).filter((name) => /push-/.test(manifest[name]?.file ?? ''));
  assert.equal(push.length, 2, 'Web push and its switch are not chunks of their own.');
  const importers = Object.values(manifest).filter(({ imports = [] }) =>
    imports.some((name) => push.includes(name)),
  );
  assert.deepEqual(importers, []);
});

test('no chunk imports the entry, which would run twice under an address with a query', () => {
  const importers = Object.keys(manifest).filter((name) => manifest[name]?.imports?.includes(ENTRY));
  assert.deepEqual(importers, []);
});
