import { scanField, scanName } from './field.ts';
import type { Field } from './field.ts';
import { Scanner } from './scanner.ts';

export interface OrderTerm {
  field: Field;
  /** The embedded to-one relation whose column it is. */
  relation?: string;
  descending: boolean;
  nulls?: 'first' | 'last';
}

/** Reads `year.desc.nullslast,author(name)`. @throws {RestError} PGRST100 */
export function parseOrder(text: string): OrderTerm[] {
  const scanner = new Scanner('order', text);
  return scanner.read(() => {
    const terms = [scanTerm(scanner)];
    while (scanner.eat(',')) terms.push(scanTerm(scanner));
    return terms;
  });
}

function scanTerm(scanner: Scanner): OrderTerm {
  scanner.takeAny(/\s+/);
  const target = scanner.attempt(() => scanRelated(scanner)) ?? { field: scanField(scanner) };
  const first = scanWord(
    scanner,
    /asc|desc|nullsfirst|nullslast/,
    '"asc", "desc", "nullsfirst" or "nullslast"',
  );
  const second = first?.endsWith('sc')
    ? scanWord(scanner, /nullsfirst|nullslast/, '"nullsfirst" or "nullslast"')
    : first;
  scanner.takeAny(/\s+/);
  const nulls = second === 'nullsfirst' ? 'first' : second === 'nullslast' ? 'last' : undefined;
  return { ...target, descending: first === 'desc', nulls };
}

function scanWord(scanner: Scanner, word: RegExp, label: string): string | undefined {
  if (!scanner.eat('.', 'delimiter (.)')) return undefined;
  return scanner.take(word, label) ?? scanner.fail();
}

function scanRelated(scanner: Scanner): { field: Field; relation: string } {
  const relation = scanName(scanner);
  scanner.expect('(');
  const field = scanField(scanner);
  scanner.expect(')');
  return { field, relation };
}
