import { RestError } from '../errors.ts';
import { emptyRefinement } from '../parse/query.ts';
import type { Query, Refinement } from '../parse/query.ts';
import type { OrderTerm } from '../parse/order.ts';
import type { EmbedItem, FieldItem, SelectItem } from '../parse/select.ts';
import { findRelationship } from '../relationships.ts';
import type { ColumnPair, Relationship } from '../relationships.ts';
import type { Relation, SchemaCache } from '../schema-cache.ts';
import { conditionSql, fieldSql } from './condition.ts';
import type { Scope } from './condition.ts';
import { qualified, quoted } from './text.ts';
import type { Parameters } from './text.ts';

/** What all parts of one statement share. */
export interface ReadContext {
  cache: SchemaCache;
  query: Query;
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
}

export interface ReadSql {
  /** The rows that are asked for. */
  page: string;
  /** All rows that fulfil the conditions, for counting. */
  all: string;
}

/** Builds the SELECT for the rows of `source`, refined as the query says; `filtered`: its conditions hold already. */
export function readSql(context: ReadContext, source: Source, filtered = false): ReadSql {
  const reader = new Reader(context);
  const sql = reader.read(source, context.query.select, '', filtered);
  const lost = [...context.query.refinements.keys()].find((path) => !reader.paths.has(path));
  if (lost !== undefined) throw notEmbedded(lost);
  return sql;
}

class Reader {
  /** Where rows have been read, by the names that lead there. */
  readonly paths = new Set<string>();
  readonly #context: ReadContext;
  #embeds = 0;

  constructor(context: ReadContext) {
    this.#context = context;
  }

  read(source: Source, items: SelectItem[], path: string, filtered: boolean): ReadSql {
    this.paths.add(path);
    const refinement = this.#context.query.refinements.get(path) ?? emptyRefinement();
    const scope: Scope = { ...source, params: this.#context.params, embedded: new Map() };
    const columns: string[] = [];
    const joins: string[] = [];
    for (const item of items) {
      if (item.kind === 'field') columns.push(columnSql(item, scope));
      else this.#embed(item, { source, scope, path, columns, joins });
    }
    const conditions = filtered ? [] : refinement.where.map((condition) => conditionSql(condition, scope));
    const where = [...(source.ties ?? []), ...conditions];
    const from = [
      `from ${source.from}`,
      ...joins,
      ...(where.length ? [`where ${where.join(' and ')}`] : []),
    ].join(' ');
    return {
      page: `select ${columns.join(', ')} ${from}${orderSql(refinement.order, scope)}${this.#limitSql(refinement)}`,
      all: `select 1 ${from}`,
    };
  }

  #embed(
    item: EmbedItem,
    into: { source: Source; scope: Scope; path: string; columns: string[]; joins: string[] },
  ): void {
    const { relation, alias } = into.source;
    if (!relation) throw noEmbedding(item);
    const relationship = findRelationship(this.#context.cache, relation, item);
    const name = item.alias ?? item.target;
    const path = into.path ? `${into.path}.${name}` : name;
    const inner = this.read(this.#related(relationship, alias), item.items, path, false);
    const joined = `${relationship.target.name}_e${++this.#embeds}`;
    const embed = relationship.toMany
      ? manyEmbed(item, inner.page, joined)
      : oneEmbed(item, inner.page, joined);
    into.joins.push(embed.join);
    into.scope.embedded.set(name, embed.presence);
    if (item.items.length > 0) into.columns.push(...embed.columns(name));
  }

  /** The rows of the target that belong to the current row of the embedding relation. */
  #related(relationship: Relationship, outer: string): Source {
    const { target, junction } = relationship;
    const alias = `${target.name}_${++this.#embeds}`;
    const table = `${qualified(target.schema, target.name)} as ${quoted(alias)}`;
    if (!junction)
      return { from: table, alias, relation: target, ties: tieSql(relationship.on, outer, alias) };
    const between = `${junction.relation.name}_${++this.#embeds}`;
    return {
      from: `${table}, ${qualified(junction.relation.schema, junction.relation.name)} as ${quoted(between)}`,
      alias,
      relation: target,
      ties: [...tieSql(relationship.on, outer, between), ...tieSql(junction.on, between, alias)],
    };
  }

  #limitSql({ limit, offset }: Refinement): string {
    const { maxRows, params } = this.#context;
    const rows = Math.min(limit ?? maxRows, maxRows);
    return ` limit ${params.add(rows)}::bigint${offset ? ` offset ${params.add(offset)}::bigint` : ''}`;
  }
}

interface EmbedSql {
  join: string;
  /** Null where there is no related row. */
  presence: string;
  columns: (name: string) => string[];
}

function oneEmbed(item: EmbedItem, page: string, joined: string): EmbedSql {
  const alias = quoted(joined);
  const kind = item.inner ? 'inner' : 'left';
  return {
    join: `${kind} join lateral (${item.items.length ? page : page.replace('select ', 'select true ')}) as ${alias} on true`,
    presence: `row_to_json(${alias}.*)`,
    columns: (name) =>
      item.spread
        ? item.items.map(
            (one) => `${alias}.${one.kind === 'field' && one.field.name === '*' ? '*' : quoted(nameOf(one))}`,
          )
        : [`row_to_json(${alias}.*) as ${quoted(name)}`],
  };
}

function manyEmbed(item: EmbedItem, page: string, joined: string): EmbedSql {
  if (item.spread) throw noSpread(item);
  const alias = quoted(joined);
  const rows = item.items.length ? page : page.replace('select ', 'select true ');
  const list = `select json_agg(_row) as list from (${rows}) as _row`;
  return {
    join: item.inner
      ? `inner join lateral (${list}) as ${alias} on ${alias}.list is not null`
      : `left join lateral (${list}) as ${alias} on true`,
    presence: `${alias}.list`,
    columns: (name) => [`coalesce(${alias}.list, '[]') as ${quoted(name)}`],
  };
}

function columnSql(item: FieldItem, scope: Scope): string {
  if (item.field.name === '*') return `${quoted(scope.alias)}.*`;
  const value = fieldSql(item.field, scope);
  return `${item.cast ? `cast(${value} as ${item.cast})` : value} as ${quoted(nameOf(item))}`;
}

function nameOf(item: SelectItem): string {
  if (item.kind === 'embed') return item.alias ?? item.target;
  return item.alias ?? item.field.path.at(-1)?.key ?? item.field.name;
}

function orderSql(order: OrderTerm[], scope: Scope): string {
  if (order.length === 0) return '';
  const terms = order.map((term) => {
    const nulls = term.nulls ? ` nulls ${term.nulls}` : '';
    return `${orderedBy(term, scope)}${term.descending ? ' desc' : ''}${nulls}`;
  });
  return ` order by ${terms.join(', ')}`;
}

/** A related row is ordered by what its JSON holds under the column's name. */
function orderedBy(term: OrderTerm, scope: Scope): string {
  if (!term.relation) return fieldSql(term.field, scope);
  const related = scope.embedded.get(term.relation);
  if (!related) throw notEmbedded(term.relation);
  return `to_jsonb(${related}) -> ${scope.params.add(term.field.name)}::text`;
}

function tieSql(on: ColumnPair[], from: string, to: string): string[] {
  return on.map((pair) => `${quoted(to)}.${quoted(pair.to)} = ${quoted(from)}.${quoted(pair.from)}`);
}

function noEmbedding(item: EmbedItem): RestError {
  return new RestError(
    400,
    'PGRST200',
    `Could not find a relationship to '${item.target}' in the schema cache`,
  );
}

function noSpread(item: EmbedItem): RestError {
  return new RestError(400, 'PGRST119', `A spread operation on '${item.target}' is not possible`);
}

function notEmbedded(name: string): RestError {
  return new RestError(400, 'PGRST108', `'${name}' is not an embedded resource in this request`, {
    hint: `Verify that '${name}' is included in the 'select' query parameter.`,
  });
}
