import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Keys } from '../keys.ts';
import { checkCaller } from './authorization.ts';
import { findFunction, findNodeModules } from './catalog.ts';
import type { FunctionSettings, FunctionSource } from './catalog.ts';
import { functionEnvironment } from './environment.ts';
import { bootError, denoMissing, notFound } from './errors.ts';
import { findDeno } from './find-deno.ts';
import type { DenoCommand } from './find-deno.ts';
import { fingerprint } from './fingerprint.ts';
import { forward } from './forward.ts';
import { BootFailure, startProcess } from './function-process.ts';
import type { FunctionProcess } from './function-process.ts';
import { launchOf } from './launch.ts';
import { ProcessPool } from './process-pool.ts';

export interface FunctionsOptions {
  /** Holds `supabase/`. */
  folder: string;
  keys: Keys;
  /** The project's URL, known when the first request comes. */
  url: () => string;
  /** How functions reach the database directly, where that is possible. */
  databaseUrl?: string;
  /** Variables for the functions, relative to `folder`. Default: `supabase/functions/.env`. */
  envFile?: string;
  /** How long a function may be silent, in seconds. Default: 150, as hosted. */
  timeout?: number;
  /** What config.toml says of the function, read anew at each call. */
  settings: (name: string) => Promise<FunctionSettings>;
  /** Default: node_modules, PATH, npx. */
  deno?: () => Promise<DenoCommand | undefined>;
  log?: (line: string) => void;
}

/** The Edge Functions service. */
export interface Functions {
  /** `path` is what follows `/functions/v1`. */
  handle(request: Request, path: string): Promise<Response>;
  /** Ends every process. */
  close(): Promise<void>;
}

/** Serves the functions of a project: a Deno process for each, from its first call until its code changes. */
export function createFunctions(options: FunctionsOptions): Functions {
  const { keys, settings, timeout = 150 } = options;
  const folder = resolve(options.folder);
  const envFile = resolve(folder, options.envFile ?? 'supabase/functions/.env');
  const pool = new ProcessPool(createStart({ ...options, folder, envFile, timeout }));

  async function handle(request: Request, path: string): Promise<Response> {
    const name = /^\/([^/]*)/.exec(path)?.[1] ?? '';
    const source = await findFunction(folder, name, await settings(name));
    if (!source) return notFound();
    if (source.verifyJwt && request.method !== 'OPTIONS') {
      const refused = await checkCaller(request, keys);
      if (refused) return refused;
    }
    const stamp = await fingerprint([
      ...[join(folder, 'supabase/functions'), join(folder, 'supabase/config.toml'), envFile],
      ...[dirname(source.entry), source.importMap ?? ''],
    ]);
    const process = await pool.get(source, stamp);
    return forward(request, process, {
      path: path + new URL(request.url).search,
      idleSeconds: timeout,
      onIdle: () => pool.retire(name),
    });
  }

  return {
    handle: (request, path) => handle(request, path).catch((error: unknown) => toResponse(error, folder)),
    close: () => pool.close(),
  };
}

class DenoMissing extends Error {}

function toResponse(error: unknown, folder: string): Response {
  if (error instanceof DenoMissing) return denoMissing();
  if (error instanceof BootFailure) return bootError(relativeTo(folder, error.message));
  throw error;
}

/** Names files as a person in the project's folder does. */
function relativeTo(folder: string, text: string): string {
  return text.replaceAll(`${pathToFileURL(folder).href}/`, '');
}

type StartOptions = FunctionsOptions & { folder: string; envFile: string; timeout: number };

function createStart(options: StartOptions) {
  const { folder, log = () => undefined } = options;
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
    const environment = await functionEnvironment(source.name, { ...options, url: options.url(), log });
    const start = async (nodeModules?: string) => {
      const launch = await launchOf({ deno, folder, source, environment, nodeModules });
      return startProcess(launch, { print, bootSeconds: options.timeout, until });
    };
    return startWithPackages(start, await findNodeModules(folder, source.entry)).catch((error: unknown) => {
      if (error instanceof BootFailure) print(error.message);
      throw error;
    });
  };
}

const PACKAGE_MISSING = /Could not find a matching package for/;

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
