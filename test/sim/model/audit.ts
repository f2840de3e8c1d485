import { FOREIGN, namespaceOf } from '../acts/browser.ts';
import { OWNER, type Page } from '../page.ts';
import type { Simulation } from '../simulation.ts';
import type { Change } from '../server/transaction.ts';
import { differingColumn, foldRow } from './fold.ts';
import type { Entry, Journal } from './journal.ts';
import type { Watch } from './watch.ts';

/** What an audit found, in numbers. */
export interface Tally {
  readonly operations: number;
  lost: number;
  doubled: number;
  diverged: number;
}

/** The part of a record on disk that the audit reads. */
interface StoredOperation {
  readonly id: string;
  readonly values: object;
  readonly absorbed?: readonly string[];
}

/** What of an operation can be found anywhere at the end. */
type Evidence = ReadonlySet<string>;

/** Looks at everything at the end, from outside: ledger, history, disks, pages. */
export function audit(simulation: Simulation): Tally {
  const tally: Tally = { operations: simulation.journal.entries.length, lost: 0, doubled: 0, diverged: 0 };
  const { history } = simulation.world.server.database;
  const applied = history.filter(({ operation }) => operation !== undefined);
  const evidence = evidenceOf(simulation, applied);
  const decided = new Set<string>();
  for (const entry of simulation.journal.entries) {
    if (entry.decided || entry.discarded) decided.add(entry.operation);
    const missing = entry.discarded ? undefined : missingOf(simulation, entry, evidence);
    if (missing === undefined || isExcused(simulation, entry)) continue;
    tally.lost += 1;
    simulation.fail({
      invariant: 'I1',
      what: `${entry.page}: ${entry.type} ${entry.operation} of ${entry.row} lost ${missing}`,
    });
  }
  tally.doubled = countDoubled(simulation, applied);
  checkOrder(simulation, applied);
  checkOverwrites(simulation, applied);
  checkConflicts(simulation);
  checkForeign(simulation);
  for (const page of simulation.pages) if (!checkConverged(simulation, page)) tally.diverged += 1;
  return tally;
}

/** Ids and texts that are applied, on a disk, or in the log of a page. */
function evidenceOf({ world, browsers, pages, journal }: Simulation, applied: readonly Change[]): Evidence {
  const found = new Set<string>(world.server.database.everClaimed);
  const note = (id: unknown, values: unknown): void => {
    found.add(String(id));
    for (const [field, value] of Object.entries((values ?? {}) as object)) {
      found.add(textOf(field, value));
      // A list that was merged holds the parts of both.
      if (Array.isArray(value)) for (const part of value) found.add(textOf(field, [part]));
    }
  };
  for (const { operation } of applied) note(operation!.id, operation!.values);
  for (const page of pages) for (const { id, values } of page.pending()) note(id, values);
  for (const { disk } of browsers)
    for (const person of new Set(journal.entries.map((entry) => entry.person)))
      for (const { id, values, absorbed } of disk.read(
        namespaceOf(person),
        'operations',
      ) as StoredOperation[]) {
        note(id, values);
        // Joined when that person's log was not seen any more.
        journal.absorb(id, absorbed ?? []);
      }
  return found;
}

function textOf(field: string, value: unknown): string {
  return `${field} ${JSON.stringify(value)}`;
}

/** What of a wish cannot be found; undefined when nothing is missing. */
function missingOf({ journal, watch }: Simulation, entry: Entry, evidence: Evidence): string | undefined {
  const carrier = journal.carrierOf(entry.operation);
  if (Object.keys(entry.values).length === 0) return evidence.has(carrier) ? undefined : 'the act';
  for (const [field, value] of Object.entries(entry.values)) {
    if (evidence.has(textOf(field, value)) || isOutdone(journal, watch, entry, field)) continue;
    return `${field} ${JSON.stringify(value)}`;
  }
  return undefined;
}

/** Whether a later wish for the same field travelled in the same operation: it took the place of this one. */
function isOutdone({ carrierOf }: Journal, { seen }: Watch, entry: Entry, field: string): boolean {
  const carrier = carrierOf(entry.operation);
  return [...seen.values()].some(
    ({ id, values }) =>
      id !== entry.operation && id !== carrier && field in values && carrierOf(id) === carrier,
  );
}

/** What was never called safe may be gone with its tab. */
function isExcused({ pages, browsers, left }: Simulation, entry: Entry): boolean {
  if (entry.excuse !== undefined) return true;
  if (entry.durable) return false;
  if (left.has(browsers[entry.browser]!)) return true;
  return !pages.some(({ name, tab }) => name === entry.page && browsers.includes(tab.browser));
}

/** I2: nothing that was written once is applied twice, unless a person sent it again. */
function countDoubled({ journal, fail }: Simulation, applied: readonly Change[]): number {
  const carriers = new Map<string, Set<string>>();
  for (const { operation, epoch } of applied)
    for (const [field, value] of Object.entries(operation!.values)) {
      const entry = journal.byText(field, value);
      if (!entry || entry.decided || entry.discarded) continue;
      const key = `${epoch} ${textOf(field, value)}`;
      carriers.set(key, (carriers.get(key) ?? new Set()).add(operation!.id));
    }
  const doubled = [...carriers].filter(([, ids]) => ids.size > 1);
  for (const [text, ids] of doubled)
    fail({ invariant: 'I2', what: `${text} was applied by ${[...ids].join(' and ')}` });
  const ids = applied.map(({ operation, epoch }) => `${epoch} ${operation!.id}`);
  const twice = ids.filter((id, place) => ids.indexOf(id) < place);
  for (const id of twice) fail({ invariant: 'I2', what: `operation ${id} was applied twice` });
  return doubled.length + twice.length;
}

/** I3: what one person did to one row on one page is applied in the order in which it was done. */
function checkOrder({ journal, fail }: Simulation, applied: readonly Change[]): void {
  const last = new Map<string, Entry>();
  for (const { operation } of applied) {
    const entry = journal.byOperation(operation!.id);
    if (!entry || entry.decided) continue;
    const key = `${entry.page} ${entry.person} ${entry.row}`;
    const before = last.get(key);
    if (before && before.place > entry.place)
      fail({
        invariant: 'I3',
        what: `${entry.operation} was applied after ${before.operation}, which is later`,
      });
    last.set(key, entry);
  }
}

/** I8: no change of somebody else is overwritten by somebody who did not know of it, where that is not the strategy. */
function checkOverwrites({ journal, watch, schedule, fail }: Simulation, applied: readonly Change[]): void {
  if (schedule.strategy === 'client_wins' || schedule.strategy === 'merge') return;
  for (const { operation, before } of applied) {
    if (operation!.type !== 'update' || !before) continue;
    for (const [field, value] of Object.entries(operation!.values)) {
      const entry = journal.byText(field, value);
      if (!entry || entry.decided || entry.discarded) continue;
      const known = basesOf(journal, entry, field);
      const there = JSON.stringify(before[field] ?? null);
      const isKnown =
        there === JSON.stringify(value) || known.includes(there) || watch.isDecided(before[field]);
      if (!isKnown && !isOwnIn(journal, entry, field, before[field]))
        fail({
          invariant: 'I8',
          what: `${textOf(field, value)} replaced ${there} unseen; seen was ${known.join()}`,
        });
    }
  }
}

/** Of what the same person did in two tabs at once, the later stands. */
function isOwnIn(journal: Journal, entry: Entry, field: string, value: unknown): boolean {
  const other = journal.byText(field, value);
  return other?.person === entry.person && other.browser === entry.browser;
}

/**
 * What the person saw: where several wishes travelled as one, what was seen before the first of them; under what they
 * threw away again, what had been there before; under what they had decided, what they had decided against.
 */
function basesOf(journal: Journal, entry: Entry, field: string): readonly string[] {
  const carrier = journal.carrierOf(entry.operation);
  const seen = journal.entries
    .filter((other) => journal.carrierOf(other.operation) === carrier && field in other.base)
    .map(({ base }) => base[field] ?? null);
  const under = seen
    .map((value) => journal.byText(field, value))
    .filter((other) => other?.discarded && other.place < entry.place)
    .flatMap((other) => basesOf(journal, other!, field));
  const against = seen.flatMap((value) => journal.decidedOver(field, value));
  return [...[...seen, ...against].map((value) => JSON.stringify(value ?? null)), ...under];
}

/** I8: nothing is called a conflict that is none. */
function checkConflicts({ journal, watch, fail }: Simulation): void {
  for (const operation of watch.seen.values()) {
    const { clash } = operation as unknown as { clash?: { server: Readonly<Record<string, unknown>> } };
    if (!clash || operation.type !== 'update' || operation.state === 'failed') continue;
    for (const [field, value] of Object.entries(operation.values)) {
      const entry = journal.byText(field, value);
      if (!entry || entry.decided || clash.server['deleted_at'] !== null) continue;
      // Theirs was written once more, by a decision: after something else, for all that is known here.
      if (journal.byText(field, clash.server[field])?.decided) continue;
      // It travelled in what a person had decided before, and shares its base.
      if (!journal.byOperation(journal.carrierOf(entry.operation))) continue;
      const theirs = JSON.stringify(clash.server[field] ?? null);
      if (basesOf(journal, entry, field).at(0) === theirs || theirs === JSON.stringify(value))
        fail({
          invariant: 'I8',
          what: `${textOf(field, value)} is called a conflict, with ${theirs} unchanged`,
        });
    }
  }
}

/** F44: what another version has written is still there. */
function checkForeign({ foreign, fail }: Simulation): void {
  for (const { disk, person, generation } of foreign)
    if (disk.generation === generation && !disk.holds(namespaceOf(person), FOREIGN))
      fail({ invariant: 'I1', what: `a record of another version in the log of ${person} is gone` });
}

/** I4: a page shows what a fresh read as that person gives, with what still waits for a decision on top. */
function checkConverged(simulation: Simulation, page: Page): boolean {
  const difference = differenceOf(simulation, page);
  if (difference) simulation.fail({ invariant: 'I4', what: `${page.name}: ${difference}` });
  return difference === undefined;
}

/** How a page differs from what it should show; undefined when it does not. */
export function differenceOf({ world: { server } }: Simulation, page: Page): string | undefined {
  if (!page.timeline()) return undefined;
  const person = page.person();
  if (person === undefined) return 'nobody knows who is signed in';
  const pending = page.pending().filter(({ scope }) => scope === OWNER);
  const fresh = new Map(server.reads.live(person === '' ? null : person, OWNER).map((row) => [row.id, row]));
  const shown = new Map(page.rows().map(({ row }) => [row.id, row]));
  for (const id of new Set([...fresh.keys(), ...shown.keys()])) {
    const expected = foldRow(
      fresh.get(id),
      pending.filter(({ rowId }) => rowId === id),
    );
    const row = shown.get(id);
    if (!expected && row && !fresh.has(id) && pending.some(({ rowId }) => rowId === id)) continue;
    if (!expected !== !row) return `row ${id} is ${row ? 'shown and should not be' : 'missing'}`;
    const column = expected && row && differingColumn(expected, row);
    if (column)
      return `row ${id} differs in ${column}: ${JSON.stringify(row[column])}, not ${JSON.stringify(expected[column])}`;
  }
  return undefined;
}
