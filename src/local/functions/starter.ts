import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findNodeModules } from './catalog.ts';
import type { FunctionSource } from './catalog.ts';
import { functionEnvironment } from './environment.ts';
import type { EnvironmentOptions } from './environment.ts';
import { findDeno } from './find-deno.ts';
import type { DenoCommand } from './find-deno.ts';
import { BootFailure, startProcess } from './function-process.ts';
import type { FunctionProcess } from './function-process.ts';
import { launchOf } from './launch.ts';
import type { Start } from './process-pool.ts';

/** Nothing here runs Deno. */
export class DenoMissing extends Error {
  override readonly name = 'DenoMissing';
}

export interface StarterOptions extends Omit<EnvironmentOptions, 'url'> {
  /** Holds `supabase/`. */
  folder: string;
  url: () => string;
  /** Default: node_modules, PATH, npx. */
  deno?: () => Promise<DenoCommand | undefined>;
}

/** Packages may have to be fetched first. */
const BOOT_SECONDS = 150;

/** What starts functions; it rejects with `DenoMissing` or `BootFailure`. */
export function createStarter(options: StarterOptions): Start<FunctionSource> {
  const { folder, log } = options;
  const from = [join(folder, 'package.json'), fileURLToPath(import.meta.url)];
  const search = options.deno ?? (() => findDeno({ from, path: process.env['PATH'], log }));
  let found: Promise<DenoCommand | undefined> | undefined;

  return async (source: FunctionSource, until: AbortSignal): Promise<FunctionProcess> => {
    found ??= search();
    const deno = await found;
    if (!deno) {
      found = undefined; // it may have been installed when the next call comes
      throw new DenoMissing();
    }
    const print = (line: string) => log(`[${source.name}] ${relativeTo(folder, line)}`);
    const environment = await functionEnvironment(source.name, { ...options, url: options.url() });
    const start = async (nodeModules?: string) => {
      const launch = await launchOf({ deno, folder, source, environment, nodeModules });
      return startProcess(launch, { print, bootSeconds: BOOT_SECONDS, until });
    };
    return startWithPackages(start, await findNodeModules(folder, source.entry)).catch((error: unknown) => {
      if (error instanceof BootFailure) print(error.message);
      throw error;
    });
  };
}

const PACKAGE_MISSING = /Could not find (a matching package for|".+" in a node_modules folder)/;

/** The project's own packages serve where it has them all; else Deno fetches them, as Supabase does. */
async function startWithPackages(
  start: (nodeModules?: string) => Promise<FunctionProcess>,
  nodeModules: string | undefined,
): Promise<FunctionProcess> {
  if (nodeModules === undefined) return start();
  try {
    return await start(nodeModules);
  } catch (error) {
    if (error instanceof BootFailure && PACKAGE_MISSING.test(error.message)) return start();
    throw error;
  }
}

/** Names files as a person in the project's folder does. */
export function relativeTo(folder: string, text: string): string {
  return text.replaceAll(`${pathToFileURL(folder).href}/`, '');
}
