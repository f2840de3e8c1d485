import { sectionOf } from '../project/config-file.ts';
import type { ConfigTable } from '../project/config-file.ts';
import type { RestOptions } from './rest.ts';

/** What `[api]` of a project's config.toml says. */
export type ApiConfig = Pick<RestOptions, 'schemas' | 'extraSearchPath' | 'maxRows'>;

/** @throws {Error} with a message for people where a value is of another kind */
export function readApiConfig(config: ConfigTable): ApiConfig {
  const api = sectionOf(config, 'api');
  const maxRows = api.number('max_rows');
  if (maxRows === 0) throw api.refusal('max_rows', 'a number of rows of at least 1');
  return { schemas: api.list('schemas'), extraSearchPath: api.list('extra_search_path'), maxRows };
}
