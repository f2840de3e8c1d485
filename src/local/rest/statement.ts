import { RestError } from './errors.ts';
import { parseQuery } from './parse/query.ts';
import type { Query } from './parse/query.ts';
import { readJson, unsatisfiable } from './request.ts';
import type { RestRequest } from './request.ts';
import type { Relation, Routine, SchemaCache } from './schema-cache.ts';
import { callSql, findRoutine } from './sql/call.ts';
import type { CallArguments } from './sql/call.ts';
import { readSql } from './sql/read.ts';
import type { Source } from './sql/read.ts';
import { Parameters, qualified, quoted } from './sql/text.ts';
import { deleteSql, insertSql, updateSql } from './sql/write.ts';
import type { Payload, WriteContext } from './sql/write.ts';

/** One statement that does all of a request and makes the JSON of its answer. */
export interface Statement {
  sql: string;
  params: readonly unknown[];
  /** What the answer has to look like. */
  shape: 'rows' | 'value' | 'nothing';
  offset: number;
}

/** Its only row. `page` and `total` count rows; `body` is JSON. */
export interface StatementResult {
  body: string;
  page: number;
  total: number | null;
  inserted: number | null;
  headers: string | null;
  status: string | null;
}

export interface StatementContext {
  cache: SchemaCache;
  maxRows: number;
}

/** @throws {RestError} for what cannot be understood or is not in the schema cache */
export function buildStatement(request: RestRequest, context: StatementContext): Statement {
  const { target } = request;
  if (target.kind === 'routine') return buildCall(request, target.name, context);
  if (target.kind === 'root') throw new RestError(404, 'PGRST125', 'Invalid path specified in request URL');
  const relation = context.cache.relation(request.schema, target.name);
  const query = readQuery(request);
  const reading = request.method === 'GET' || request.method === 'HEAD';
  return reading
    ? buildRead(request, relation, query, context)
    : buildWrite(request, relation, query, context);
}

function readQuery(request: RestRequest, isArgument?: (name: string) => boolean): Query {
  const query = parseQuery(request.params, isArgument);
  const top = query.refinements.get('');
  if (top && request.range) {
    top.offset ??= request.range.offset;
    top.limit ??= request.range.limit;
  }
  if ((top?.limit ?? 0) < 0) throw unsatisfiable('Limit should be greater than or equal to zero.');
  return query;
}

function buildRead(
  request: RestRequest,
  relation: Relation,
  query: Query,
  context: StatementContext,
): Statement {
  const params = new Parameters();
  const source = { from: qualified(relation.schema, relation.name), alias: relation.name, relation };
  const read = readSql({ ...context, query, params }, source);
  const total = request.preferences.count ? `(select count(*) from (${read.all}) as _all)` : 'null';
  return {
    sql: answerSql(request, { rows: read.page, total }),
    params: params.values,
    shape: 'rows',
    offset: query.refinements.get('')?.offset ?? 0,
  };
}

function buildWrite(
  request: RestRequest,
  relation: Relation,
  query: Query,
  context: StatementContext,
): Statement {
  const params = new Parameters();
  const { preferences } = request;
  const write = writeSql(request, { ...context, relation, query, preferences, params });
  const whole = preferences.return === 'representation';
  const source: Source = { from: `_write as ${quoted(relation.name)}`, alias: relation.name, relation };
  const all = { ...context, maxRows: Number.MAX_SAFE_INTEGER, query, params };
  const rows = whole ? readSql(all, source, true).page : 'select 1 from _write';
  const total = preferences.count ? '(select count(*) from _write)' : 'null';
  return {
    sql: `with _write as (${write}) ${answerSql(request, { rows, total })}`,
    params: params.values,
    shape: whole ? 'rows' : 'nothing',
    offset: 0,
  };
}

function writeSql(request: RestRequest, context: WriteContext): string {
  if (request.method === 'DELETE') return deleteSql(context);
  const payload = readPayload(request.body);
  return request.method === 'POST' ? insertSql(context, payload) : updateSql(context, payload);
}

function readPayload(body: string): Payload {
  const payload = readJson(body);
  const rows = Array.isArray(payload) ? payload : [payload];
  if (rows.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row)))
    return payload as Payload;
  throw new RestError(400, 'PGRST102', 'Empty or invalid json');
}

function buildCall(request: RestRequest, name: string, context: StatementContext): Statement {
  const args = readArguments(request, name, context.cache);
  const routine = findRoutine(context.cache, request.schema, name, args);
  const params = new Parameters();
  const call = callSql(routine, args, params);
  if (routine.returns === 'void')
    return { ...valueStatement(request, call, 'null'), params: params.values, shape: 'nothing' };
  if (!routine.composite) {
    const list = `json_agg(_page.${quoted(name)})`;
    const body = routine.set ? `coalesce(${list}, '[]')` : `coalesce(${list} -> 0, 'null')`;
    return { ...valueStatement(request, call, body), params: params.values };
  }
  const query = readQuery(request, (key) => args.kind === 'query' && key in args.values);
  const read = readSql({ ...context, query, params }, callSource(routine, context.cache));
  const total = request.preferences.count ? `(select count(*) from (${read.all}) as _all)` : 'null';
  const answer = answerSql(request, { rows: read.page, total, one: !routine.set });
  return {
    sql: `with _call as materialized (${call}) ${answer}`,
    params: params.values,
    shape: routine.set ? 'rows' : 'value',
    offset: query.refinements.get('')?.offset ?? 0,
  };
}

function callSource(routine: Routine, cache: SchemaCache): Source {
  const relation = routine.relation ? cache.find(routine.relation.schema, routine.relation.name) : undefined;
  return { from: `_call as ${quoted(routine.name)}`, alias: routine.name, relation };
}

function valueStatement(request: RestRequest, call: string, body: string): Omit<Statement, 'params'> {
  return { sql: answerSql(request, { rows: call, total: 'null', body }), shape: 'value', offset: 0 };
}

/** Which of the parameters in the address are arguments depends on the functions of that name. */
function readArguments(request: RestRequest, name: string, cache: SchemaCache): CallArguments {
  if (request.method === 'POST') return readBodyArguments(request);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new RestError(405, 'PGRST101', `Cannot use the ${request.method} method on RPC`);
  }
  const known = new Set(
    cache.routines(request.schema, name).flatMap((one) => one.arguments.map((arg) => arg.name)),
  );
  const isQuery = (key: string, value: string) =>
    !known.has(key) &&
    (/^(select|order|limit|offset|apikey|(not\.)?(and|or))$/.test(key) || /^(not\.)?[a-z]+[.(]/.test(value));
  const values = [...request.params].filter(([key, value]) => !isQuery(key, value));
  return { kind: 'query', values: Object.fromEntries(values) };
}

function readBodyArguments(request: RestRequest): CallArguments {
  if (request.body === '') return { kind: 'body', values: {} };
  const type = request.headers.get('content-type') ?? 'application/json';
  if (!type.includes('json')) return { kind: 'raw', text: request.body };
  const values = readJson(request.body);
  const isObject = typeof values === 'object' && values !== null && !Array.isArray(values);
  return isObject
    ? { kind: 'body', values: values as Record<string, unknown> }
    : { kind: 'raw', text: request.body };
}

function answerSql(
  request: RestRequest,
  parts: { rows: string; total: string; body?: string; one?: boolean },
): string {
  const row = request.media.stripNulls ? 'json_strip_nulls(row_to_json(_page))' : 'row_to_json(_page)';
  const first = request.media.single || parts.one;
  const list = first ? `coalesce(json_agg(${row}) -> 0, 'null')` : `coalesce(json_agg(${row}), '[]')`;
  return `select (${parts.body ?? list})::text as body, count(*)::int as page, (${parts.total})::int as total,
    nullif(current_setting('pgrst.inserted', true), '')::int as inserted,
    nullif(current_setting('response.headers', true), '') as headers,
    nullif(current_setting('response.status', true), '') as status
    from (${parts.rows}) as _page`;
}
