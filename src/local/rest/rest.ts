import type { Database, Sql } from '../database/database.ts';
import { setLocal } from '../database/settings.ts';
import { roleSettings } from '../gateway/caller.ts';
import type { Caller } from '../gateway/caller.ts';
import { RestError, fromDatabaseError, isDatabaseError } from './errors.ts';
import { readRequest, unsatisfiable } from './request.ts';
import type { RestRequest } from './request.ts';
import { toResponse } from './response.ts';
import { loadSchemaCache } from './schema-cache.ts';
import type { SchemaCache } from './schema-cache.ts';
import { buildStatement } from './statement.ts';
import type { Statement, StatementResult } from './statement.ts';

export interface RestOptions {
  database: Database;
  /** The schemas that are served, the default one first. */
  schemas?: readonly string[];
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

export async function createRest({
  database,
  schemas = ['public'],
  maxRows = 1000,
}: RestOptions): Promise<Rest> {
  let cache: SchemaCache | undefined;
  const stopListening = await database.listen('pgrst', (payload) => {
    if (payload === '' || payload === 'reload schema') cache = undefined;
  });

  async function answer(request: Request, path: string, caller: Caller): Promise<Response> {
    const read = await readRequest(request, path, schemas);
    cache ??= await loadSchemaCache(database, schemas);
    const statement = buildStatement(read, { cache, maxRows });
    const result = await database.transaction((sql) => perform(sql, read, statement, caller));
    return toResponse(read, statement, result);
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

async function perform(
  sql: Sql,
  request: RestRequest,
  statement: Statement,
  caller: Caller,
): Promise<StatementResult> {
  if (request.method === 'GET' || request.method === 'HEAD') await sql.exec('set transaction read only');
  await enterRequest(sql, request, caller);
  const { rows } = await sql.query<StatementResult>(statement.sql, statement.params);
  const [result] = rows;
  if (!result) throw new Error('A statement without an answer.');
  checkResult(request, statement, result);
  return result;
}

/** Role, claims and request as a function or a policy may ask for them; all of it ends with the transaction. */
async function enterRequest(sql: Sql, request: RestRequest, caller: Caller): Promise<void> {
  await setLocal(sql, {
    ...roleSettings(caller),
    search_path: `"${request.schema}", "extensions"`,
    'request.method': request.method,
    'request.path': request.path,
    'request.headers': JSON.stringify(Object.fromEntries(request.headers)),
    'request.cookies': '{}',
    ...(request.preferences.timezone ? { timezone: request.preferences.timezone } : {}),
  });
}

/** Errors that are known only afterwards; what was written is taken back. */
function checkResult(request: RestRequest, statement: Statement, result: StatementResult): void {
  const { preferences } = request;
  if (request.media.single && statement.shape === 'rows' && result.page !== 1) throw notSingle(result.page);
  if (preferences.strict && preferences.maxAffected !== undefined && result.page > preferences.maxAffected) {
    throw new RestError(400, 'PGRST124', 'Query result exceeds max-affected preference constraint', {
      details: `The query affects ${result.page} rows`,
    });
  }
  if (result.total !== null && statement.offset > result.total && statement.offset > 0) {
    throw unsatisfiable(
      `An offset of ${statement.offset} was requested, but there are only ${result.total} rows.`,
    );
  }
}

function notSingle(rows: number): RestError {
  return new RestError(406, 'PGRST116', 'Cannot coerce the result to a single JSON object', {
    details: `The result contains ${rows} rows`,
  });
}

function toRestError(error: unknown, caller: Caller): RestError {
  if (error instanceof RestError) return error;
  if (isDatabaseError(error)) return fromDatabaseError(error, caller.role === 'anon');
  return new RestError(500, 'PGRSTX00', error instanceof Error ? error.message : String(error));
}
