import { orderedJson } from '../wire/json.ts';
import { BindingError } from './binding-error.ts';
import type { Filter } from './filter.ts';
import { parseFilters } from './filters.ts';
import { inspect } from './inspect.ts';

export type ChangeType = 'INSERT' | 'UPDATE' | 'DELETE';

/** What a client wants to hear of: the changes of some tables, of a kind, of some rows. */
export interface Binding {
  id: number;
  event: ChangeType | '*';
  schema: string;
  /** `*` for all tables of the schema. */
  table: string;
  filters: Filter[];
  /** The columns that are wanted; null for all. */
  select: string[] | null;
}

/** Reads a binding as a client sent it. Throws a BindingError with the server's words. */
export function parseBinding(params: Record<string, unknown>): Binding {
  const { schema, table, filter } = target(params);
  const select = selection(params['select']);
  if (select && (schema === '*' || table === '*')) {
    throw new BindingError(
      'Column selection is not supported for wildcard subscriptions. Provide an explicit schema and table name.',
    );
  }
  return {
    id: bindingId(params),
    event: eventOf(params['event']),
    schema,
    table,
    filters: parseFilters(filter),
    select,
  };
}

/** A number that is the same for equal parameters, and never zero: clients take that for "no id". */
export function bindingId(params: Record<string, unknown>): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(orderedJson(params))) hash = Math.imul(hash ^ byte, 0x01000193);
  return ((hash >>> 0) % 0x7ffffff) + 1;
}

/** The reply to a join lists every binding as it came, and its id. */
export function bindingEcho(params: Record<string, unknown>): string {
  const content = orderedJson(params).slice(1, -1);
  return `{"id":${bindingId(params)}${content ? `,${content}` : ''}}`;
}

function target(params: Record<string, unknown>): { schema: string; table: string; filter: string } {
  const given = ['schema', 'table', 'filter'].filter((name) => name in params);
  const wrong = given.some((name) => typeof params[name] !== 'string');
  const nothing = !('schema' in params) && !('table' in params);
  const filterAlone = 'filter' in params && !('table' in params);
  if (wrong || nothing || filterAlone) {
    throw new BindingError(
      `No subscription params provided. Please provide at least a \`schema\` or \`table\` to subscribe to: ${inspect(params)}`,
    );
  }
  const { schema = 'public', table = '*', filter = '' } = params as Record<string, string>;
  return { schema, table, filter };
}

function selection(value: unknown): string[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
  throw new BindingError(
    'Error parsing `select` params: expected a list of column name strings, e.g. select: ["col1", "col2"]',
  );
}

function eventOf(value: unknown): ChangeType | '*' {
  const event = typeof value === 'string' ? value.toUpperCase() : '*';
  return event === 'INSERT' || event === 'UPDATE' || event === 'DELETE' ? event : '*';
}
