import type { Browser } from './browser/browser.ts';
import type { Entry } from './model/journal.ts';
import { OWNER, type Page, type Shown } from './page.ts';
import type { Command } from './schedule.ts';
import { POISON } from './server/operations.ts';
import { GUEST, PARTNER, type Simulation } from './simulation.ts';
import { actOutside, actOnServer } from './outside.ts';

type CommandOf<Name> = Extract<Command, { do: Name }>;

/** Carries out one command of a schedule. What it asks for and cannot be done now, is not done. */
export function perform(simulation: Simulation, command: Command): void {
  const { world, browsers, pages } = simulation;
  const page = 'tab' in command ? pages[command.tab % Math.max(1, pages.length)] : undefined;
  const browser = 'browser' in command ? browsers[command.browser % browsers.length]! : undefined;
  world.trace.add(`— ${describe(command)}${page ? ` in ${page.name}` : ''}`);
  if (page && !page.tab.isFrozen()) inPage(simulation, page, command);
  if (page) toPage(simulation, page, command);
  if (browser) toBrowser(simulation, browser, command);
  if (command.do === 'outside') actOutside(simulation, command);
  if (command.do === 'server') actOnServer(simulation, command);
}

function describe({ wait: _wait, ...command }: Command): string {
  return Object.values(command).join(' ');
}

/** What a person does on a page. */
function inPage(simulation: Simulation, page: Page, command: Command): void {
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

const FIELDS = ['title', 'description', 'location', 'tags'] as const;

/** New texts for some fields, by the bits of a number. */
export function patch({ text, world: { chance } }: Simulation, bits: number): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [bit, field] of FIELDS.entries())
    if (bits & (1 << bit)) {
      const fresh = text();
      values[field] =
        field === 'tags'
          ? [fresh]
          : field === 'description'
            ? fresh.padEnd(chance.between(4, 12), '.')
            : fresh;
    }
  return values;
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
    if (!isOnDisk(page, entry))
      fail({ invariant: 'I12', what: `${entry.operation} is called saved and is not on disk` });
  });
  const { generation } = page.tab.browser.disk;
}

/** Where the core keeps what belongs to a person. */
export function namespaceOf(person: string): string {
  return `nality:simulated.example:${person}`;
}

/** An operation that is neither on disk nor pending here has been settled meanwhile, which is as good. */
function isOnDisk(page: Page, { operation, person }: Entry): boolean {
  return (
    page.tab.browser.disk.holds(namespaceOf(person), operation) ||
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
  const same = journal.byOperation(operation.id);
  const concerned = new Set([...entries, ...(same ? [same] : [])]);
  // What was done to a row that will never be, goes with it.
  if (operation.type === 'insert' && command.choice === 'discard')
    for (const entry of journal.entries) if (entry.row === operation.rowId) concerned.add(entry);
  for (const [, text] of texts) watch.noteDecided(text);
  for (const entry of concerned) entry[command.choice === 'discard' ? 'discarded' : 'decided'] = true;
  watch.pardon(operation.rowId);
  world.trace.add(`${page.name}: ${operation.state} ${operation.type} ${operation.id} → ${command.choice}`);
  if (command.choice !== 'amend') return page.nality.outbox.settle(operation.id, command.choice);
  for (const entry of concerned) entry.discarded = true;
  const values = Object.fromEntries(
    texts.filter(([field]) => isText(field)).map(([field]) => [field, amended(simulation, field)]),
  );
  for (const text of Object.values(values)) watch.noteDecided(text);
  page.nality.outbox.amend(operation.id, values);
}

function isText(field: string): boolean {
  return (FIELDS as readonly string[]).includes(field);
}

function amended({ text }: Simulation, field: string): unknown {
  return field === 'tags' ? [text()] : text();
}

/** What befalls a tab. */
function toPage(simulation: Simulation, page: Page, command: Command): void {
  const { faults, time } = simulation.world;
  const { tab } = page;
  const sleep = (ms: number): void => {
    tab.freeze();
    time.after(ms, () => tab.thaw());
  };
  switch (command.do) {
    case 'close':
      return void (tab.isFrozen() ? simulation.end(page) : closePage(simulation, page));
    case 'reload':
    case 'crash':
      if (command.do === 'crash') faults.struck('F39');
      simulation.end(page);
      return void (command.do === 'reload' && simulation.open(tab.browser));
    case 'flicker':
      return openAndClose(simulation, tab.browser);
    case 'block':
      faults.struck('F47');
      return sleep(3000);
    case 'freeze':
      faults.struck('F40');
      tab.show(false);
      tab.freeze();
      return void time.after(command.ms, () => (tab.thaw(), tab.show(true), tab.wake()));
    case 'bfcache':
      faults.struck('F41');
      tab.client.socket.disconnect();
      tab.freeze();
      return void time.after(command.ms, () => (tab.thaw(), tab.client.socket.connect(), tab.wake()));
    case 'lose':
      faults.struck('F16');
      return tab.client.socket.lose(command.code);
  }
}

/** I14: what is closed in order leaves nothing behind. */
export function closePage(simulation: Simulation, page: Page): void {
  const { time } = simulation.world;
  simulation.pages.splice(simulation.pages.indexOf(page), 1);
  void page.close();
  time.after(2000, () => {
    if (page.tab.isFrozen()) return;
    const left = Object.entries(page.tab.leftovers()).filter(([, count]) => count > 0);
    if (left.length > 0)
      simulation.fail({
        invariant: 'I14',
        what: `${page.name} left behind: ${left.map((one) => one.join(' ')).join()}`,
      });
    page.tab.crash();
  });
}

/** F45: tabs that are there for 50 ms. */
function openAndClose(simulation: Simulation, browser: Browser): void {
  const { faults, time } = simulation.world;
  for (let i = 0; i < 4; i += 1)
    time.after(50 * i, () => {
      faults.struck('F45');
      const page = simulation.open(browser);
      time.after(50, () => simulation.pages.includes(page) && simulation.end(page));
    });
}

/** What befalls a browser, or the machine that it runs on. */
function toBrowser(simulation: Simulation, browser: Browser, command: Command): void {
  const { faults, time, chance } = simulation.world;
  const tabs = simulation.pages.filter(({ tab }) => tab.browser === browser);
  switch (command.do) {
    case 'open':
      return void (tabs.length < 3 && simulation.open(browser));
    case 'kill':
      faults.struck('F38');
      for (const page of tabs) simulation.end(page);
      browser.disk.lose(chance.between(0, browser.disk.unsafe));
      return void time.after(chance.between(5, 400), () => simulation.open(browser));
    case 'wipe':
      return wipe(simulation, browser);
    case 'switch': {
      faults.struck('F36');
      const [first, second] = [browser.world.where % 2 === 0 ? OWNER : PARTNER, GUEST];
      signIn(
        simulation,
        browser,
        browser.signIn.person() === first ? (chance.hits(0.3) ? null : second) : first,
      );
      return tabs.forEach(({ tab }) =>
        time.after(chance.between(0, 30), () => tab.isGone() || tab.client.tellSignIn()),
      );
    }
    case 'expire':
      faults.struck('F34');
      return browser.signIn.expire();
    case 'step':
      faults.struck('F37');
      return browser.step(command.ms);
    case 'offline':
      browser.online.set(false);
      return void time.after(command.ms, () => browser.online.set(true));
    case 'foreign':
      return leaveForeignRecord(simulation, browser);
    case 'fault':
      return faults.start(command.id, browser.world.where, command.ms);
  }
}

/** Signs somebody in, in the place of whoever was there: what theirs was only in memory goes with them. */
export function signIn({ journal }: Simulation, browser: Browser, person: string | null): void {
  for (const entry of journal.entries)
    if (entry.browser === browser.world.where && entry.person !== person && !entry.durable)
      entry.excuse ??= 'its author left before it was safe';
  browser.signIn.change(person);
}

/** Somebody deletes all the site's data: what only the disk had is gone. What a page still has, it stores again. */
function wipe({ world, journal, pages }: Simulation, browser: Browser): void {
  world.faults.struck('F42');
  browser.disk.wipe();
  browser.texts.clear();
  for (const entry of journal.entries)
    if (entry.browser === browser.world.where) {
      entry.durable = false;
      const holder = pages.find(({ name }) => name === entry.page);
      if (holder?.person() !== entry.person) entry.excuse ??= 'the site data was deleted';
    }
}

/** F44: another version of the page has left an operation that this one does not understand. */
function leaveForeignRecord({ world }: Simulation, browser: Browser): void {
  world.faults.struck('F44');
  const person = browser.signIn.person();
  if (person === null) return;
  const record = { v: 99, id: FOREIGN, seq: 1, newField: { rowId: 'x' } };
  browser.disk.write(
    namespaceOf(person),
    [{ kind: 'operations', key: `${'0'.repeat(15)}:${FOREIGN}`, record }],
    'strict',
  );
}

/** The mark of a record of another version. */
export const FOREIGN = 'foreign-record';
