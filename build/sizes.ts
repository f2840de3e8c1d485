import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Size of a file as it is transferred, in bytes: gzip at its best level. */
export async function transferredBytes(path: string): Promise<number> {
  return gzipSync(await readFile(path), { level: 9 }).length;
}

/** Writes one line per script of a folder to standard output. */
export async function printSizes(folder: string): Promise<void> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js')).sort();
  for (const file of files) {
    const path = join(folder, file);
    const [raw, gzip] = [(await stat(path)).size, await transferredBytes(path)];
    process.stdout.write(`${relative('', path).padEnd(52)} ${kb(raw)}  gzip ${kb(gzip)}\n`);
  }
}

function kb(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}
