import { scanField, scanName } from './field.ts';
import type { Field } from './field.ts';
import { isTest, parseJunction, parseTest } from './filter.ts';
import type { Condition } from './filter.ts';
import { parseOrder } from './order.ts';
import type { OrderTerm } from './order.ts';
import { Scanner } from './scanner.ts';
import { parseSelect, selectAll } from './select.ts';
import type { SelectItem } from './select.ts';

/** What is asked of one relation. */
export interface Refinement {
  where: Condition[];
  order: OrderTerm[];
  limit?: number;
  offset?: number;
  /** What is asked of the relations embedded in it, by name or alias. */
  embedded: Map<string, Refinement>;
}

/** The query string of a request. */
export interface Query {
  select: SelectItem[];
  /** The columns that a write fills, where it says so. */
  columns?: string[];
  onConflict?: string[];
  root: Refinement;
  /** Parameters that are no filters: the arguments of a function, in their order. */
  args: [name: string, value: string][];
}

export function emptyRefinement(): Refinement {
  return { where: [], order: [], embedded: new Map() };
}

/**
 * Reads all parameters; only where a function is called by its address may some be no filters.
 *
 * @throws {RestError} PGRST100
 */
export function parseQuery(params: URLSearchParams, withArguments = false): Query {
  const select = params.get('select');
  const query: Query = {
    select: select ? parseSelect(select) : selectAll(),
    columns: nameList('columns', params.get('columns')),
    onConflict: nameList('on_conflict', params.get('on_conflict')),
    root: emptyRefinement(),
    args: [],
  };
  for (const [key, value] of params) {
    if (['select', 'columns', 'on_conflict', 'apikey'].includes(key)) continue;
    const last = key.split('.').at(-1) ?? key;
    if (/^(?:order|limit|offset|and|or)$/.test(last)) refine(query.root, key, last, value);
    else if (withArguments && !isTest(value)) query.args.push([parsePath(key).field.name, value]);
    else filter(query.root, key, value);
  }
  return query;
}

function refine(root: Refinement, key: string, setting: string, value: string): void {
  const path = key.split('.').slice(0, -1);
  const negated = path.includes('not');
  const names = negated ? path.filter((name) => name !== 'not') : path;
  const refinement = refinementAt(root, names);
  if (setting === 'and' || setting === 'or') refinement.where.push(parseJunction(setting, negated, value));
  else if (setting === 'order') refinement.order = parseOrder(value);
  else if (/^-?\d+$/.test(value)) refinement[setting as 'limit' | 'offset'] = Number(value);
}

function filter(root: Refinement, key: string, value: string): void {
  const { path, field } = parsePath(key);
  refinementAt(root, path).where.push(parseTest(field, value));
}

function refinementAt(root: Refinement, path: string[]): Refinement {
  let at = root;
  for (const name of path) {
    const next = at.embedded.get(name) ?? emptyRefinement();
    at.embedded.set(name, next);
    at = next;
  }
  return at;
}

/** Reads `author.books.title` and `details->>year`: what stands before `=`. */
function parsePath(key: string): { path: string[]; field: Field } {
  const scanner = new Scanner('tree path', key);
  return scanner.read(() => {
    const path: string[] = [];
    for (;;) {
      const field = scanField(scanner);
      if (field.path.length > 0 || !scanner.eat('.', 'delimiter (.)')) return { path, field };
      path.push(field.name);
    }
  });
}

function nameList(parameter: string, text: string | null): string[] | undefined {
  if (text === null) return undefined;
  const scanner = new Scanner(`${parameter} parameter`, text);
  return scanner.read(() => {
    const names = [scanName(scanner)];
    while (scanner.eat(',')) names.push(scanName(scanner));
    return [...new Set(names)];
  });
}
