import { build, type InlineConfig } from 'vite';
import { cdnConfig, esmConfig, globalConfig } from './configs.ts';
import { printSizes } from './sizes.ts';
import { buildTypes } from './types.ts';

/** Builds the whole package into `dist`. */
async function buildPackage(): Promise<void> {
  await run(cdnConfig());
  await run(globalConfig());
  await run(esmConfig());
  await buildTypes();
  await printSizes('dist/cdn');
}

async function run(config: InlineConfig): Promise<void> {
  await build({ ...config, logLevel: 'warn' });
}

await buildPackage();
