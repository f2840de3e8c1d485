import type { Relation } from '../schema/introspection.ts';

export function referTo(parameter: string): object {
  return { $ref: `#/parameters/${parameter}` };
}

/** The parameters that the paths refer to. */
export function describeParameters(relations: readonly Relation[]): Record<string, object> {
  return { ...COMMON, ...Object.fromEntries(relations.flatMap(parametersOf)) };
}

const RETURN = ['return=representation', 'return=minimal', 'return=none'];

const COMMON = {
  preferParams: prefer([]),
  preferReturn: prefer(RETURN),
  preferCount: prefer(['count=none']),
  preferPost: prefer([...RETURN, 'resolution=ignore-duplicates', 'resolution=merge-duplicates']),
  select: parameter('select', 'query', 'Filtering Columns'),
  on_conflict: parameter('on_conflict', 'query', 'On Conflict'),
  order: parameter('order', 'query', 'Ordering'),
  range: parameter('Range', 'header', 'Limiting and Pagination'),
  rangeUnit: { ...parameter('Range-Unit', 'header', 'Limiting and Pagination'), default: 'items' },
  offset: parameter('offset', 'query', 'Limiting and Pagination'),
  limit: parameter('limit', 'query', 'Limiting and Pagination'),
};

function prefer(values: string[]): object {
  return {
    ...parameter('Prefer', 'header', 'Preference'),
    ...(values.length > 0 ? { enum: values } : {}),
  };
}

function parameter(name: string, place: 'query' | 'header', description: string | null): object {
  return { in: place, name, ...(description ? { description } : {}), required: false, type: 'string' };
}

function parametersOf({ name, columns }: Relation): [string, object][] {
  const body = {
    in: 'body',
    name,
    description: name,
    required: false,
    schema: { $ref: `#/definitions/${name}` },
  };
  const filters = columns.map((column): [string, object] => [
    `rowFilter.${name}.${column.name}`,
    parameter(column.name, 'query', column.description),
  ]);
  return [[`body.${name}`, body], ...filters];
}
