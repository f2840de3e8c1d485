import { build, type InlineConfig } from 'vite';
import { cdnConfig, esmConfig, globalConfig, localConfig, pushWorkerConfig } from './configs.ts';
import { parseArgs } from 'node:util';
import { embedWithIntegrity, importMapSource, writeIntegrity } from './integrity.ts';
import { copyLocalFiles } from './local-files.ts';
import { writeManifest } from './manifest/write.ts';
import { printSizes } from './sizes.ts';
import { buildLocalTypes, buildTypes } from './types.ts';

/** Builds the whole package into `dist`, and prints what to paste where it will lie under `base`. */
async function buildPackage(base: string): Promise<void> {
  await run(cdnConfig());
  await run(globalConfig());
  for (const folder of ['dist', 'dist/cdn']) await run(pushWorkerConfig(folder));
  await run(esmConfig());
  await buildTypes();
  await writeManifest();
  await run(localConfig());
  await copyLocalFiles();
  await buildLocalTypes();
  await printSizes('dist/cdn');
  const integrity = await writeIntegrity('dist/cdn');
  process.stdout.write(`\nWith integrity, from ${base}:\n\n${embedWithIntegrity(integrity, base)}\n`);
  process.stdout.write(
    `\nA policy allows the import map by script-src ${importMapSource(integrity, base)}\n`,
  );
}

async function run(config: InlineConfig): Promise<void> {
  await build({ ...config, logLevel: 'warn' });
}

const { base } = parseArgs({
  options: { base: { type: 'string', default: 'https://your-cdn.example/' } },
}).values;
await buildPackage(base.replace(/\/?$/, '/'));
