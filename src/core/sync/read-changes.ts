import type { Remote } from './remote.ts';
import type { SyncedRow } from './rows.ts';

/** Everything that changed in a scope, all pages. */
export interface Changes<Row> {
  readonly epoch: string;
  readonly rows: readonly Row[];
  /** To be kept only now that every page has been read. */
  readonly cursor: string;
}

/** Which changes. */
export interface ChangesQuery {
  table: string;
  scope: string;
  /** The cursor of the reading before; null reads all live rows. */
  since: string | null;
}

/**
 * Reads all pages of the changes since a cursor. The cursor to keep is the *first* page's: what is written
 * while the later pages are read has a newer transaction than that, and so is read again next time.
 */
export async function readChanges<Row extends SyncedRow>(
  remote: Remote,
  query: ChangesQuery,
): Promise<Changes<Row>> {
  const { table, scope, since } = query;
  const first = await remote.changes(table, scope, since, null);
  const rows = [...first.rows];
  for (let { next } = first; next !== null;) {
    const page = await remote.changes(table, scope, since, next);
    rows.push(...page.rows);
    next = page.next;
  }
  return { epoch: first.epoch, cursor: first.cursor, rows: rows as unknown as Row[] };
}
