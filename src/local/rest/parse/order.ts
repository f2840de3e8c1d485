import { scanPath } from './field.ts';
import type { Field } from './field.ts';
import { Scanner } from './scanner.ts';

export interface OrderTerm {
  field: Field;
  /** The embedded to-one relation whose column it is. */
  relation?: string;
  descending: boolean;
  nulls?: 'first' | 'last';
}

/** Reads `year.desc.nullslast,author(name)`. */
export function parseOrder(text: string): OrderTerm[] {
  const scanner = new Scanner('order', text);
  const terms = [scanTerm(scanner)];
  while (scanner.eat(',')) terms.push(scanTerm(scanner));
  if (!scanner.done) scanner.fail();
  return terms;
}

function scanTerm(scanner: Scanner): OrderTerm {
  const { field, relation } = scanTarget(scanner);
  const direction = scanner.take(/\.(asc|desc)/);
  const nulls = scanner.take(/\.nulls(first|last)/);
  return {
    field,
    relation,
    descending: direction === '.desc',
    nulls: nulls === undefined ? undefined : nulls === '.nullsfirst' ? 'first' : 'last',
  };
}

function scanTarget(scanner: Scanner): { field: Field; relation?: string } {
  const name = scanner.name();
  if (!scanner.eat('(')) return { field: { name, path: scanPath(scanner) } };
  const field = { name: scanner.name(), path: scanPath(scanner) };
  scanner.expect(')');
  return { field, relation: name };
}
