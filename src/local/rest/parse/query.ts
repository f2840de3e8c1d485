import { parseError } from '../errors.ts';
import type { Field } from './field.ts';
import { scanField } from './field.ts';
import { parseJunction, parseTest } from './filter.ts';
import type { Condition } from './filter.ts';
import { parseOrder } from './order.ts';
import type { OrderTerm } from './order.ts';
import { Scanner } from './scanner.ts';
import { parseSelect, selectAll } from './select.ts';
import type { SelectItem } from './select.ts';

/** What is asked of one relation; embedded relations have their own, by the path of their names. */
export interface Refinement {
  where: Condition[];
  order: OrderTerm[];
  limit?: number;
  offset?: number;
}

/** The query string of a request to a table, or of the rows that a function returns. */
export interface Query {
  select: SelectItem[];
  /** The columns that a write fills, where it says so. */
  columns?: string[];
  onConflict?: string[];
  /** By path: '' is the relation itself, `author.books` an embedded one. */
  refinements: Map<string, Refinement>;
}

export function emptyRefinement(): Refinement {
  return { where: [], order: [] };
}

/**
 * Reads all parameters; `isArgument` names those that belong to a called function instead.
 *
 * @throws {RestError} PGRST100
 */
export function parseQuery(
  params: URLSearchParams,
  isArgument: (name: string) => boolean = () => false,
): Query {
  const select = params.get('select');
  const query: Query = {
    select: select ? parseSelect(select) : selectAll(),
    columns: nameList(params.get('columns')),
    onConflict: nameList(params.get('on_conflict')),
    refinements: new Map([['', emptyRefinement()]]),
  };
  for (const [key, value] of params) {
    if (!['select', 'columns', 'on_conflict', 'apikey'].includes(key) && !isArgument(key))
      refine(query, key, value);
  }
  return query;
}

const KEY = /^((?:[^."]+\.)*?)(?:(not\.)?(and|or)|(order|limit|offset)|((?:"(?:[^"\\]|\\[^])*"|[^.])+))$/;

function refine(query: Query, key: string, value: string): void {
  const [, prefix = '', not, junction, setting, column] = KEY.exec(key) ?? [];
  const path = prefix.slice(0, -1);
  const refinement = query.refinements.get(path) ?? emptyRefinement();
  query.refinements.set(path, refinement);
  if (junction) refinement.where.push(parseJunction(junction as 'and' | 'or', not !== undefined, value));
  else if (setting === 'order') refinement.order = parseOrder(value);
  else if (setting) refinement[setting as 'limit' | 'offset'] = parseCount(value);
  else if (column) refinement.where.push(parseTest(parseField(column), value));
  else throw parseError('filter', key);
}

function parseField(text: string): Field {
  const scanner = new Scanner('filter', text);
  const field = scanField(scanner);
  if (!scanner.done) scanner.fail();
  return field;
}

function parseCount(text: string): number {
  if (!/^-?\d+$/.test(text)) throw parseError('limit or offset', text);
  return Number(text);
}

function nameList(text: string | null): string[] | undefined {
  return text === null ? undefined : text.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
}
