export const OPERATORS = [
  'eq',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
  'like',
  'ilike',
  'is',
  'match',
  'imatch',
  'isdistinct',
] as const;

export type Operator = (typeof OPERATORS)[number];

/** One condition on a column of the changed row. */
export interface Filter {
  column: string;
  operator: Operator;
  /** Text as PostgreSQL reads it; for `in` the text of an array. */
  value: string;
  negated: boolean;
}
