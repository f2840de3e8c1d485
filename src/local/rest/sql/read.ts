import { RestError } from '../errors.ts';
import { emptyRefinement } from '../parse/query.ts';
import type { Refinement } from '../parse/query.ts';
import type { OrderTerm } from '../parse/order.ts';
import type { EmbedItem, FieldItem, SelectItem } from '../parse/select.ts';
import { findRelationship } from '../schema/find-relationship.ts';
import type { Relation } from '../schema/introspection.ts';
import type { SchemaCache } from '../schema/schema-cache.ts';
import { columnsSql, hasAggregate, outputNames } from './columns.ts';
import type { ColumnSql } from './columns.ts';
import { conditionSql, fieldSql, pathSql } from './condition.ts';
import type { Scope } from './condition.ts';
import { embedSql } from './embed.ts';
import { relatedSource } from './related.ts';
import { quoted } from './text.ts';
import type { Parameters } from './text.ts';

/** What all parts of one statement share. */
export interface ReadContext {
  cache: SchemaCache;
  /** Where relations are looked for. */
  schema: string;
  params: Parameters;
  /** No answer has more rows than this, in any of its lists. */
  maxRows: number;
}

/** The rows that are read. */
export interface Source {
  /** What follows FROM. */
  from: string;
  /** The name under which it is known there. */
  alias: string;
  relation?: Relation;
  /** Conditions that tie it to what embeds it. */
  ties?: string[];
  /** Aliases that mean something else from here on inwards. */
  taken?: readonly string[];
}

export interface ReadSql {
  /** The rows that are asked for. */
  page: string;
  /** All rows that fulfil the conditions, for counting. */
  all: string;
  /** The names of the page's columns, where they are known. */
  names: string[];
}

/** Builds the SELECT for the rows of `source`, refined as the query says. */
export function readSql(
  context: ReadContext,
  source: Source,
  items: readonly SelectItem[],
  refinement: Refinement,
  depth = 1,
): ReadSql {
  const scope: Scope = { ...source, params: context.params, embedded: new Map() };
  const grouped = hasAggregate(items);
  const embeds = readEmbeds(context, { source, scope, items, refinement, depth, grouped });
  const fields = items.flatMap((item) =>
    item.kind === 'field' ? columnsSql(item as FieldItem, scope, grouped) : [],
  );
  const columns = [...fields, ...embeds.columns];
  const where = [
    ...(source.ties ?? []),
    ...refinement.where.map((condition) => conditionSql(condition, scope)),
  ];
  const rows = [
    `from ${source.from}`,
    ...embeds.joins,
    ...(where.length > 0 ? [`where ${where.join(' and ')}`] : []),
  ].join(' ');
  const group = grouped ? groupSql(columns) : '';
  const order = orderSql(refinement.order, scope);
  return {
    page: `select ${columns.map((one) => one.select).join(', ')} ${rows}${group}${order}${limitSql(context, refinement)}`,
    all: `select 1 ${rows}`,
    names: outputNames(items, scope, embeds.spread),
  };
}

interface Reading {
  source: Source;
  scope: Scope;
  items: readonly SelectItem[];
  refinement: Refinement;
  depth: number;
  grouped: boolean;
}

function readEmbeds(context: ReadContext, reading: Reading) {
  const joins: string[] = [];
  const columns: ColumnSql[] = [];
  const spread = new Map<SelectItem, string[]>();
  const wishes = refinementsOf(reading.items, reading.refinement);
  for (const item of reading.items) {
    if (item.kind !== 'embed') continue;
    const embed = readEmbed(context, reading, item, wishes.get(item) ?? emptyRefinement());
    joins.push(embed.join);
    reading.scope.embedded.set(item.alias ?? item.target, embed.presence);
    if (item.spread) spread.set(item, embed.names);
    columns.push(...embed.columns);
  }
  return { joins, columns, spread };
}

function readEmbed(context: ReadContext, reading: Reading, item: EmbedItem, refinement: Refinement) {
  const { source, depth, grouped } = reading;
  if (item.spread && hasAggregate(item.items)) throw noAggregateInSpread();
  const name = item.alias ?? item.target;
  const parent = source.relation ?? { schema: context.schema, name: source.alias };
  const relationship = findRelationship(context.cache, parent, item);
  const related = relatedSource(context.cache, relationship, source, depth);
  const inner = readSql(context, related, item.items, refinement, depth + 1);
  const joined = `${parent.name}_${name}_${depth}`;
  return embedSql(item, { inner, joined, toMany: relationship.toMany, grouped });
}

/** Which refinements belong to which embedded relation, by its alias or its name. */
function refinementsOf(items: readonly SelectItem[], { embedded }: Refinement): Map<SelectItem, Refinement> {
  const found = new Map<SelectItem, Refinement>();
  for (const [name, refinement] of embedded) {
    const item = items.find((one) => one.kind === 'embed' && (one.target === name || one.alias === name));
    if (!item) throw notEmbedded(name);
    const other = found.get(item);
    found.set(item, other ? merge(other, refinement) : refinement);
  }
  return found;
}

function merge(a: Refinement, b: Refinement): Refinement {
  return {
    where: [...a.where, ...b.where],
    order: b.order.length > 0 ? b.order : a.order,
    limit: b.limit ?? a.limit,
    offset: b.offset ?? a.offset,
    embedded: new Map([...a.embedded, ...b.embedded]),
  };
}

function groupSql(columns: readonly ColumnSql[]): string {
  const terms = columns.flatMap(({ group }) => group ?? []);
  return terms.length > 0 ? ` group by ${terms.join(', ')}` : '';
}

function orderSql(order: OrderTerm[], scope: Scope): string {
  if (order.length === 0) return '';
  const terms = order.map((term) => {
    const nulls = term.nulls ? ` nulls ${term.nulls}` : '';
    return `${orderedBy(term, scope)}${term.descending ? ' desc' : ''}${nulls}`;
  });
  return ` order by ${terms.join(', ')}`;
}

/** A related row is ordered by what has been selected of it. */
function orderedBy({ relation, field }: OrderTerm, scope: Scope): string {
  if (!relation) return fieldSql(field, scope);
  const related = scope.embedded.get(relation);
  if (!related) throw notEmbedded(relation);
  if (related.row === undefined) throw notToOne(scope.relation?.name ?? scope.alias, relation);
  return `${quoted(related.row)}.${quoted(field.name)}${pathSql(field, scope.params)}`;
}

function limitSql({ maxRows, params }: ReadContext, { limit, offset }: Refinement): string {
  const rows = Math.min(limit ?? maxRows, maxRows);
  const limited = rows === Infinity ? '' : ` limit ${params.add(String(rows))}::bigint`;
  return `${limited}${offset ? ` offset ${params.add(String(offset))}::bigint` : ''}`;
}

function notEmbedded(name: string): RestError {
  return new RestError(400, 'PGRST108', `'${name}' is not an embedded resource in this request`, {
    hint: `Verify that '${name}' is included in the 'select' query parameter.`,
  });
}

function noAggregateInSpread(): RestError {
  return new RestError(400, 'PGRST127', 'Feature not implemented', {
    details: 'Aggregates are not implemented for spreads.',
  });
}

function notToOne(source: string, name: string): RestError {
  return new RestError(400, 'PGRST118', `A related order on '${name}' is not possible`, {
    details: `'${source}' and '${name}' do not form a many-to-one or one-to-one relationship`,
  });
}
