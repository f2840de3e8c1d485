import { RestError, invalidBody } from '../errors.ts';
import type { Preferences } from '../parse/preferences.ts';
import type { Query } from '../parse/query.ts';
import type { SelectItem } from '../parse/select.ts';
import type { Payload } from '../payload.ts';
import type { Method } from '../request.ts';
import { findRelationship } from '../schema/find-relationship.ts';
import type { Column, Relation } from '../schema/introspection.ts';
import type { SchemaCache } from '../schema/schema-cache.ts';
import { conditionSql } from './condition.ts';
import { qualified, quoted } from './text.ts';
import type { Parameters } from './text.ts';

export interface WriteContext {
  cache: SchemaCache;
  relation: Relation;
  query: Query;
  preferences: Preferences;
  params: Parameters;
}

type Json = Extract<Payload, { kind: 'json' }>;

/** Counts, in a setting of the transaction, the rows that an upsert has newly made. */
const COUNT_INSERTED = `set_config('pgrst.inserted',
  (coalesce(nullif(current_setting('pgrst.inserted', true), ''), '0')::int + 1)::text, true) <> '0'`;
const UNCOUNT_UPDATED = `set_config('pgrst.inserted',
  (coalesce(nullif(current_setting('pgrst.inserted', true), ''), '0')::int - 1)::text, true) <> '-1'`;

/** INSERT, UPDATE or DELETE … RETURNING what the answer needs. @throws {RestError} PGRST102, 105, 204 */
export function writeSql(context: WriteContext, method: Method, payload: Payload | undefined): string {
  if (method === 'DELETE') return deleteSql(context);
  if (payload?.kind !== 'json') throw invalidBody();
  if (method === 'PATCH') return updateSql(context, payload);
  return method === 'PUT' ? putSql(context, payload) : insertSql(context, payload);
}

function insertSql(context: WriteContext, payload: Json): string {
  const { relation, query, preferences } = context;
  const columns = payloadColumns(relation, payload.keys);
  const keys = query.onConflict ?? relation.primaryKey;
  const { resolution } = preferences;
  if (!resolution || keys.length === 0)
    return `${intoSql(context, columns, payload)} ${returningSql(context)}`;
  return `${intoSql(context, columns, payload)} where ${COUNT_INSERTED} ${conflictSql(keys, columns, resolution)} ${returningSql(context)}`;
}

/** One row by its whole primary key, which address and body have to agree on. */
function putSql(context: WriteContext, payload: Json): string {
  const { relation, query, params } = context;
  const { where } = query.root;
  const names = where.flatMap((one) =>
    one.kind === 'test' && one.operator === 'eq' && !one.negated && !one.quantifier ? one.field.name : [],
  );
  const keys = relation.primaryKey;
  const whole = keys.length > 0 && keys.every((key) => names.includes(key)) && names.length === where.length;
  if (!whole || !names.every((name) => keys.includes(name)))
    throw new RestError(
      405,
      'PGRST105',
      "Filters must include all and only primary key columns with 'eq' operators",
    );
  const columns = payloadColumns(relation, payload.keys);
  const scope = { alias: '_body', relation, params, embedded: new Map<string, never>() };
  const conditions = where.map((condition) => conditionSql(condition, scope)).join(' and ');
  const conflict = conflictSql(keys, columns, 'merge-duplicates');
  return `${intoSql(context, columns, payload)} where ${conditions} and ${COUNT_INSERTED} ${conflict} ${returningSql(context)}`;
}

function intoSql(context: WriteContext, columns: Column[], payload: Json): string {
  const { schema, name } = context.relation;
  const names = columns.map((column) => quoted(column.name)).join(', ');
  const into = `insert into ${qualified(schema, name)} ${names ? `(${names})` : ''}`;
  const values = columns.map((column) => `_body.${quoted(column.name)}`).join(', ');
  return `${into} select ${values} from ${recordsSql(context, columns, payload)}`;
}

function updateSql(context: WriteContext, payload: Json): string {
  const { relation } = context;
  const columns = payloadColumns(relation, payload.keys);
  if (columns.length === 0) return nothingSql(context);
  requireConditions('UPDATE', context.query);
  const assignments = columns.map(({ name }) => `${quoted(name)} = _body.${quoted(name)}`).join(', ');
  const body = `(select * from ${recordsSql(context, columns, payload)} limit 1) as _body`;
  return `update ${qualified(relation.schema, relation.name)} set ${assignments} from ${body} ${whereSql(context)} ${returningSql(context)}`;
}

function deleteSql(context: WriteContext): string {
  requireConditions('DELETE', context.query);
  const { relation } = context;
  return `delete from ${qualified(relation.schema, relation.name)} ${whereSql(context)} ${returningSql(context)}`;
}

/** The body's rows with the types of the table's columns. */
function recordsSql({ preferences, params }: WriteContext, columns: Column[], payload: Json): string {
  const json = params.add(payload.text);
  if (columns.length === 0)
    return payload.isObject ? '(values (1)) as _body' : `json_array_elements(${json}::json) as _body`;
  const types = `_body(${columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ')})`;
  const rows = payload.isObject ? 'record' : 'recordset';
  if (preferences.missing !== 'default') return `json_to_${rows}(${json}::json) as ${types}`;
  const defaults = columns
    .filter((column) => column.default !== null)
    .map((column) => `${literal(column.name)}, ${column.default}`);
  const given = payload.isObject
    ? `(values (${json}::jsonb)) as _all(_given)`
    : `jsonb_array_elements(${json}::jsonb) as _all(_given)`;
  return `${given}, lateral jsonb_to_record(jsonb_build_object(${defaults.join(', ')}) || _given) as ${types}`;
}

/** Only for names out of the catalog. */
function literal(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

function conflictSql(keys: string[], columns: Column[], resolution: string): string {
  const target = `on conflict (${keys.map(quoted).join(', ')})`;
  if (resolution === 'ignore-duplicates' || columns.length === 0) return `${target} do nothing`;
  const assignments = columns.map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ');
  return `${target} do update set ${assignments} where ${UNCOUNT_UPDATED}`;
}

function whereSql({ relation, query, params }: WriteContext): string {
  const scope = { alias: relation.name, relation, params, embedded: new Map<string, never>() };
  const where = query.root.where.map((condition) => conditionSql(condition, scope));
  return where.length > 0 ? `where ${where.join(' and ')}` : '';
}

/** Only the columns of the answer: a role may be allowed to write what it may not read. */
function returningSql(context: WriteContext): string {
  const wanted = context.preferences.return;
  if (wanted !== 'representation' && wanted !== 'headers-only') return 'returning 1';
  const names = neededColumns(context, context.query.select);
  return `returning ${names.map((name) => `${quoted(context.relation.name)}.${name}`).join(', ')}`;
}

function neededColumns({ cache, relation, query }: WriteContext, items: SelectItem[]): string[] {
  const ordered = query.root.order.flatMap((term) => (term.relation ? [] : term.field.name));
  const selected = items.flatMap((item) => {
    if (item.kind === 'field') return item.aggregate && item.field.name === '*' ? [] : [item.field.name];
    const relationship = findRelationship(cache, relation, item);
    return relationship.computedBy ? ['*'] : relationship.on.map((pair) => pair.from);
  });
  if (selected.includes('*')) return ['*'];
  return [...new Set([...selected, ...ordered, ...relation.primaryKey])].map(quoted);
}

/** A write of nothing answers like one that found no row. */
function nothingSql({ relation }: WriteContext): string {
  return `select * from ${qualified(relation.schema, relation.name)} where false`;
}

/** @throws {RestError} PGRST204 */
function payloadColumns(relation: Relation, names: string[]): Column[] {
  return names.map((name) => {
    const column = relation.columns.find((one) => one.name === name);
    if (column) return column;
    const message = `Could not find the '${name}' column of '${relation.name}' in the schema cache`;
    throw new RestError(400, 'PGRST204', message);
  });
}

/** Hosted projects load the extension that keeps a forgotten filter from touching every row. */
function requireConditions(verb: 'UPDATE' | 'DELETE', query: Query): void {
  if (query.root.where.length > 0) return;
  throw new RestError(400, '21000', `${verb} requires a WHERE clause`);
}
