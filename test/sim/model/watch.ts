import type { Page, Shown } from '../page.ts';
import type { Server } from '../server/server.ts';
import { sent } from '../server/operations.ts';
import type { Row } from '../server/row.ts';
import { differingColumn, foldRow, type PendingOperation } from './fold.ts';
import type { FaultId } from '../world/faults.ts';
import type { Journal } from './journal.ts';

/** What was found to be wrong: which invariant, and what. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

/** Looks at everything that pages show, at every change. */
export interface Watch {
  onRows(page: Page, rows: readonly Shown[]): void;
  onPending(page: Page, pending: readonly PendingOperation[]): void;
  /** What a person saw of this row before counts no more: they have decided, or it was taken from outside. */
  pardon(row: string): void;
  pardonAll(): void;
  /** A page begins anew: it was taken off and put on again, or belongs to somebody else now. */
  forget(page: Page): void;
  /** A person has decided for this text: whatever it meets is not flickering. */
  noteDecided(text: unknown): void;
  isDecided(text: unknown): boolean;
  /** Operations that were ever seen, as they were last. */
  readonly seen: ReadonlyMap<string, PendingOperation>;
  /** In whose log an operation was first seen. */
  ownerOf(operation: string): string | undefined;
}

/** What one page has shown of one row. */
interface RowMemory {
  rev: number;
  /** Gone, though nothing that is pending explains it. */
  gone: boolean;
  /** Per field the values in the order in which they were first shown. */
  readonly values: Map<string, string[]>;
}

/** Lost hints, and all that makes a tab stand still. */
const DEAFENING: readonly FaultId[] = ['F40', 'F41', 'F43', 'F47'];

const FIELDS = ['title', 'description', 'location', 'tags'];

/** Starts to watch. */
export function createWatch(server: Server, journal: Journal, fail: (violation: Violation) => void): Watch {
  const memories = new Map<Page, Map<string, RowMemory>>();
  const seen = new Map<string, PendingOperation>();

  const decided = new Set<string>();
  const owners = new Map<string, string>();

  const report = (invariant: string, page: Page, what: string): void =>
    fail({ invariant, what: `${page.name}: ${what}` });
  const versionsOf = (id: string, rev: number): Row[] =>
    server.database.history.flatMap(({ after }) =>
      after?.id === id && after.rev === rev ? [sent(after)] : [],
    );

  /** I6: what is shown is the server's row of that version with the pending operations on top. */
  const checkFold = (page: Page, { row }: Shown, pending: readonly PendingOperation[]): void => {
    const own = pending.filter(({ rowId }) => rowId === row.id);
    const bases = row.rev === 0 ? [undefined] : versionsOf(row.id, row.rev);
    if (bases.length === 0)
      return report('I6', page, `row ${row.id} has a rev that the server never gave: ${row.rev}`);
    const columns = bases.map((base) => {
      const expected = foldRow(base, own);
      return expected ? differingColumn(expected, row) : '(all: it should not be shown)';
    });
    if (columns.every((column) => column !== undefined))
      report(
        'I6',
        page,
        `row ${row.id} at rev ${row.rev} differs from its fold in ${columns[0]}: ${JSON.stringify(row)}`,
      );
  };
  /** I5: no row goes back in time, and none that was gone comes back as it was. */
  const checkMonotonic = (page: Page, { row, state }: Shown, memory: RowMemory): void => {
    // What was read of the database before counts no more, whenever a page notices that this is another one.
    if (server.database.isRenewed) return;
    if (row.rev < memory.rev && row.rev > 0)
      report('I5', page, `row ${row.id} went back from rev ${memory.rev} to ${row.rev}`);
    if (memory.gone && state === 'saved' && row.rev <= memory.rev)
      report('I5', page, `row ${row.id} was gone and came back at rev ${row.rev}`);
  };
  /** I7: no value comes back after another one had taken its place. Every text is written once only. */
  const checkFlicker = (page: Page, { row }: Shown, memory: RowMemory): void => {
    // A row that is brought back is shown empty until the server has told what was in it.
    // Where the site's data were deleted, tabs agree again one after another.
    const isUpset = server.database.isRenewed || page.tab.browser.disk.generation > 0;
    const returns = page.pending().some(({ rowId, type }) => rowId === row.id && type === 'restore');
    if (returns || isUpset) return void memory.values.clear();
    for (const field of FIELDS) {
      const value = JSON.stringify(row[field] ?? null);
      const values = memory.values.get(field) ?? [];
      memory.values.set(field, values);
      if (values.at(-1) === value) continue;
      if (values.includes(value) && isOwn(page, field, values, value))
        report(
          'I7',
          page,
          `${field} of ${row.id} flickered: ${[...values.slice(values.indexOf(value)), value].join(' → ')}`,
        );
      values.push(value);
    }
  };
  /** Whether one of the texts is the person's own: only those must not flicker; others are the server's business. */
  const isOwn = (page: Page, field: string, values: readonly string[], value: string): boolean => {
    const since = values.slice(values.indexOf(value));
    const others = since.filter((text) => text !== value);
    if (others.every((text) => isHeardLate(page, field, text, value))) return false;
    if (others.every((text) => isHeardLate(page, field, value, text))) return false;
    if (since.some((text) => decided.has(text) || isRejected(page, field, text))) return false;
    return since.some((text) => journal.byText(field, JSON.parse(text))?.person === page.person());
  };
  /**
   * Where hints get lost or a tab stands still, it hears late of what was written in another one: it has to show that
   * until it is settled, though the server has had it and a later value of somebody else, which was shown here before.
   */
  const isHeardLate = (page: Page, field: string, text: string, later: string): boolean => {
    const { counts } = page.tab.browser.world.faults;
    const isDeaf = DEAFENING.some((fault) => counts.has(fault));
    const entry = journal.byText(field, JSON.parse(text));
    if (!isDeaf || !entry || entry.page === page.name) return false;
    const placeOf = (value: string): number =>
      server.database.history.findLastIndex(
        ({ after }) => after?.id === entry.row && JSON.stringify(after[field] ?? null) === value,
      );
    return placeOf(text) >= 0 && placeOf(text) < placeOf(later);
  };
  /** What met somebody else's change, or was refused, gives way to what was there before; so does what travelled with it. */
  const isRejected = (page: Page, field: string, text: string): boolean => {
    const carrier = carrierOf(field, text);
    return [...seen.values(), ...page.pending()].some(({ state, values }) => {
      if (!['conflict', 'kept', 'failed'].includes(state)) return false;
      const rejected = JSON.stringify(values[field] ?? null);
      return rejected === text || (carrier !== undefined && carrierOf(field, rejected) === carrier);
    });
  };
  const carrierOf = (field: string, text: string): string | undefined => {
    const entry = journal.byText(field, JSON.parse(text));
    return entry && journal.carrierOf(entry.operation);
  };
  const remember = (page: Page, rows: readonly Shown[]): void => {
    const memory = memories.get(page) ?? new Map<string, RowMemory>();
    memories.set(page, memory);
    const ids = new Set(rows.map(({ row }) => row.id));
    const pending = page.pending();
    for (const [id, known] of memory)
      if (!ids.has(id)) known.gone ||= !pending.some(({ rowId }) => rowId === id);
    for (const shown of rows) {
      const { id, rev } = shown.row;
      const known = memory.get(id) ?? { rev: 0, gone: false, values: new Map() };
      memory.set(id, known);
      checkMonotonic(page, shown, known);
      checkFlicker(page, shown, known);
      known.gone = false;
      known.rev = Math.max(known.rev, rev);
    }
  };

  return {
    seen,
    ownerOf: (operation) => owners.get(operation),
    onRows(page, rows) {
      const viewer = page.viewer();
      const ids = rows.map(({ row }) => row.id);
      if (new Set(ids).size < ids.length) report('I2', page, 'a row is shown twice');
      for (const shown of rows) {
        checkFold(page, shown, page.pending());
        if (viewer !== undefined && !server.rights.couldEverSee(viewer, String(shown.row['user_id'])))
          report('I10', page, `row ${shown.row.id} is shown to ${viewer}, who never could see it`);
      }
      remember(page, rows);
    },
    onPending(page, pending) {
      for (const operation of pending) {
        seen.set(operation.id, operation);
        journal.absorb(operation.id, operation.absorbed ?? []);
      }
      const person = page.person();
      if (person !== undefined) for (const { id } of pending) if (!owners.has(id)) owners.set(id, person);
      const foreign = pending.find(({ id }) => (journal.byOperation(id)?.person ?? person) !== person);
      if (foreign && person !== undefined)
        report('I10', page, `the operation ${foreign.id} of somebody else is in ${person}'s queue`);
    },
    pardon(row) {
      for (const memory of memories.values()) memory.delete(row);
    },
    pardonAll: () => memories.clear(),
    forget: (page) => void memories.delete(page),
    isDecided: (text) => decided.has(JSON.stringify(text)),
    noteDecided: (text) => void decided.add(JSON.stringify(text)),
  };
}
