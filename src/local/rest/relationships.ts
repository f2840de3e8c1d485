import { RestError } from './errors.ts';
import type { EmbedItem } from './parse/select.ts';
import type { ForeignKey, Relation, SchemaCache } from './schema-cache.ts';

/** How the rows of one relation find those of another. */
export interface Relationship {
  target: Relation;
  toMany: boolean;
  /** Column of the source → column of the target, or of the junction. */
  on: ColumnPair[];
  junction?: { relation: Relation; on: ColumnPair[] };
  /** The constraints that make it, for messages. */
  constraints: string[];
  cardinality: 'many-to-one' | 'one-to-one' | 'one-to-many' | 'many-to-many';
}

export interface ColumnPair {
  from: string;
  to: string;
}

/**
 * Finds the one relationship that an embedding means.
 *
 * @throws {RestError} PGRST200 for none, PGRST201 for several
 */
export function findRelationship(cache: SchemaCache, source: Relation, embed: EmbedItem): Relationship {
  const found = [
    ...cache.foreignKeys.flatMap((key) => toOne(cache, source, embed, key)),
    ...cache.foreignKeys.flatMap((key) => fromOne(cache, source, embed, key)),
    ...throughJunctions(cache, source, embed),
  ];
  const [only] = found;
  if (!only) throw noRelationship(source, embed);
  if (found.length > 1) throw ambiguous(source, embed, found);
  return only;
}

function toOne(cache: SchemaCache, source: Relation, embed: EmbedItem, key: ForeignKey): Relationship[] {
  if (!isTable(source, key.schema, key.table)) return [];
  const { target: wanted, hint } = embed;
  const named = key.target === wanted && (hint !== undefined || !isSelfReference(key));
  if (!named && key.name !== wanted && !isOnly(key.columns, wanted)) return [];
  if (hint !== undefined && key.name !== hint && !isOnly(key.columns, hint)) return [];
  if (hint !== undefined && isSelfReference(key) && key.target === wanted) return [];
  const target = cache.find(key.targetSchema, key.target);
  if (!target) return [];
  return [
    {
      target,
      toMany: false,
      on: pairs(key.columns, key.targetColumns),
      constraints: [key.name],
      cardinality: key.unique ? 'one-to-one' : 'many-to-one',
    },
  ];
}

function fromOne(cache: SchemaCache, source: Relation, embed: EmbedItem, key: ForeignKey): Relationship[] {
  if (!isTable(source, key.targetSchema, key.target)) return [];
  const { target: wanted, hint } = embed;
  if (key.table !== wanted && (key.name !== wanted || isSelfReference(key))) return [];
  if (hint !== undefined && key.name !== hint && !isOnly(key.columns, hint)) return [];
  const target = cache.find(key.schema, key.table);
  if (!target) return [];
  return [
    {
      target,
      toMany: !key.unique,
      on: pairs(key.targetColumns, key.columns),
      constraints: [key.name],
      cardinality: key.unique ? 'one-to-one' : 'one-to-many',
    },
  ];
}

/** Two foreign keys of one table, both part of its primary key, make a many-to-many relationship. */
function throughJunctions(cache: SchemaCache, source: Relation, embed: EmbedItem): Relationship[] {
  const near = cache.foreignKeys.filter((key) => isTable(source, key.targetSchema, key.target));
  return near.flatMap((first) =>
    cache.foreignKeys
      .filter((second) => second !== first && second.target === embed.target && isSameTable(first, second))
      .filter((second) => [undefined, first.table, first.name, second.name].includes(embed.hint))
      .flatMap((second) => throughJunction(cache, first, second)),
  );
}

function throughJunction(cache: SchemaCache, first: ForeignKey, second: ForeignKey): Relationship[] {
  const relation = cache.find(first.schema, first.table);
  const target = cache.find(second.targetSchema, second.target);
  const columns = [...first.columns, ...second.columns];
  if (!relation || !target || !columns.every((column) => relation.primaryKey.includes(column))) return [];
  return [
    {
      target,
      toMany: true,
      on: pairs(first.targetColumns, first.columns),
      junction: { relation, on: pairs(second.columns, second.targetColumns) },
      constraints: [first.name, second.name],
      cardinality: 'many-to-many',
    },
  ];
}

function noRelationship(source: Relation, embed: EmbedItem): RestError {
  const { target, hint } = embed;
  const between = `between '${source.name}' and '${target}'`;
  const using = hint === undefined ? '' : ` using the hint '${hint}'`;
  return new RestError(400, 'PGRST200', `Could not find a relationship ${between} in the schema cache`, {
    details:
      `Searched for a foreign key relationship ${between}${using} in the schema '${source.schema}', ` +
      'but no matches were found.',
  });
}

function ambiguous(source: Relation, embed: EmbedItem, found: Relationship[]): RestError {
  const choices = found.map((one) => `'${embed.target}!${one.constraints[0]}'`).join(', ');
  return new RestError(
    300,
    'PGRST201',
    `Could not embed because more than one relationship was found for '${source.name}' and '${embed.target}'`,
    {
      details: found.map((one) => ({
        cardinality: one.cardinality,
        embedding: `${source.name} with ${one.target.name}`,
        relationship: describe(source, one),
      })),
      hint: `Try changing '${embed.target}' to one of the following: ${choices}. Find the desired relationship in the 'details' key.`,
    },
  );
}

function describe(source: Relation, one: Relationship): string {
  const columns = (pairs: ColumnPair[], side: keyof ColumnPair) => pairs.map((pair) => pair[side]).join(', ');
  return (
    `${one.constraints.join(' and ')} using ${source.name}(${columns(one.on, 'from')}) ` +
    `and ${one.junction?.relation.name ?? one.target.name}(${columns(one.on, 'to')})`
  );
}

function pairs(from: string[], to: string[]): ColumnPair[] {
  return from.map((column, index) => ({ from: column, to: to[index] ?? '' }));
}

function isTable(relation: Relation, schema: string, name: string): boolean {
  return relation.schema === schema && relation.name === name;
}

function isSameTable(a: ForeignKey, b: ForeignKey): boolean {
  return a.schema === b.schema && a.table === b.table;
}

function isSelfReference(key: ForeignKey): boolean {
  return key.schema === key.targetSchema && key.table === key.target;
}

function isOnly(columns: string[], name: string): boolean {
  return columns.length === 1 && columns[0] === name;
}
