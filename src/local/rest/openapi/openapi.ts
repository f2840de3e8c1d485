import type { Database } from '../../database/database.ts';
import { setLocal } from '../../database/settings.ts';
import { roleSettings } from '../../gateway/caller.ts';
import type { Caller } from '../../gateway/caller.ts';
import { RestError } from '../errors.ts';
import { contentType } from '../media.ts';
import type { RestRequest } from '../request.ts';
import type { Relation, Routine } from '../schema/introspection.ts';
import type { SchemaCache } from '../schema/schema-cache.ts';
import { describeApi } from './document.ts';

export interface OpenApiContext {
  database: Database;
  cache: SchemaCache;
  caller: Caller;
}

/**
 * What the service's root answers: a description of all that the caller may use, in OpenAPI 2.0. As on the
 * hosted platform, the secret key is needed.
 *
 * @throws {RestError} PGRST107
 */
export async function openApiResponse(
  context: OpenApiContext,
  request: RestRequest,
  url: string,
): Promise<Response> {
  if (context.caller.role !== 'service_role') return forbidden();
  if (request.media.kind !== 'openapi' && request.media.kind !== 'json')
    throw new RestError(
      406,
      'PGRST107',
      `None of these media types are available: ${request.headers.get('accept')}`,
    );
  const allowed = await allowedTo(context, request.schema);
  const document = describeApi({ ...allowed, cache: context.cache, url });
  const headers = { 'content-type': contentType({ kind: 'openapi' }), 'content-profile': request.schema };
  return new Response(request.method === 'HEAD' ? null : JSON.stringify(document), { headers });
}

function forbidden(): Response {
  const body = {
    message: 'Access to schema is forbidden',
    hint: 'Accessing the schema via the Data API is only allowed using a secret API key.',
  };
  return Response.json(body, { status: 401 });
}

const RIGHTS = `
  select coalesce((
    select json_agg(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1 and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
      or has_any_column_privilege(c.oid, 'select, insert, update, references'))
      and c.relkind in ('r', 'p', 'v', 'm', 'f')), '[]')::text as relations,
  coalesce((
    select json_agg(distinct p.proname) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = $1 and has_function_privilege(p.oid, 'execute')), '[]')::text as routines`;

async function allowedTo(
  { database, cache, caller }: OpenApiContext,
  schema: string,
): Promise<{ relations: Relation[]; routines: Routine[] }> {
  const { rows } = await database.transaction(async (sql) => {
    await setLocal(sql, roleSettings(caller));
    return sql.query<{ relations: string; routines: string }>(RIGHTS, [schema]);
  });
  const names = (text: string | undefined) => new Set(JSON.parse(text ?? '[]') as string[]);
  const relations = names(rows[0]?.relations);
  const routines = names(rows[0]?.routines);
  return {
    relations: cache.relations.filter((one) => one.schema === schema && relations.has(one.name)),
    routines: cache.allRoutines.filter((one) => one.schema === schema && routines.has(one.name)),
  };
}
