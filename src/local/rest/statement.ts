import type { RestConfig } from './config.ts';
import { readSettings } from './config.ts';
import type { Media } from './media.ts';
import { emptyRefinement } from './parse/query.ts';
import type { RestRequest } from './request.ts';
import { findRoutine } from './schema/find-routine.ts';
import type { Relation, Routine } from './schema/introspection.ts';
import type { SchemaCache } from './schema/schema-cache.ts';
import { answerSql } from './sql/answer.ts';
import { callSql, isVoid } from './sql/call.ts';
import { refuseAggregates } from './sql/columns.ts';
import { readSql } from './sql/read.ts';
import type { ReadContext, ReadSql, Source } from './sql/read.ts';
import { Parameters, qualified, quoted } from './sql/text.ts';
import { writeSql } from './sql/write.ts';

/** One statement that does all of a request and makes the JSON of its answer. */
export interface Statement {
  sql: string;
  params: readonly unknown[];
  /** What the answer has to look like. */
  shape: 'rows' | 'value' | 'nothing';
  /** May not change anything. */
  readOnly: boolean;
  offset: number;
  /** A statement whose number of rows PostgreSQL is to guess. */
  guessed?: { sql: string; params: readonly unknown[] };
  /** The function that is called. */
  routine?: Routine;
  /** The relation that is written or read. */
  relation?: Relation;
  /** Settings that the function wants before it begins. */
  settings: Record<string, string>;
}

export interface StatementContext {
  cache: SchemaCache;
  config: RestConfig;
}

/** @throws {RestError} for what cannot be understood or is not in the schema cache */
export function buildStatement(request: RestRequest, context: StatementContext): Statement {
  if (!context.config.aggregatesEnabled) refuseAggregates(request.query.select);
  const { target, reading } = request;
  if (target.kind === 'routine') return buildCall(request, target.name, context);
  const relation = context.cache.relation(request.schema, target.kind === 'relation' ? target.name : '');
  return reading ? buildRead(request, relation, context) : buildWrite(request, relation, context);
}

function buildRead(request: RestRequest, relation: Relation, context: StatementContext): Statement {
  const { query, preferences, schema } = request;
  const { maxRows } = context.config;
  const read = (params: Parameters) => {
    const source = { from: tableSql(relation), alias: relation.name, relation };
    return readSql({ ...context, schema, maxRows, params }, source, query.select, query.root);
  };
  const params = new Parameters();
  const { page, all } = read(params);
  const { count } = preferences;
  const limit = count === 'estimated' ? ` limit ${maxRows + 1}` : '';
  const total = count === 'exact' || count === 'estimated' ? `${all}${limit}` : undefined;
  return {
    sql: answerSql({ media: bodyOf(request), rows: page, total, kind: 'rows' }),
    params: params.values,
    shape: 'rows',
    readOnly: true,
    offset: query.root.offset ?? 0,
    guessed: count === 'planned' || count === 'estimated' ? guessedCount(read) : undefined,
    relation,
    settings: {},
  };
}

/** A statement of its own, with the parameters that it names and no others. */
function guessedCount(read: (params: Parameters) => ReadSql): Statement['guessed'] {
  const params = new Parameters();
  const sql = read(params).all;
  const named = [...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
  const numbers = [...new Set(named)].sort((a, b) => a - b);
  return {
    sql: sql.replace(/\$(\d+)/g, (_, number) => `$${numbers.indexOf(Number(number)) + 1}`),
    params: numbers.map((number) => params.values[number - 1]),
  };
}

function buildWrite(request: RestRequest, relation: Relation, context: StatementContext): Statement {
  const { method, query, preferences, payload } = request;
  const params = new Parameters();
  const write = writeSql({ ...context, relation, query, preferences, params }, method, payload);
  const whole = preferences.return === 'representation';
  const rows = whole ? writtenSql(request, relation, context, params) : 'select * from _write';
  const media = whole ? bodyOf(request) : undefined;
  const location =
    method === 'POST' && preferences.return === 'headers-only' ? relation.primaryKey : undefined;
  return {
    sql: `with _write as (${write}) ${answerSql({ media, rows, kind: 'rows', location })}`,
    params: params.values,
    shape: whole ? 'rows' : 'nothing',
    readOnly: false,
    offset: 0,
    relation,
    settings: {},
  };
}

/** All rows that were written, whatever their number, without the conditions that chose them. */
function writtenSql(
  request: RestRequest,
  relation: Relation,
  { cache }: StatementContext,
  params: Parameters,
): string {
  const { order, embedded } = request.query.root;
  const context: ReadContext = { cache, schema: request.schema, maxRows: Infinity, params };
  const source: Source = { from: `_write as ${quoted(relation.name)}`, alias: relation.name, relation };
  return readSql(context, source, request.query.select, { ...emptyRefinement(), order, embedded }).page;
}

function buildCall(request: RestRequest, name: string, context: StatementContext): Statement {
  const { schema, query, reading, preferences } = request;
  const payload = request.payload ?? { kind: 'texts' as const, pairs: query.args };
  const routine = findRoutine(context.cache, { schema, name, payload, posted: !reading });
  const relation = routine.relation ? context.cache.find(routine.relation) : undefined;
  const params = new Parameters();
  const called = callSql(routine, { relation, payload, query, params });
  const alias = routine.relation?.name ?? routine.name;
  const source: Source = { from: `_call as ${quoted(alias)}`, alias, relation };
  const { maxRows } = context.config;
  const read = readSql({ ...context, schema, maxRows, params }, source, query.select, query.root);
  const counted = preferences.count === 'exact' || preferences.count === 'estimated';
  const kind = routine.composite ? (routine.set ? 'rows' : 'row') : routine.set ? 'values' : 'value';
  const media = isVoid(routine) ? undefined : bodyOf(request);
  return {
    sql: `with _call as (${called}) ${answerSql({ media, rows: read.page, total: counted ? read.all : undefined, kind })}`,
    params: params.values,
    shape: isVoid(routine) ? 'nothing' : routine.set ? 'rows' : 'value',
    readOnly: reading || routine.volatility !== 'v',
    offset: query.root.offset ?? 0,
    routine,
    settings: hoisted(routine),
  };
}

/** A plan is made of the statement of what it is for. */
function bodyOf({ media }: RestRequest): Media {
  return media.kind === 'plan' ? media.of : media;
}

/** Settings that would come too late inside the function. */
function hoisted({ settings }: Routine): Record<string, string> {
  const all = readSettings(settings ?? []);
  return 'statement_timeout' in all ? { statement_timeout: String(all.statement_timeout) } : {};
}

function tableSql({ schema, name }: Relation): string {
  return `${qualified(schema, name)} as ${quoted(name)}`;
}
