import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';

/** A table of a TOML file. */
export type ConfigTable = Record<string, unknown>;

/**
 * Reads `supabase/config.toml` of the project in `folder`; a project without one says nothing.
 *
 * @throws {Error} with a message for people when it is no TOML
 */
export async function readConfigFile(folder: string): Promise<ConfigTable> {
  const file = join(folder, 'supabase/config.toml');
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** The table of that name in a table; an empty one when there is none. */
export function tableIn(table: ConfigTable, name: string): ConfigTable {
  const value = table[name];
  return typeof value === 'object' && value !== null ? (value as ConfigTable) : {};
}
