import { RestError } from '../errors.ts';
import type { Field } from '../parse/field.ts';
import type { Condition, Operator, Test } from '../parse/filter.ts';
import type { Relation } from '../schema/introspection.ts';
import { arrayLiteral, quoted } from './text.ts';
import type { Parameters } from './text.ts';

/** Where the columns of a condition come from. */
export interface Scope {
  alias: string;
  /** Absent for the rows of a function that returns no table's. */
  relation?: Relation;
  params: Parameters;
  embedded: Map<string, Presence>;
}

/** How to ask whether an embedded relation has a row. */
export interface Presence {
  /** SQL that is true where there is none. */
  absent: string;
  /** The name of the joined row, where there is at most one. */
  row?: string;
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

/** @throws {RestError} PGRST120 */
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
  const type = columnType(field.name, scope) ?? '';
  return `(${/^jsonb?$/.test(type) ? column : `to_jsonb(${column})`}${pathSql(field, scope.params)})`;
}

export function pathSql({ path }: Field, params: Parameters): string {
  return path
    .map(({ arrow, key, index }) => `${arrow}${params.add(key)}::${index ? 'int' : 'text'}`)
    .join('');
}

function columnType(name: string, { relation }: Scope): string | undefined {
  return relation?.columns.find((column) => column.name === name)?.base;
}

function testSql(test: Test, scope: Scope): string {
  const { field, operator, value } = test;
  const embedded = field.path.length === 0 ? scope.embedded.get(field.name) : undefined;
  if (embedded && columnType(field.name, scope) === undefined) return presenceSql(test, embedded);
  const subject = fieldSql(field, scope);
  if (operator === 'is') return `${subject} is ${String(value).replace('_', ' ')}`;
  if (Array.isArray(value)) return `${subject} = any (${scope.params.add(arrayLiteral(value))})`;
  const search = TEXT_SEARCH[operator];
  if (search) return textSearchSql(test, search, subject, scope);
  const operand = scope.params.add(operator.endsWith('like') ? value.replaceAll('*', '%') : value);
  return `${subject} ${SYMBOLS[operator]} ${test.quantifier ? `${test.quantifier} (${operand})` : operand}`;
}

function presenceSql({ field, operator, value }: Test, { absent }: Presence): string {
  if (operator === 'is' && value === 'null') return absent;
  throw new RestError(400, 'PGRST120', `Bad operator on the '${field.name}' embedded resource`, {
    details: 'Only is null or not is null filters are allowed on embedded resources',
  });
}

function textSearchSql(test: Test, search: string, subject: string, scope: Scope): string {
  const config = test.config ? `${scope.params.add(test.config)}::regconfig, ` : '';
  const isVector = columnType(test.field.name, scope) === 'tsvector' && test.field.path.length === 0;
  const vector = isVector ? subject : `to_tsvector(${config}${subject})`;
  return `${vector} @@ ${search}(${config}${scope.params.add(test.value)})`;
}
