import type { Column, Relation } from '../schema/introspection.ts';
import type { Relationship } from '../schema/relationships.ts';

export interface DescribedType {
  type?: string;
  items?: { type?: string };
}

const TYPES: Record<string, string | undefined> = {
  boolean: 'boolean',
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  numeric: 'number',
  real: 'number',
  'double precision': 'number',
};

/** How OpenAPI calls a type of PostgreSQL; JSON may be anything. */
export function describeType(type: string): DescribedType {
  if (type === 'json' || type === 'jsonb') return {};
  if (type.endsWith('[]')) return { items: describeType(type.slice(0, -2)), type: 'array' };
  return { type: TYPES[type] ?? 'string' };
}

export function describeRelation(relation: Relation, relationships: readonly Relationship[]): object {
  const required = relation.columns.filter((column) => !column.nullable).map(({ name }) => name);
  return {
    ...(relation.description ? { description: relation.description } : {}),
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(
      relation.columns.map((column) => [column.name, describeColumn(column, relation, relationships)]),
    ),
    type: 'object',
  };
}

function describeColumn(column: Column, relation: Relation, relationships: readonly Relationship[]): object {
  const type = plainType(column.type);
  const value = defaultOf(column, type);
  const description = describeKeys(column, relation, relationships);
  return {
    ...(value === undefined ? {} : { default: value }),
    ...(description ? { description } : {}),
    ...(column.enum ? { enum: column.enum } : {}),
    format: type,
    ...(column.maxLength === null ? {} : { maxLength: column.maxLength }),
    ...describeType(type),
  };
}

function plainType(type: string): string {
  return type.replace(/\(\d+(?:,\d+)?\)/, '');
}

function describeKeys(
  { name, description }: Column,
  relation: Relation,
  relationships: readonly Relationship[],
): string | undefined {
  const notes: string[] = [];
  if (relation.primaryKey.includes(name)) notes.push('This is a Primary Key.<pk/>');
  const key = relationships.find(
    (one) =>
      !one.toMany && !one.computedBy && !one.targetIsView && one.on.length === 1 && one.on[0]?.from === name,
  );
  const [pair] = key?.on ?? [];
  if (key && pair) {
    const { name: table } = key.target;
    notes.push(`This is a Foreign Key to \`${table}.${pair.to}\`.<fk table='${table}' column='${pair.to}'/>`);
  }
  if (notes.length === 0) return description ?? undefined;
  return `${description ? `${description}\n\n` : ''}Note:\n${notes.join('\n')}`;
}

/** A default that is a value; of others, texts are shown as they are written. */
function defaultOf(column: Column, type: string): unknown {
  if (column.default === null) return undefined;
  const text = column.default.endsWith(`::${type}`)
    ? column.default.slice(0, -type.length - 2).replace(/^'+|'+$/g, '')
    : column.default;
  if (describeType(type).type === 'string') return text;
  try {
    return JSON.parse(column.default);
  } catch {
    return undefined;
  }
}
