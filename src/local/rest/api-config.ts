import { tableIn } from '../project/config-file.ts';
import type { ConfigTable } from '../project/config-file.ts';
import type { RestOptions } from './rest.ts';

/** What `[api]` of a project's config.toml says. */
export type ApiConfig = Pick<RestOptions, 'schemas' | 'extraSearchPath' | 'maxRows'>;

/** @throws {Error} with a message for people where a value is of another kind */
export function readApiConfig(config: ConfigTable): ApiConfig {
  const api = tableIn(config, 'api');
  return {
    schemas: names(api, 'schemas'),
    extraSearchPath: names(api, 'extra_search_path'),
    maxRows: count(api, 'max_rows'),
  };
}

function names(table: ConfigTable, name: string): string[] | undefined {
  const value = table[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw new Error(`config.toml: [api] ${name} is a list of names in quotes.`);
}

function count(table: ConfigTable, name: string): number | undefined {
  const value = table[name];
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && (value as number) > 0) return value as number;
  throw new Error(`config.toml: [api] ${name} is a number of rows.`);
}
