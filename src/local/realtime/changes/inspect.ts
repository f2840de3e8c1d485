import { isObject } from '../wire/json.ts';
import type { Filter } from './filter.ts';

/**
 * Values in the notation of Elixir, in which the real server's messages quote what a client sent:
 * lines are broken at 80 columns as there.
 */
const WIDTH = 80;

/** A JSON value on one line, or an object's members on a line each when one is too short. */
export function inspect(value: unknown): string {
  if (value === null || value === undefined) return 'nil';
  if (Array.isArray(value)) return `[${value.map(inspect).join(', ')}]`;
  if (isObject(value)) return inspectMap(value);
  return JSON.stringify(value);
}

/** The parameters of a binding as they are quoted when a subscription fails. */
export function inspectParams(params: {
  event: string;
  schema: string;
  table: string;
  filters: readonly Filter[];
  select: readonly string[] | null;
}): string {
  const { event, schema, table, filters, select } = params;
  return `[event: ${event}, schema: ${schema}, table: ${table}, filters: ${inspectFilters(filters)}, select: ${inspect(select)}]`;
}

function inspectMap(map: Record<string, unknown>): string {
  const members = Object.keys(map)
    .sort()
    .map((name) => `${JSON.stringify(name)} => ${inspect(map[name])}`);
  const line = `%{${members.join(', ')}}`;
  return line.length <= WIDTH ? line : `%{\n  ${members.join(',\n  ')}\n}`;
}

function inspectFilters(filters: readonly Filter[]): string {
  const tuples = filters.map(({ column, operator, value, negated }) =>
    [column, operator, value].map((text) => JSON.stringify(text)).concat(String(negated)),
  );
  const line = `[${tuples.map((items) => `{${items.join(', ')}}`).join(', ')}]`;
  return line.length <= WIDTH ? line : `[\n  ${tuples.map((items) => filled(items, 2)).join(',\n  ')}\n]`;
}

/** A tuple at some indentation: as many items on each line as it holds. */
function filled(items: readonly string[], indentation: number): string {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    const longer = line === '' ? item : `${line}, ${item}`;
    if (line !== '' && indentation + longer.length + 2 > WIDTH) {
      lines.push(line);
      line = item;
    } else line = longer;
  }
  return `{${[...lines, line].join(`,\n${' '.repeat(indentation + 1)}`)}}`;
}
