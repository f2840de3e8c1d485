import { parseError } from '../errors.ts';
import { scanField } from './field.ts';
import type { Field } from './field.ts';
import { Scanner } from './scanner.ts';

export type Condition = Test | Junction;

/** One comparison. */
export interface Test {
  kind: 'test';
  field: Field;
  negated: boolean;
  operator: Operator;
  /** `eq(any).{a,b}`: any or all of the listed values. */
  quantifier?: 'any' | 'all';
  /** The text-search configuration. */
  config?: string;
  value: string | string[];
}

export interface Junction {
  kind: 'and' | 'or';
  negated: boolean;
  of: Condition[];
}

const OPERATORS = [
  ...['eq', 'neq', 'gte', 'gt', 'lte', 'lt', 'like', 'ilike', 'match', 'imatch', 'in', 'is', 'isdistinct'],
  ...['fts', 'plfts', 'phfts', 'wfts', 'cs', 'cd', 'ov', 'sl', 'sr', 'nxr', 'nxl', 'adj'],
] as const;
export type Operator = (typeof OPERATORS)[number];

const TEST = /^(not\.)?([a-z]+)(?:\((any|all|[\w.]+)\))?\.([^]*)$/;

/** Reads `eq.5`, `not.in.(1,2)`, `fts(english).cat`: what stands after `column=`. */
export function parseTest(field: Field, text: string): Test {
  const [, not, operator, modifier, value] = TEST.exec(text) ?? [];
  if (!isOperator(operator) || value === undefined) throw parseError('filter', text);
  return makeTest(field, { negated: not !== undefined, operator, modifier, value: valueOf(operator, value) });
}

/** Reads `(a.eq.1,or(b.is.null,c.gt.2))`: what stands after `and=` and `or=`. */
export function parseJunction(kind: 'and' | 'or', negated: boolean, text: string): Junction {
  const scanner = new Scanner('logic tree', text);
  const of = scanConditions(scanner);
  if (!scanner.done) scanner.fail();
  return { kind, negated, of };
}

function scanConditions(scanner: Scanner): Condition[] {
  scanner.expect('(');
  const conditions = [scanCondition(scanner)];
  while (scanner.eat(',')) conditions.push(scanCondition(scanner));
  scanner.expect(')');
  return conditions;
}

function scanCondition(scanner: Scanner): Condition {
  const junction = scanner.take(/\s*(not\.)?(and|or)(?=\()/)?.trim();
  if (junction) {
    const kind = junction.endsWith('and') ? 'and' : 'or';
    return { kind, negated: junction.startsWith('not.'), of: scanConditions(scanner) };
  }
  const field = scanField(scanner);
  scanner.expect('.');
  return scanTest(scanner, field);
}

function scanTest(scanner: Scanner, field: Field): Test {
  const negated = scanner.eat('not.');
  const operator = scanner.take(/[a-z]+/);
  const modifier = scanner.take(/\([\w.]+\)/)?.slice(1, -1);
  scanner.expect('.');
  if (!isOperator(operator)) scanner.fail();
  const value = operator === 'in' ? scanList(scanner) : scanValue(scanner);
  return makeTest(field, { negated, operator, modifier, value });
}

/** A value within a logic tree ends where the next condition begins. */
function scanValue(scanner: Scanner): string {
  return (
    scanner.quoted() ?? scanner.take(/\{(?:"(?:[^"\\]|\\[^])*"|[^}])*\}/) ?? scanner.take(/[^,)]+/) ?? ''
  );
}

function valueOf(operator: Operator, text: string): string | string[] {
  if (operator !== 'in') return text;
  const scanner = new Scanner('filter', text);
  const list = scanList(scanner);
  if (!scanner.done) scanner.fail();
  return list;
}

function scanList(scanner: Scanner): string[] {
  scanner.expect('(');
  if (scanner.eat(')')) return [];
  const list = [scanListed(scanner)];
  while (scanner.eat(',')) list.push(scanListed(scanner));
  scanner.expect(')');
  return list;
}

function scanListed(scanner: Scanner): string {
  return scanner.quoted() ?? scanner.take(/[^,)]+/) ?? '';
}

function makeTest(
  field: Field,
  read: { negated: boolean; operator: Operator; modifier?: string; value: string | string[] },
): Test {
  const { modifier, ...test } = read;
  const quantified = modifier === 'any' || modifier === 'all';
  return {
    kind: 'test',
    field,
    ...test,
    ...(quantified ? { quantifier: modifier } : modifier ? { config: modifier } : {}),
  };
}

function isOperator(word: string | undefined): word is Operator {
  return (OPERATORS as readonly (string | undefined)[]).includes(word);
}
