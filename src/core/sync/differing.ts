import { isWithin, type Edge } from './edge.ts';
import type { Base, SyncedRow } from './rows.ts';

/**
 * The rows to read by key because the server's list of revisions says otherwise: those that are missing here or of
 * an older revision, and those that are here and not in the list. The latter may only have moved while the list was
 * read, so the list alone never drops a row.
 *
 * @param before what was known when the list was asked for: what has come or changed since is newer than the list
 * @param now what is known
 * @param there id and `rev` of the live rows on the server, down to the edge
 */
export function differing<Row extends SyncedRow>(
  before: Base<Row>,
  now: Base<Row>,
  there: ReadonlyMap<string, number>,
  edge: Edge | undefined,
): readonly string[] {
  const missing = [...there].filter(([id, rev]) => (now.get(id)?.rev ?? -1) < rev);
  const doubtful = [...before].filter(
    ([id, row]) => row.deleted_at === null && !there.has(id) && now.get(id) === row && isWithin(row, edge),
  );
  return [...missing, ...doubtful].map(([id]) => id);
}
