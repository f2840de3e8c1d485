import { RestError } from '../errors.ts';
import type { Preferences } from '../parse/preferences.ts';
import type { Query } from '../parse/query.ts';
import type { SelectItem } from '../parse/select.ts';
import { findRelationship } from '../relationships.ts';
import type { Column, Relation, SchemaCache } from '../schema-cache.ts';
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

/** The body of a write. */
export type Payload = Record<string, unknown> | Record<string, unknown>[];

/** Counts, in a setting of the transaction, the rows that an upsert has newly made. */
const COUNT_INSERTED = `set_config('pgrst.inserted',
  (coalesce(nullif(current_setting('pgrst.inserted', true), ''), '0')::int + 1)::text, true) <> '0'`;
const UNCOUNT_UPDATED = `set_config('pgrst.inserted',
  (coalesce(nullif(current_setting('pgrst.inserted', true), ''), '0')::int - 1)::text, true) <> '-1'`;

/** INSERT … RETURNING what the answer needs. */
export function insertSql(context: WriteContext, payload: Payload): string {
  const { relation, query, params } = context;
  const rows = Array.isArray(payload) ? payload : [payload];
  const columns = payloadColumns(relation, query.columns ?? commonKeys(rows));
  const table = qualified(relation.schema, relation.name);
  const returning = returningSql(context);
  if (rows.length === 0) return nothingSql(context);
  if (columns.length === 0) return `insert into ${table} default values ${returning}`;
  const names = columns.map((column) => quoted(column.name)).join(', ');
  const json = params.add(JSON.stringify(rows));
  return (
    `insert into ${table} (${names}) select ${names} from ${recordsSql(context, columns, json)} ` +
    `where ${COUNT_INSERTED} ${conflictSql(context, columns)} ${returning}`
  );
}

/** UPDATE of the rows that fulfil the query's conditions. */
export function updateSql(context: WriteContext, payload: Payload): string {
  const { relation, query, params } = context;
  if (Array.isArray(payload) && payload.length > 1) throw invalidBody();
  const values = (Array.isArray(payload) ? payload[0] : payload) ?? {};
  const columns = payloadColumns(relation, query.columns ?? Object.keys(values));
  if (columns.length === 0) return nothingSql(context);
  requireConditions('UPDATE', query);
  const assignments = columns.map(({ name }) => `${quoted(name)} = _body.${quoted(name)}`).join(', ');
  const json = params.add(JSON.stringify([values]));
  return (
    `update ${qualified(relation.schema, relation.name)} set ${assignments} ` +
    `from ${recordsSql(context, columns, json)} ${whereSql(context)} ${returningSql(context)}`
  );
}

export function deleteSql(context: WriteContext): string {
  requireConditions('DELETE', context.query);
  const { relation } = context;
  return `delete from ${qualified(relation.schema, relation.name)} ${whereSql(context)} ${returningSql(context)}`;
}

/** The body's rows with the types of the table's columns. */
function recordsSql({ preferences }: WriteContext, columns: Column[], json: string): string {
  const types = columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ');
  if (preferences.missing !== 'default') return `json_to_recordset(${json}::json) as _body(${types})`;
  const defaults = columns
    .filter((column) => column.default !== null)
    .map((column) => `${literal(column.name)}, ${column.default}`);
  return `jsonb_array_elements(${json}::jsonb) as _given,
    jsonb_to_record(jsonb_build_object(${defaults.join(', ')}) || _given) as _body(${types})`;
}

/** Only for names out of the catalog. */
function literal(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

function conflictSql({ relation, query, preferences }: WriteContext, columns: Column[]): string {
  const keys = query.onConflict ?? relation.primaryKey;
  if (!preferences.resolution || keys.length === 0) return '';
  const target = `on conflict (${keys.map(quoted).join(', ')})`;
  if (preferences.resolution === 'ignore-duplicates') return `${target} do nothing`;
  const assignments = columns.map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ');
  return `${target} do update set ${assignments} where ${UNCOUNT_UPDATED}`;
}

function whereSql({ relation, query, params }: WriteContext): string {
  const conditions = query.refinements.get('')?.where ?? [];
  const scope = { alias: relation.name, relation, params, embedded: new Map<string, string>() };
  const where = conditions.map((condition) => conditionSql(condition, scope));
  return where.length > 0 ? `where ${where.join(' and ')}` : '';
}

/** Only the columns of the answer: a role may be allowed to write what it may not read. */
function returningSql(context: WriteContext): string {
  if (context.preferences.return !== 'representation') return 'returning 1';
  const names = neededColumns(context, context.query.select);
  return `returning ${names.map((name) => `${quoted(context.relation.name)}.${name}`).join(', ') || '1'}`;
}

function neededColumns({ cache, relation, query }: WriteContext, items: SelectItem[]): string[] {
  const ordered = (query.refinements.get('')?.order ?? []).flatMap((term) =>
    term.relation ? [] : term.field.name,
  );
  const selected = items.flatMap((item) => {
    if (item.kind === 'field') return [item.field.name];
    return findRelationship(cache, relation, item).on.map((pair) => pair.from);
  });
  return selected.includes('*') ? ['*'] : [...new Set([...selected, ...ordered])].map(quoted);
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

function commonKeys(rows: Record<string, unknown>[]): string[] {
  const keys = Object.keys(rows[0] ?? {});
  const same = rows.every(
    (row) => Object.keys(row).length === keys.length && keys.every((key) => key in row),
  );
  if (!same) throw new RestError(400, 'PGRST102', 'All object keys must match');
  return keys;
}

/** Hosted projects load the extension that keeps a forgotten filter from touching every row. */
function requireConditions(verb: 'UPDATE' | 'DELETE', query: Query): void {
  if ((query.refinements.get('')?.where ?? []).length > 0) return;
  throw new RestError(400, '21000', `${verb} requires a WHERE clause`);
}

function invalidBody(): RestError {
  return new RestError(400, 'PGRST102', 'All object keys must match');
}
