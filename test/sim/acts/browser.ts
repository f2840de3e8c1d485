import type { Browser } from '../browser/browser.ts';
import { OWNER } from '../page.ts';
import type { Command } from '../schedule.ts';
import { GUEST, PARTNER, type Simulation } from '../simulation.ts';

/** Where the core keeps what belongs to a person. */
export function namespaceOf(person: string): string {
  return `nality:simulated.example:${person}`;
}

/** What befalls a browser, or the machine that it runs on. */
export function toBrowser(simulation: Simulation, browser: Browser, command: Command): void {
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
export function signIn({ left }: Simulation, browser: Browser, person: string | null): void {
  if (browser.signIn.person() !== person) left.add(browser);
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
function leaveForeignRecord({ world, foreign }: Simulation, browser: Browser): void {
  world.faults.struck('F44');
  const person = browser.signIn.person();
  if (person === null) return;
  const record = { v: 99, id: FOREIGN, seq: 1, newField: { rowId: 'x' } };
  browser.disk.write(
    namespaceOf(person),
    [{ kind: 'operations', key: `${'0'.repeat(15)}:${FOREIGN}`, record }],
    'strict',
  );
  foreign.push({ disk: browser.disk, person, generation: browser.disk.generation });
}

/** The mark of a record of another version. */
export const FOREIGN = 'foreign-record';
