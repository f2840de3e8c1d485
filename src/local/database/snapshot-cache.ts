import { createHash, hash, randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const KEPT = 8;
/** The age at which nobody writes on a file any more, in milliseconds. */
const ABANDONED = 3_600_000;
/** The bytes at the end of a file that tell whether it is whole. */
const DIGEST_SIZE = 32;

/** Where the system keeps what a program can make again. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'nality', 'Cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/nality');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'nality');
}

/** A short name for everything that a snapshot is made of. */
export function snapshotKey(inputs: readonly string[]): string {
  const digest = createHash('sha256');
  for (const input of inputs) digest.update(`${input.length}:`).update(input);
  return digest.digest('hex').slice(0, 24);
}

/**
 * The snapshot with that key, made by `build` once and kept on disk for the next start; a file that is
 * damaged is made anew. Where nothing can be written, it is made every time.
 */
export async function cachedSnapshot(
  key: string,
  build: () => Promise<Blob>,
  folder = cacheFolder(),
): Promise<Blob> {
  const file = join(folder, `${key}.tar`);
  const found = await reuse(file);
  if (found) return found;
  const snapshot = await build();
  await keep(folder, file, snapshot).catch(() => undefined);
  return snapshot;
}

async function reuse(file: string): Promise<Blob | undefined> {
  try {
    const now = new Date();
    await utimes(file, now, now);
    return unseal(await readFile(file)); // whole: another process may replace the file
  } catch {
    return undefined;
  }
}

/** Other processes may be at the same, and so may this one: a file appears whole or not at all. */
async function keep(folder: string, file: string, snapshot: Blob): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, seal(await snapshot.bytes()));
  await rename(unfinished, file);
  await removeOldest(folder);
}

function digestOf(content: Uint8Array): Buffer {
  return hash('sha256', content, 'buffer');
}

function seal(content: Uint8Array): Uint8Array[] {
  return [content, digestOf(content)];
}

/** Undefined when the content is not what was sealed. */
function unseal(sealed: Buffer<ArrayBuffer>): Blob | undefined {
  const content = sealed.subarray(0, -DIGEST_SIZE);
  return digestOf(content).equals(sealed.subarray(-DIGEST_SIZE)) ? new Blob([content]) : undefined;
}

/** Beside the snapshots that were not used for longest: what a killed process has begun to write. */
async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /\.tar(\.|$)/.test(name));
  const files = await Promise.all(names.map((name) => withAge(join(folder, name))));
  const isWhole = ({ file }: { file: string }) => file.endsWith('.tar');
  const surplus = files
    .filter(isWhole)
    .sort((a, b) => a.age - b.age)
    .slice(KEPT);
  const abandoned = files.filter((file) => !isWhole(file) && file.age > ABANDONED);
  await Promise.all([...surplus, ...abandoned].map(({ file }) => rm(file, { force: true })));
}

async function withAge(file: string): Promise<{ file: string; age: number }> {
  return { file, age: Date.now() - (await stat(file)).mtimeMs };
}
