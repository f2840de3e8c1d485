import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type InlineConfig } from 'vite';
import { cdnConfig, esmConfig, globalConfig, root } from './configs.ts';
import { buildTypes } from './types.ts';

/** Builds the whole package into `dist`. */
export async function buildPackage(outDir = 'dist'): Promise<void> {
  await run(cdnConfig(join(outDir, 'cdn')));
  await run(globalConfig(join(outDir, 'cdn')));
  await run(esmConfig(join(outDir, 'esm')));
  await buildTypes(join(outDir, 'types'));
}

async function run(config: InlineConfig): Promise<void> {
  await build({ ...config, logLevel: 'warn' });
}

/** Size of a file as it is transferred, in bytes: gzip at its best level. */
export async function transferredBytes(path: string): Promise<number> {
  return gzipSync(await readFile(path), { level: 9 }).length;
}

async function printSizes(folder: string): Promise<void> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js')).sort();
  for (const file of files) {
    const path = join(folder, file);
    const [raw, gzip] = [(await stat(path)).size, await transferredBytes(path)];
    console.log(`${relative(root, path).padEnd(52)} ${kb(raw)}  gzip ${kb(gzip)}`);
  }
}

function kb(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildPackage();
  await printSizes(join(root, 'dist/cdn'));
}
