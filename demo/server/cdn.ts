import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cdnConfig, globalConfig, root } from '../../build/configs.ts';

/** Where the widgets are for a script tag to load. */
export const CDN_FOLDER = join(root, 'dist/cdn/');

/** What the bundle is made of; `src/local` never ships to a page. */
const SOURCES = ['src', 'build', 'package-lock.json'];
const NOT_SHIPPED = join(root, 'src/local');

/** Builds the widgets when they are missing or older than what they are made of. */
export async function ensureCdn(): Promise<void> {
  const [sources, built] = [
    await newest(SOURCES.map((path) => join(root, path))),
    join(CDN_FOLDER, 'nality.js'),
  ];
  if (sources > (await modified(built))) await buildCdn();
}

/** Builds them for both kinds of script tag. */
async function buildCdn(): Promise<void> {
  const { build } = await import('vite');
  for (const config of [cdnConfig(), globalConfig()]) await build({ ...config, logLevel: 'warn' });
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
