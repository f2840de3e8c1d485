import type { SyncedRow } from './rows.ts';

/** Rows as three numbers: equal ones are the same rows in the same revisions, but for a chance of about 2⁻⁶⁰. */
export interface Fingerprint {
  readonly count: number;
  readonly a: number;
  readonly b: number;
}

/** The sums wrap here, far enough below 2^53 that adding a mark is exact. */
const WRAP = 2 ** 52;
/** Revisions count up to here in the marks. */
const REVISIONS = 2 ** 31;

/**
 * The fingerprint of rows, in any order: what `nality_fingerprint` answers for the same rows (see the migration
 * `20261125000100_reading.sql`). Only the live ones count: of a tombstone nobody can say whether I would still see it.
 */
export function fingerprintOf(rows: Iterable<SyncedRow>): Fingerprint {
  let [count, a, b] = [0, 0, 0];
  for (const { id, rev, deleted_at } of rows) {
    if (deleted_at !== null) continue;
    const [x, y] = [word(id.slice(0, 8)), word(id.slice(-8))];
    count += 1;
    a = (a + mark(x, y, rev)) % WRAP;
    b = (b + mark(y, x, rev)) % WRAP;
  }
  return { count, a, b };
}

/** Whether two fingerprints are of the same rows. */
export function sameFingerprint(left: Fingerprint, right: Fingerprint): boolean {
  return left.count === right.count && left.a === right.a && left.b === right.b;
}

/** The odd factor makes every revision of a row count: no product of it and a smaller number wraps to nothing. */
function mark(x: number, y: number, rev: number): number {
  return (x + Math.imul(rev % REVISIONS, y | 1)) >>> 0;
}

/** 32 bits of a UUID. */
function word(hex: string): number {
  return parseInt(hex, 16) >>> 0;
}
