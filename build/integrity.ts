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
  const chunks = Object.entries(integrity).filter(([file]) => file.startsWith('chunks/'));
  const map = { integrity: Object.fromEntries(chunks.map(([file, hash]) => [base + file, hash])) };
  const attributes = `src="${base}nality.js" integrity="${integrity['nality.js']}" crossorigin="anonymous"`;
  return [
    `<script type="importmap">${JSON.stringify(map)}</script>`,
    `<script type="module" ${attributes} data-url="…" data-key="…"></script>`,
    '',
    `<script src="${base}nality.global.js" integrity="${integrity['nality.global.js']}" crossorigin="anonymous" data-url="…" data-key="…"></script>`,
  ].join('\n');
}
