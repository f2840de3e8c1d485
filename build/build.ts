import { build, type InlineConfig } from 'vite';
import { cdnConfig, esmConfig, globalConfig, localConfig, pushWorkerConfig } from './configs.ts';
import { copyLocalFiles } from './local-files.ts';
import { printSizes } from './sizes.ts';
import { buildLocalTypes, buildTypes } from './types.ts';

/** Builds the whole package into `dist`. */
async function buildPackage(): Promise<void> {
  await run(cdnConfig());
  await run(globalConfig());
  for (const folder of ['dist', 'dist/cdn']) await run(pushWorkerConfig(folder));
  await run(esmConfig());
  await buildTypes();
  await run(localConfig());
  await copyLocalFiles();
  await buildLocalTypes();
  await printSizes('dist/cdn');
}

async function run(config: InlineConfig): Promise<void> {
  await build({ ...config, logLevel: 'warn' });
}

await buildPackage();
