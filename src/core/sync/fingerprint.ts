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
    const x = wordAt(id, 0);
    const y = wordAt(id, id.length - 8);
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

/** The 32 bits that eight hexadecimal digits of a UUID say. Read by hand: it is done for every row of a scope. */
function wordAt(id: string, from: number): number {
  let bits = 0;
  for (let at = from; at < from + 8; at += 1) {
    const code = id.charCodeAt(at);
    // `0` to `9` end in their value; `a` to `f`, in either case, in one to six.
    bits = (bits << 4) | ((code & 15) + (code >> 6) * 9);
  }
  return bits >>> 0;
}
