import { access, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** What config.toml may say of a function, under `[functions.<name>]`; paths are relative to `supabase/`. */
export interface FunctionSettings {
  enabled?: boolean;
  verify_jwt?: boolean;
  entrypoint?: string;
  import_map?: string;
}

/** A function that can be served. */
export interface FunctionSource {
  name: string;
  /** The file of its code. */
  entry: string;
  /** A `deno.json`, or a bare import map. */
  importMap?: string;
  verifyJwt: boolean;
}

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Finds the function in the folder that holds `supabase/`; undefined when there is none, or none that is enabled. */
export async function findFunction(
  folder: string,
  name: string,
  settings: FunctionSettings = {},
): Promise<FunctionSource | undefined> {
  if (!NAME.test(name) || settings.enabled === false) return undefined;
  const supabase = join(folder, 'supabase');
  const entry = resolve(supabase, settings.entrypoint ?? `functions/${name}/index.ts`);
  if (!(await exists(entry))) return undefined;
  const maps = settings.import_map
    ? [resolve(supabase, settings.import_map)]
    : [
        join(dirname(entry), 'deno.json'),
        join(dirname(entry), 'deno.jsonc'),
        join(supabase, 'functions/import_map.json'),
      ];
  const importMap = await firstThatExists(maps);
  return { name, entry, importMap, verifyJwt: settings.verify_jwt ?? true };
}

/** The names of the functions that the folder holds, those of config.toml with an entry point elsewhere included. */
export async function listFunctions(
  folder: string,
  settings: Readonly<Record<string, FunctionSettings>>,
): Promise<string[]> {
  const folders = await readdir(join(folder, 'supabase/functions')).catch(() => []);
  const names = [...new Set([...folders, ...Object.keys(settings)])].sort();
  const found = await Promise.all(names.map((name) => findFunction(folder, name, settings[name])));
  return found.flatMap((source) => source?.name ?? []);
}

/** The nearest `node_modules` of the function, not above the project's folder. */
export function findNodeModules(folder: string, entry: string): Promise<string | undefined> {
  const candidates = [];
  for (let at = dirname(entry); at.startsWith(resolve(folder)) && at !== dirname(at); at = dirname(at)) {
    candidates.push(join(at, 'node_modules'));
  }
  return firstThatExists(candidates);
}

async function firstThatExists(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await exists(path)) return path;
  return undefined;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
