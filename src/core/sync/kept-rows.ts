import { EVICTABLE, type Decision, type RecordChange } from '../environment.ts';
import type { Position } from './reading.ts';
import type { SyncedRow } from './rows.ts';

/** What the disk says of a scope's rows, beside them. */
export interface Place {
  readonly scope: string;
  /**
   * What may be claimed of the rows on disk: down to the edge they have everything that was committed before the
   * cursor, in that revision or a later one.
   */
  readonly position: Position;
  /** Made anew when the rows are written from nothing: who knows it knows that their own rows are still there. */
  readonly token: string;
  /** When it was written last, milliseconds since the epoch. */
  readonly at: number;
}

/** What one tab has to say of a scope. */
export interface Saving {
  readonly scope: string;
  /** Under which kind the rows are kept. */
  readonly kind: string;
  readonly position: Position;
  /** Rows that changed since this tab wrote them last, or all of them. */
  readonly rows: readonly SyncedRow[];
  /** Rows that were dropped since, in their last revision. */
  readonly dropped: readonly SyncedRow[];
  /** Whether `rows` are all rows. */
  readonly whole: boolean;
  /** The token of the rows that this tab read or wrote last. */
  readonly token: string | undefined;
  /** The token to give where there is none. */
  readonly fresh: string;
  readonly now: number;
}

/**
 * What a tab writes, given what is on disk. Several tabs write the same scope, some of them late; no order of their
 * writing makes the disk's claim wrong:
 *
 * - Of each row the newest by `rev` stays, and a drop forgets no later revision than it has seen. So a row on disk
 *   only ever gets newer, and what was true of the disk stays true.
 * - A tab's own claim is true of its rows. It may be made of the disk when the disk has all of them in that revision
 *   or a later one: what the tab read from the disk or wrote to it before (the token is still the same, so nobody has
 *   thrown the rows away since) and what it writes now. A tab that does not find its token writes everything.
 * - So both claims are true after the write, and the one with the later cursor is kept: whole, for the cursor of one
 *   tab says nothing of what lies below its window.
 * - Rows of another epoch compare with nothing: everything is replaced.
 *
 * Answers the token of the rows from now on; undefined when nothing was written, since it takes all rows.
 */
export function decideSaving(
  saving: Saving,
  place: Place | undefined,
  stored: ReadonlyMap<string, SyncedRow>,
): Decision<string | undefined> {
  const { position, rows, dropped, kind, scope, now } = saving;
  const replaces = !place || place.position.epoch !== position.epoch;
  if (!saving.whole && (replaces || place.token !== saving.token)) return { answer: undefined };
  const token = replaces ? saving.fresh : place.token;
  const next: Place = {
    scope,
    token,
    at: now,
    position: replaces ? position : later(place.position, position),
  };
  const put = rows.filter((row) => replaces || isNewer(row, stored.get(row.id)));
  const gone = replaces
    ? othersThan(rows, stored)
    : dropped.filter((row) => !isOlder(row, stored.get(row.id)));
  return {
    answer: token,
    changes: [
      ...put.map((row): RecordChange => ({ kind, key: row.id, record: row })),
      ...gone.map(({ id }): RecordChange => ({ kind, key: id, record: undefined })),
      { kind: PLACES, key: scope, record: next },
    ],
  };
}

/** The kind of the places. */
export const PLACES = `${EVICTABLE}places`;

function isNewer(row: SyncedRow, stored: SyncedRow | undefined): boolean {
  return !stored || row.rev > stored.rev;
}

function isOlder(row: SyncedRow, stored: SyncedRow | undefined): boolean {
  return stored !== undefined && row.rev < stored.rev;
}

function othersThan(
  rows: readonly SyncedRow[],
  stored: ReadonlyMap<string, SyncedRow>,
): readonly SyncedRow[] {
  const ids = new Set(rows.map(({ id }) => id));
  return [...stored.values()].filter(({ id }) => !ids.has(id));
}

/** Of two true claims the one that knows more; of equals the second. */
function later(stored: Position, mine: Position): Position {
  if (mine.cursor === null) return stored;
  if (stored.cursor === null) return mine;
  return BigInt(mine.cursor) >= BigInt(stored.cursor) ? mine : stored;
}
