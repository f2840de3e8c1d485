import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const CACHE = cacheFolder();
const KEPT = 8;

/** Where the system keeps what a program can make again. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'nality', 'Cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/nality');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'nality');
}

/** A short name for everything that a snapshot is made of. */
export function snapshotKey(inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input.length}:`).update(input);
  return hash.digest('hex').slice(0, 24);
}

/**
 * The snapshot with that key, made by `build` once and kept on disk for the next start. Where nothing
 * can be written, it is made every time.
 */
export async function cachedSnapshot(key: string, build: () => Promise<Blob>): Promise<Blob> {
  const file = join(CACHE, `${key}.tar`);
  const found = await reuse(file);
  if (found) return found;
  const snapshot = await build();
  await keep(file, snapshot).catch(() => undefined);
  return snapshot;
}

async function reuse(file: string): Promise<Blob | undefined> {
  try {
    const now = new Date();
    await utimes(file, now, now);
    return new Blob([await readFile(file)]); // whole: another process may replace the file
  } catch {
    return undefined;
  }
}

/** Other processes may be at the same: a file appears whole or not at all. */
async function keep(file: string, snapshot: Blob): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, snapshot.stream());
  await rename(unfinished, file);
  await removeOldest();
}

async function removeOldest(): Promise<void> {
  const files = (await readdir(CACHE))
    .filter((name) => name.endsWith('.tar'))
    .map((name) => join(CACHE, name));
  const used = await Promise.all(files.map(async (file) => ({ file, at: (await stat(file)).mtimeMs })));
  const surplus = used.sort((a, b) => b.at - a.at).slice(KEPT);
  await Promise.all(surplus.map(({ file }) => rm(file, { force: true })));
}
