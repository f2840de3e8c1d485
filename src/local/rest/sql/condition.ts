import { parseError } from '../errors.ts';
import type { Field } from '../parse/field.ts';
import type { Condition, Operator, Test } from '../parse/filter.ts';
import type { Relation } from '../schema-cache.ts';
import { arrayLiteral, quoted } from './text.ts';
import type { Parameters } from './text.ts';

/** Where the columns of a condition come from. */
export interface Scope {
  alias: string;
  /** Absent for the rows of a function that returns no table's. */
  relation?: Relation;
  params: Parameters;
  /** SQL that is null where the embedded relation of that name has no row. */
  embedded: Map<string, string>;
}

const SYMBOLS: Partial<Record<Operator, string>> = {
  eq: '=',
  neq: '<>',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  like: 'like',
  ilike: 'ilike',
  match: '~',
  imatch: '~*',
  isdistinct: 'is distinct from',
  cs: '@>',
  cd: '<@',
  ov: '&&',
  sl: '<<',
  sr: '>>',
  nxr: '&<',
  nxl: '&>',
  adj: '-|-',
};

const TEXT_SEARCH: Partial<Record<Operator, string>> = {
  fts: 'to_tsquery',
  plfts: 'plainto_tsquery',
  phfts: 'phraseto_tsquery',
  wfts: 'websearch_to_tsquery',
};

const IS = new Map([
  ['null', 'null'],
  ['not_null', 'not null'],
  ['true', 'true'],
  ['false', 'false'],
  ['unknown', 'unknown'],
]);

/** @throws {RestError} PGRST100 */
export function conditionSql(condition: Condition, scope: Scope): string {
  const sql =
    condition.kind === 'test'
      ? testSql(condition, scope)
      : `(${condition.of.map((one) => conditionSql(one, scope)).join(` ${condition.kind} `)})`;
  return condition.negated ? `not (${sql})` : sql;
}

/** A column or a place inside its JSON. */
export function fieldSql(field: Field, scope: Scope): string {
  const column = `${quoted(scope.alias)}.${quoted(field.name)}`;
  if (field.path.length === 0) return column;
  const type = scope.relation?.columns.find((one) => one.name === field.name)?.type ?? 'json';
  const json = /^jsonb?$/.test(type) ? column : `to_jsonb(${column})`;
  const steps = field.path.map(({ arrow, key }) => {
    const type = /^-?\d+$/.test(key) ? 'int' : 'text';
    return `${arrow}${scope.params.add(key)}::${type}`;
  });
  return `(${json}${steps.join('')})`;
}

function testSql(test: Test, scope: Scope): string {
  const { field, operator, value } = test;
  if (operator === 'is') return isSql(test, scope);
  const subject = fieldSql(field, scope);
  if (Array.isArray(value)) return `${subject} = any (${scope.params.add(arrayLiteral(value))})`;
  const search = TEXT_SEARCH[operator];
  if (search) return textSearchSql(test, search, subject, scope);
  const operand = scope.params.add(operator.endsWith('like') ? value.replaceAll('*', '%') : value);
  return `${subject} ${SYMBOLS[operator]} ${test.quantifier ? `${test.quantifier} (${operand})` : operand}`;
}

function isSql(test: Test, scope: Scope): string {
  const state = IS.get(String(test.value).toLowerCase());
  if (!state) throw parseError('filter', `is.${test.value}`);
  const embedded = test.field.path.length === 0 ? scope.embedded.get(test.field.name) : undefined;
  return `${embedded ?? fieldSql(test.field, scope)} is ${state}`;
}

function textSearchSql(test: Test, search: string, subject: string, scope: Scope): string {
  const config = test.config ? `${scope.params.add(test.config)}::regconfig, ` : '';
  const type = scope.relation?.columns.find((one) => one.name === test.field.name)?.type;
  const vector = type === 'tsvector' ? subject : `to_tsvector(${config}${subject})`;
  return `${vector} @@ ${search}(${config}${scope.params.add(test.value)})`;
}
