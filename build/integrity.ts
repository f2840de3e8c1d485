import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The hash of every script of a folder, by its path below it, as `integrity` wants it. */
export type Integrity = Readonly<Record<string, string>>;

/** Hashes the scripts of a folder and writes them to its `integrity.json`. */
export async function writeIntegrity(folder: string): Promise<Integrity> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js')).sort();
  const hashes = await Promise.all(files.map(async (file) => [file, await hashOf(join(folder, file))]));
  const integrity = Object.fromEntries(hashes) as Integrity;
  await writeFile(join(folder, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`);
  return integrity;
}

async function hashOf(file: string): Promise<string> {
  return `sha384-${createHash('sha384')
    .update(await readFile(file))
    .digest('base64')}`;
}

/**
 * What to paste so that a browser runs nothing but these very files: chunks are named in an import map, since an
 * `import()` has no attribute for it. The map has to stand before the script.
 *
 * @param base where the folder will lie, with a slash at the end
 */
export function embedWithIntegrity(integrity: Integrity, base: string): string {
  const attributes = (file: string): string =>
    `src="${base}${file}" integrity="${integrity[file]}" crossorigin="anonymous" data-url="…" data-key="…"`;
  return [
    `<script type="importmap">${importMap(integrity, base)}</script>`,
    `<script type="module" ${attributes('nality.js')}></script>`,
    '',
    `<script ${attributes('nality.global.js')}></script>`,
  ].join('\n');
}

/** The source expression by which a content security policy allows the import map, which stands in the page itself. */
export function importMapSource(integrity: Integrity, base: string): string {
  return `'sha256-${createHash('sha256').update(importMap(integrity, base)).digest('base64')}'`;
}

function importMap(integrity: Integrity, base: string): string {
  const chunks = Object.entries(integrity).filter(([file]) => file.startsWith('chunks/'));
  return JSON.stringify({ integrity: Object.fromEntries(chunks.map(([file, hash]) => [base + file, hash])) });
}
