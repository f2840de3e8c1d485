import type { FieldMerge } from '../sync/conflict.ts';

type FieldMerges = Readonly<Record<string, FieldMerge>>;

/** The product's rules for `merge`: tags are united, the longer description and the higher importance stay. */
const LIFE_EVENTS: FieldMerges = {
  tags: (_base, mine, theirs) => [
    ...new Set([...((theirs ?? []) as string[]), ...((mine ?? []) as string[])]),
  ],
  description: (_base, mine, theirs) =>
    String(mine ?? '').length > String(theirs ?? '').length ? mine : theirs,
  importance: (_base, mine, theirs) => Math.max(Number(mine), Number(theirs)),
};

/** Of each table: how two changes of the same field become one. Writes may be sent before any feature is opened. */
export const MERGE_RULES: Readonly<Record<string, FieldMerges>> = { life_events: LIFE_EVENTS };
