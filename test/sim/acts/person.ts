import type { Entry } from '../model/journal.ts';
import type { Page, Shown } from '../page.ts';
import type { Command } from '../schedule.ts';
import { POISON } from '../server/operations.ts';
import type { Simulation } from '../simulation.ts';
import { namespaceOf } from './browser.ts';
import { amended, isText, patch } from './texts.ts';

type CommandOf<Name> = Extract<Command, { do: Name }>;

/** What a person does on a page. */
export function inPage(simulation: Simulation, page: Page, command: Command): void {
  switch (command.do) {
    case 'insert':
      return write(simulation, page, 'insert', undefined, () => {
        const title = command.poison ? `${POISON} ${simulation.text()}` : simulation.text();
        const values = { title, start_date: '1911-11-07' };
        page.timeline()!.add(values);
        return { title };
      });
    case 'update': {
      const row = shownAt(page, command.row);
      const values = patch(simulation, command.fields);
      return (
        row &&
        write(simulation, page, 'update', row, () => (page.timeline()!.update(row.row.id, values), values))
      );
    }
    case 'delete': {
      const row = shownAt(page, command.row);
      return row && write(simulation, page, 'delete', row, () => (page.timeline()!.remove(row.row.id), {}));
    }
    case 'restore':
      return restore(simulation, page, command);
    case 'decide':
      return decide(simulation, page, command);
    case 'unmount':
      simulation.world.faults.struck('F48');
      return page.unmount();
    case 'remount':
      if (!page.timeline()) page.mount();
  }
}

/** The row at a place among those that are shown; zero is always the same one, as long as it is there. */
function shownAt(page: Page, place: number): Shown | undefined {
  const rows = [...page.rows()].sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
  return rows[place % Math.max(1, rows.length)];
}

/** Writes something, and notes in the journal what the core has made of it. */
function write(
  { journal, world, fail }: Simulation,
  page: Page,
  type: Entry['type'],
  shown: Shown | undefined,
  act: () => Readonly<Record<string, unknown>>,
): void {
  if (!page.timeline()) return;
  const before = new Set(page.pending().map(({ id }) => id));
  let values: Readonly<Record<string, unknown>>;
  try {
    values = act();
  } catch (error) {
    return world.trace.add(`${page.name} refuses: ${(error as Error).message}`);
  }
  const made = page.pending().filter(({ id }) => !before.has(id));
  const [operation] = made;
  if (!operation || made.length > 1)
    return fail({ invariant: 'I1', what: `${page.name}: a ${type} made ${made.length} operations` });
  world.trace.add(
    `${page.name}: ${type} ${operation.id} of row ${operation.rowId}: ${JSON.stringify(values)}`,
  );
  const entry = journal.add({
    operation: operation.id,
    person: page.person()!,
    browser: page.tab.browser.world.where,
    page: page.name,
    row: operation.rowId,
    type,
    values,
    base: Object.fromEntries(Object.keys(values).map((field) => [field, shown?.row[field] ?? null])),
  });
  void page.nality.outbox.saved().then((survives) => {
    const { disk } = page.tab.browser;
    if (!survives || disk.generation !== generation) return;
    entry.durable = true;
    if (!entry.discarded && !isOnDisk(page, entry))
      fail({ invariant: 'I12', what: `${entry.operation} is called saved and is not on disk` });
  });
  const { generation } = page.tab.browser.disk;
}

/**
 * An operation that is neither on disk nor pending here has been settled meanwhile, which is as good; so are parts of it
 * that another tab has put in its place.
 */
function isOnDisk(page: Page, { operation, person, values }: Entry): boolean {
  const holds = (text: string): boolean => page.tab.browser.disk.holds(namespaceOf(person), text);
  const texts = Object.values(values).map((text) => JSON.stringify(text));
  return (
    holds(operation) ||
    (texts.length > 0 && texts.every(holds)) ||
    !page.pending().some(({ id, state }) => id === operation && state !== 'saved')
  );
}

function restore(simulation: Simulation, page: Page, command: CommandOf<'restore'>): void {
  const deleted = simulation.journal.entries.filter(
    ({ type, page: where }) => type === 'delete' && where === page.name,
  );
  const chosen = deleted.at(-1 - (command.row % Math.max(1, deleted.length)));
  if (!chosen || page.rows().some(({ row }) => row.id === chosen.row)) return;
  simulation.watch.pardon(chosen.row);
  write(simulation, page, 'restore', undefined, () => (page.timeline()!.restore(chosen.row), {}));
}

/** Decides over something that waits for a person. */
function decide(simulation: Simulation, page: Page, command: CommandOf<'decide'>): void {
  const { journal, watch, world } = simulation;
  const waiting = page.pending().filter(({ state }) => ['failed', 'conflict', 'kept'].includes(state));
  const operation = waiting[command.pick % Math.max(1, waiting.length)];
  if (!operation) return;
  const texts = Object.entries(operation.values);
  const entries = texts.flatMap(([field, text]) => journal.byText(field, text) ?? []);
  const { clash } = operation as { clash?: { server: Readonly<Record<string, unknown>> } };
  // Giving way may mean to write theirs once more.
  for (const [field] of texts) {
    const theirs = journal.byText(field, clash?.server[field]);
    if (theirs) theirs.decided = true;
  }
  const same = journal.byOperation(operation.id);
  const concerned = new Set([...entries, ...(same ? [same] : [])]);
  // What was done to a row that will never be, goes with it.
  if (operation.type === 'insert' && command.choice === 'discard')
    for (const entry of journal.entries) if (entry.row === operation.rowId) concerned.add(entry);
  for (const [, text] of texts) watch.noteDecided(text);
  for (const entry of concerned) entry[command.choice === 'discard' ? 'discarded' : 'decided'] = true;
  watch.pardon(operation.rowId);
  world.trace.add(`${page.name}: ${operation.state} ${operation.type} ${operation.id} → ${command.choice}`);
  const theirs = (field: string): unknown => clash?.server[field] ?? null;
  if (command.choice === 'retry')
    for (const [field, text] of texts) journal.decide(field, text, theirs(field));
  if (command.choice !== 'amend') return page.nality.outbox.settle(operation.id, command.choice);
  for (const entry of concerned) entry.discarded = true;
  const values = Object.fromEntries(
    texts.filter(([field]) => isText(field)).map(([field]) => [field, amended(simulation, field)]),
  );
  for (const [field, text] of Object.entries(values)) {
    watch.noteDecided(text);
    journal.decide(field, text, theirs(field));
  }
  page.nality.outbox.amend(operation.id, values);
}
