import type { Values } from './rows.ts';

/** What happens to a field that both sides changed. */
export type ConflictStrategy = 'server_wins' | 'client_wins' | 'merge' | 'prompt_user';

/** Joins the two values of one field that both sides changed. Pure. */
export type FieldMerge = (base: unknown, mine: unknown, theirs: unknown) => unknown;

/** How conflicts on a table are settled. */
export interface ConflictPolicy {
  readonly strategy: ConflictStrategy;
  /** For `merge`: per field; a field without a rule keeps the server's value. */
  readonly merges?: Readonly<Record<string, FieldMerge>> | undefined;
  /** For `merge`: only these fields are merged, of the others the server's value stays. Default: all that have a rule. */
  readonly mergeFields?: readonly string[] | undefined;
  /**
   * What is deleted on one side and edited on the other. `stay` (the default): it stays deleted, whoever did it,
   * and the edit is kept for a person to decide. `return`: the edit brings it back, or stops the deletion.
   */
  readonly deletions?: 'stay' | 'return' | undefined;
}

/** What three versions of the changed fields come to. */
export interface MergeResult {
  /** What is still to be written. Empty: nothing is left to do. */
  readonly values: Values;
  /** Fields that both sides changed, to different values. */
  readonly conflictFields: readonly string[];
  /** Of these, mine where theirs stands. */
  readonly lost: Values;
  /** Of these, mine where something else than theirs is written: it replaces theirs. */
  readonly won: Values;
}

/**
 * Merges three ways, field by field: a field that only one side changed is no conflict, one that both
 * changed to the same value is settled, and the strategy decides the rest.
 *
 * @param base the values of the changed fields that the person saw
 * @param mine what the person made of them
 * @param theirs the server's row now
 */
export function merge(base: Values, mine: Values, theirs: Values, policy: ConflictPolicy): MergeResult {
  const open = Object.keys(mine).filter((field) => !isSame(theirs[field], mine[field]));
  const conflictFields = open.filter((field) => !isSame(theirs[field], base[field]));
  const contested = new Set(conflictFields);
  const values: Record<string, unknown> = {};
  const lost: Record<string, unknown> = {};
  const won: Record<string, unknown> = {};
  for (const field of open) {
    const value = contested.has(field)
      ? decide(field, base[field], mine[field], theirs[field], policy)
      : mine[field];
    const stands = isSame(value, theirs[field]);
    if (!stands) values[field] = value;
    if (contested.has(field)) (stands ? lost : won)[field] = mine[field];
  }
  return { values, conflictFields, lost, won };
}

function decide(
  field: string,
  base: unknown,
  mine: unknown,
  theirs: unknown,
  { strategy, merges, mergeFields }: ConflictPolicy,
): unknown {
  switch (strategy) {
    case 'client_wins':
      return mine;
    case 'merge': {
      const rule = !mergeFields || mergeFields.includes(field) ? merges?.[field] : undefined;
      return rule ? rule(base, mine, theirs) : theirs;
    }
    case 'server_wins':
    case 'prompt_user':
      return theirs;
  }
}

/**
 * Equality of column values, however they are written: null and absent are one, the order of keys means nothing, a
 * number is the same as its digits in text (int8 and numeric travel as such), and a moment is the same in any zone.
 */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a ?? null, b ?? null)) return true;
  if (typeof a === 'number' && typeof b === 'string') return isNumber(b) && Number(b) === a;
  if (typeof a === 'string' && typeof b === 'number') return isSame(b, a);
  if (typeof a === 'string' && typeof b === 'string') return isSameMoment(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame((a as Values)[key], (b as Values)[key]));
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/** A whole timestamp with its zone, as PostgreSQL and JavaScript write it; anything else is text. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d(:\d\d)?)$/;

function isSameMoment(a: string, b: string): boolean {
  return MOMENT.test(a) && MOMENT.test(b) && microseconds(a) === microseconds(b);
}

/** `Date` knows milliseconds alone; the digits behind them are compared as well. */
function microseconds(text: string): string {
  const digits = /\.(\d+)/.exec(text)?.[1] ?? '';
  const zone = text.replace(/\.\d+/, '').replace(/([+-]\d\d)$/, '$1:00');
  return `${Date.parse(zone)}.${digits.padEnd(6, '0')}`;
}
