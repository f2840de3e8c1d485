import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ENTRY = join(root, 'dist/cdn/nality.js');
/** What the bundle is made of; `src/local` never ships to a page. */
const SOURCES = ['src', 'build', 'vite.config.ts', 'package-lock.json'];
const NOT_SHIPPED = join(root, 'src/local');

/** Builds `dist/cdn` when it is missing or older than what it is made of. Answers whether it did. */
export async function ensureCdn(): Promise<boolean> {
  if ((await newest(SOURCES.map((path) => join(root, path)))) <= (await modified(ENTRY))) return false;
  await build();
  return true;
}

async function build(): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  try {
    await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root });
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    throw new Error(`The widgets could not be built.\n${stderr.trim() || message}`);
  }
}

async function newest(paths: readonly string[]): Promise<number> {
  const times = await Promise.all(paths.map(newestBelow));
  return Math.max(0, ...times);
}

async function newestBelow(path: string): Promise<number> {
  if (path === NOT_SHIPPED) return 0;
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  return entries ? newest(entries.map((entry) => join(path, entry.name))) : modified(path);
}

/** When a file was last changed, in milliseconds; 0 when there is none. */
async function modified(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}
