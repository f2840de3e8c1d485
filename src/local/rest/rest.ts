import type { Database } from '../database/database.ts';
import type { Caller } from '../gateway/caller.ts';
import { loadConfig } from './config.ts';
import type { RestConfig, RoleConfigs } from './config.ts';
import { fromDatabaseError, isDatabaseError } from './database-errors.ts';
import { RestError } from './errors.ts';
import { openApiResponse } from './openapi/openapi.ts';
import { explain, perform } from './perform.ts';
import type { Performance } from './perform.ts';
import { readRequest } from './request.ts';
import { planResponse, toResponse } from './response.ts';
import type { StatementResult } from './response.ts';
import { loadSchemaCache } from './schema/schema-cache.ts';
import type { SchemaCache } from './schema/schema-cache.ts';
import { buildStatement } from './statement.ts';
import { Timezones } from './timezones.ts';

export interface RestOptions {
  database: Database;
  /** The schemas that are served, the default one first. */
  schemas?: readonly string[];
  /** Schemas whose functions and types a request finds without naming them. */
  extraSearchPath?: readonly string[];
  /** No list in an answer is longer than this many rows. */
  maxRows?: number;
}

/**
 * The REST service over one database: PostgREST's API for tables, views and functions.
 *
 * Each request is one statement in one transaction, run with the caller's role and claims; the
 * statement itself makes the JSON, so that every type looks as PostgreSQL writes it.
 */
export interface Rest {
  /** `path` is what follows the service's prefix. Always resolves; errors are answers. */
  handle(request: Request, path: string, caller: Caller): Promise<Response>;
  close(): Promise<void>;
}

interface Known {
  config: RestConfig;
  roles: RoleConfigs;
  cache: SchemaCache;
}

/** The defaults are those of the Supabase CLI. */
export async function createRest({
  database,
  schemas = ['public', 'graphql_public'],
  extraSearchPath = ['public', 'extensions'],
  maxRows = 1000,
}: RestOptions): Promise<Rest> {
  const base: RestConfig = {
    schemas,
    extraSearchPath,
    maxRows,
    planEnabled: false,
    aggregatesEnabled: false,
    txEnd: 'commit',
    preRequest: '',
  };
  const timezones = new Timezones(database);
  let known: Promise<Known> | undefined;
  const stopListening = await database.listen('pgrst', (payload) => {
    if (!payload || payload === 'reload schema' || payload === 'reload config') known = undefined;
  });

  async function whatIsKnown(): Promise<Known> {
    const asked = (known ??= load(database, base));
    try {
      return await asked;
    } catch (error) {
      if (known === asked) known = undefined;
      throw error;
    }
  }

  async function answer(request: Request, path: string, caller: Caller): Promise<Response> {
    const { config, roles, cache } = await whatIsKnown();
    const read = await readRequest(request, path, config, (name) => timezones.has(name));
    if (read.target.kind === 'root')
      return await openApiResponse({ database, cache, caller }, read, request.url);
    const statement = buildStatement(read, { cache, config });
    const performance = { request: read, statement, caller, config, roles };
    if (read.media.kind === 'plan')
      return planResponse(read, await database.transaction((sql) => explain(sql, performance)));
    return toResponse(read, statement, await transact(database, performance));
  }

  return {
    async handle(request, path, caller) {
      try {
        return await answer(request, path, caller);
      } catch (error) {
        return toRestError(error, caller).toResponse();
      }
    },
    close: stopListening,
  };
}

async function load(database: Database, base: RestConfig): Promise<Known> {
  const { config, roles } = await loadConfig(database, base);
  return { config, roles, cache: await loadSchemaCache(database, config.schemas) };
}

/** Carries the answer of a transaction that is to be taken back. */
class TakenBack extends Error {
  readonly result: StatementResult;

  constructor(result: StatementResult) {
    super();
    this.result = result;
  }
}

async function transact(database: Database, performance: Performance): Promise<StatementResult> {
  const { txEnd } = performance.config;
  const wanted = performance.request.preferences.tx ?? (txEnd.startsWith('rollback') ? 'rollback' : 'commit');
  try {
    return await database.transaction(async (sql) => {
      const result = await perform(sql, performance);
      if (wanted === 'commit') return result;
      await sql.exec('set constraints all immediate');
      throw new TakenBack(result);
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.result;
    throw error;
  }
}

function toRestError(error: unknown, caller: Caller): RestError {
  if (error instanceof RestError) return error;
  if (isDatabaseError(error)) return fromDatabaseError(error, caller.role === 'anon');
  return new RestError(500, 'PGRSTX00', error instanceof Error ? error.message : String(error));
}
