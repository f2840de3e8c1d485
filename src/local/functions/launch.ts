import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FunctionSource } from './catalog.ts';
import type { DenoCommand } from './find-deno.ts';

/** The command line that serves a function. */
export interface Launch {
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

export interface LaunchOptions {
  deno: DenoCommand;
  /** Holds `supabase/`. */
  folder: string;
  source: FunctionSource;
  /** Packages come from there, without any network; absent: from Deno's own cache, which fetches them. */
  nodeModules?: string;
  /** What the function sees. */
  environment: Record<string, string>;
}

const RUNTIME = fileURLToPath(new URL('./runtime', import.meta.url));

/** Of our own environment Deno is told where its cache is and how the network is reached; the function sees none of it. */
const PASSED_ON =
  /^(HOME|PATH|USERPROFILE|LOCALAPPDATA|APPDATA|SYSTEMROOT|TEMP|TMP|XDG_CACHE_HOME|DENO_.*|NPM_CONFIG_REGISTRY|SSL_CERT_.*|(HTTPS?|NO)_PROXY)$/i;

/**
 * Rights: the network, the variables given, the functions' folder and packages to read; no writing, no processes.
 * Code from elsewhere is imported as Supabase does; types are not checked, as there.
 */
export async function launchOf(options: LaunchOptions): Promise<Launch> {
  const { deno, folder, source, environment } = options;
  const args = [
    ...[
      'run',
      '--quiet',
      '--no-prompt',
      '--no-check',
      '--no-lock',
      '--allow-net',
      '--allow-env',
      '--allow-import',
    ],
    `--allow-read=${(await readable(options)).map((path) => path.replaceAll(',', ',,')).join(',')}`,
    `--node-modules-dir=${options.nodeModules ? 'manual' : 'none'}`,
    ...mapping(source.importMap),
    join(RUNTIME, 'supervisor.js'),
    pathToFileURL(source.entry).href,
    JSON.stringify(Object.keys(environment)),
  ];
  return {
    command: deno.command,
    args: [...deno.args, ...args],
    cwd: folder,
    env: { ...passedOn(), ...environment, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' },
  };
}

async function readable({ folder, source, nodeModules }: LaunchOptions): Promise<string[]> {
  const packages = nodeModules ? [nodeModules, await realpath(nodeModules)] : [];
  const map = source.importMap ? [source.importMap] : [];
  return [RUNTIME, join(folder, 'supabase/functions'), dirname(source.entry), ...map, ...packages];
}

function mapping(importMap: string | undefined): string[] {
  if (importMap === undefined) return ['--no-config'];
  if (/deno\.jsonc?$/.test(importMap)) return ['--config', importMap];
  return ['--no-config', '--import-map', importMap];
}

function passedOn(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name));
  return Object.fromEntries(entries) as Record<string, string>;
}
