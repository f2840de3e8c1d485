import { dirname, join, resolve } from 'node:path';
import type { Keys } from '../keys.ts';
import { checkCaller } from './authorization.ts';
import { findFunction } from './catalog.ts';
import type { FunctionSettings } from './catalog.ts';
import { bootError, denoMissing, internalError, notFound } from './errors.ts';
import type { DenoCommand } from './find-deno.ts';
import { fingerprint } from './fingerprint.ts';
import { forward } from './forward.ts';
import { BootFailure } from './function-process.ts';
import { ProcessPool } from './process-pool.ts';
import { DenoMissing, createStarter, relativeTo } from './starter.ts';

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
  /** What config.toml says of each function, read anew at each call. */
  settings: () => Promise<Record<string, FunctionSettings>>;
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
  const { keys, settings, timeout = 150, log = () => undefined } = options;
  const folder = resolve(options.folder);
  const envFile = resolve(folder, options.envFile ?? 'supabase/functions/.env');
  const pool = new ProcessPool(createStarter({ ...options, folder, envFile, log }));

  async function handle(request: Request, path: string): Promise<Response> {
    const name = /^\/([^/]*)/.exec(path)?.[1] ?? '';
    const source = await findFunction(folder, name, new Map(Object.entries(await settings())).get(name));
    if (!source) return notFound();
    if (source.verifyJwt && request.method !== 'OPTIONS') {
      const refused = await checkCaller(request, keys);
      if (refused) return refused;
    }
    const stamp = await fingerprint([
      ...[join(folder, 'supabase/functions'), join(folder, 'supabase/config.toml'), envFile],
      ...[dirname(source.entry), source.importMap ?? ''],
    ]);
    const process = pool.get(source, stamp);
    return forward(request, await process, {
      path: path + new URL(request.url).search,
      idleSeconds: timeout,
      onLost: () => pool.retire(name, process),
    });
  }

  return {
    handle: (request, path) =>
      handle(request, path).catch((error: unknown) => toResponse(error, folder, log)),
    close: () => pool.close(),
  };
}

function toResponse(error: unknown, folder: string, log: (line: string) => void): Response {
  if (error instanceof DenoMissing) return denoMissing();
  if (error instanceof BootFailure) return bootError(relativeTo(folder, error.message));
  const { message } = error as Error;
  log(message);
  return internalError(message);
}
