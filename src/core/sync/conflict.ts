import type { Values } from './rows.ts';

/** What happens to a field that both sides changed. */
export type ConflictStrategy = 'server_wins' | 'client_wins' | 'merge' | 'prompt_user';

/** Joins the two values of one field that both sides changed. */
export type FieldMerge = (base: unknown, mine: unknown, theirs: unknown) => unknown;

/** How conflicts on a table are settled. */
export interface ConflictPolicy {
  readonly strategy: ConflictStrategy;
  /** For `merge`: per field; a field without a rule keeps the server's value. */
  readonly merges?: Readonly<Record<string, FieldMerge>>;
}

/** What three versions of the changed fields come to. */
export interface MergeResult {
  /** What is still to be written. Empty: nothing is left to do. */
  readonly values: Values;
  /** Fields that both sides changed, to different values. */
  readonly conflictFields: readonly string[];
  /** Values of mine that theirs replaced: kept until the person has decided. */
  readonly lost: Values;
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
  const values: Record<string, unknown> = {};
  const lost: Record<string, unknown> = {};
  for (const field of open) {
    const contested = conflictFields.includes(field);
    const value = contested ? decide(field, base[field], mine[field], theirs[field], policy) : mine[field];
    if (isSame(value, theirs[field])) lost[field] = mine[field];
    else values[field] = value;
  }
  return { values, conflictFields, lost };
}

function decide(
  field: string,
  base: unknown,
  mine: unknown,
  theirs: unknown,
  policy: ConflictPolicy,
): unknown {
  switch (policy.strategy) {
    case 'client_wins':
      return mine;
    case 'merge':
      return policy.merges?.[field]?.(base, mine, theirs) ?? theirs;
    case 'server_wins':
    case 'prompt_user':
      return theirs;
  }
}

/** Equality of column values: null and absent are one, and the order of keys means nothing. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a ?? null, b ?? null)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame((a as Values)[key], (b as Values)[key]));
}
