import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A text that is another one whenever a file in one of the folders, or one of the files, has changed. */
export async function fingerprint(paths: readonly string[]): Promise<string> {
  return (await Promise.all(paths.map(stampOf))).join('\n');
}

async function stampOf(path: string): Promise<string> {
  const stats = await stat(path).catch(() => undefined); // not there is a state, too
  if (!stats) return `${path} -`;
  if (!stats.isDirectory()) return `${path} ${stats.ino} ${stats.size} ${stats.mtimeMs}`;
  const names = (await readdir(path)).filter((name) => name !== 'node_modules' && !name.startsWith('.'));
  return fingerprint(names.sort().map((name) => join(path, name)));
}
