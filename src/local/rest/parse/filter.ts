import { scanField, scanQuoted } from './field.ts';
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

const QUANTIFIED = ['eq', 'gte', 'gt', 'lte', 'lt', 'like', 'ilike', 'match', 'imatch'] as const;
const SIMPLE = ['neq', 'cs', 'cd', 'ov', 'sl', 'sr', 'nxr', 'nxl', 'adj', 'isdistinct'] as const;
const SEARCH = ['fts', 'plfts', 'phfts', 'wfts'] as const;
export type Operator = 'in' | 'is' | (typeof QUANTIFIED | typeof SIMPLE | typeof SEARCH)[number];

type Expression = Omit<Test, 'kind' | 'field'>;

/** Reads `eq.5`, `not.in.(1,2)`, `fts(english).cat`: what stands after `column=`. @throws {RestError} PGRST100 */
export function parseTest(field: Field, text: string): Test {
  const scanner = new Scanner('filter', text);
  return scanner.read(() => ({ kind: 'test', field, ...scanExpression(scanner, takeAll) }));
}

/** Whether the text is a filter's rather than an argument of a function. */
export function isTest(text: string): boolean {
  return OPERATOR.test(text);
}

/** Reads `(a.eq.1,or(b.is.null,c.gt.2))`: what stands after `and=` and `or=`. @throws {RestError} PGRST100 */
export function parseJunction(kind: 'and' | 'or', negated: boolean, text: string): Junction {
  const prefix = `${negated ? 'not.' : ''}${kind}`;
  const scanner = new Scanner('logic tree', `${prefix}${text}`, text);
  scanner.eat(prefix);
  return scanner.read(() => ({ kind, negated, of: scanConditions(scanner) }));
}

function scanConditions(scanner: Scanner): Condition[] {
  scanner.expect('(');
  const conditions = [scanCondition(scanner)];
  while (scanner.eat(',')) conditions.push(scanCondition(scanner));
  scanner.expect(')');
  return conditions;
}

function scanCondition(scanner: Scanner): Condition {
  scanner.takeAny(/\s+/);
  const condition = scanner.attempt(() => scanTest(scanner)) ?? scanJunction(scanner);
  scanner.takeAny(/\s+/);
  return condition;
}

function scanTest(scanner: Scanner): Test {
  const field = scanField(scanner);
  scanner.expect('.', 'delimiter (.)');
  return { kind: 'test', field, ...scanExpression(scanner, scanValue) };
}

function scanJunction(scanner: Scanner): Junction {
  const negated = scanner.eat('not.', 'negation operator (not)');
  const kind = scanner.take(/and|or/, 'logic operator (and, or)') ?? scanner.fail();
  return { kind: kind as 'and' | 'or', negated, of: scanConditions(scanner) };
}

const OPERATOR = new RegExp(
  `^(?:not\\.|(?:in|is|${SIMPLE.join('|')})\\.|(?:${QUANTIFIED.join('|')})(?:\\((?:any|all)\\))?\\.|(?:${SEARCH.join('|')})(?:\\([\\w $]+\\))?\\.)`,
);

function scanExpression(scanner: Scanner, scanSingle: (scanner: Scanner) => string): Expression {
  const negated = scanner.eat('not.', '"not"');
  const expected = 'operator (eq, gt, ...)';
  const head = isTest(scanner.rest) ? scanner.take(/[a-z]+(?:\([^)]*\))?\./, expected) : undefined;
  const [, operator, modifier] = /^([a-z]+)(?:\((.*)\))?\.$/.exec(head ?? '') ?? [];
  if (operator === undefined || operator === 'not') {
    scanner.take(/(?!)/, expected);
    return scanner.fail();
  }
  const common = { negated, operator: operator as Operator };
  if (operator === 'in') return { ...common, value: scanList(scanner) };
  if (operator === 'is') return { ...common, value: scanState(scanner) };
  const value = scanSingle(scanner);
  if (modifier === undefined) return { ...common, value };
  const quantified = (QUANTIFIED as readonly string[]).includes(operator);
  return quantified
    ? { ...common, quantifier: modifier as 'any' | 'all', value }
    : { ...common, config: modifier.trim(), value };
}

function takeAll(scanner: Scanner): string {
  return scanner.takeAny(/[^]+/);
}

/** A value within a logic tree ends where the next condition begins. */
function scanValue(scanner: Scanner): string {
  const quoted = scanner.attempt(() => {
    const text = scanQuoted(scanner);
    return scanner.done || scanner.peek(',') || scanner.peek(')') ? text : undefined;
  });
  return quoted ?? scanner.take(/\{[^{}]*\}/, '"{"') ?? scanner.takeAny(/[^,)]+/);
}

function scanState(scanner: Scanner): string {
  const label = 'isVal: (null, not_null, true, false, unknown)';
  const state = scanner.take(/not_null|null|true|false|unknown/i, label) ?? scanner.fail();
  return state.toLowerCase();
}

function scanList(scanner: Scanner): string[] {
  scanner.takeAny(/\s+/);
  scanner.expect('(');
  scanner.takeAny(/\s+/);
  const list = [scanListed(scanner)];
  while (scanner.eat(',')) list.push(scanListed(scanner));
  scanner.expect(')');
  scanner.takeAny(/\s+/);
  return list.length === 1 && list[0] === '' ? [] : list;
}

function scanListed(scanner: Scanner): string {
  const quoted = scanner.attempt(() => {
    const text = scanQuoted(scanner);
    return scanner.peek(',') || scanner.peek(')') ? text : undefined;
  });
  return quoted ?? scanner.takeAny(/[^,)]+/);
}
