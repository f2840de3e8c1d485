import { startBrowser, type Browser, type World } from './browser/browser.ts';
import type { Disk } from './browser/disk.ts';
import { createJournal, type Journal } from './model/journal.ts';
import { createWatch, type Violation, type Watch } from './model/watch.ts';
import { OWNER, openPage, type Page } from './page.ts';
import type { Schedule } from './schedule.ts';
import { createServer } from './server/server.ts';
import { BLANK } from './server/row.ts';
import { createChance } from './world/chance.ts';
import { createClock } from './world/clock.ts';
import { createFaults } from './world/faults.ts';
import { createTrace } from './world/trace.ts';

/** A second editor of the timeline, and a third person who has to be let in first. */
export const PARTNER = '00000000-0000-4000-8000-00000000000b';
export const GUEST = '00000000-0000-4000-8000-00000000000c';
/** Whose timeline nobody looks at: where rows go that are moved away. */
export const ELSEWHERE = '00000000-0000-4000-8000-00000000000d';

/** When the simulated world begins: 2026-03-01, noon. */
const START = Date.UTC(2026, 2, 1, 12);

/** A world with browsers in it, and everything that watches it. */
export interface Simulation {
  readonly schedule: Schedule;
  readonly world: World;
  readonly browsers: readonly Browser[];
  /** Pages by their browsers; those that are gone are not among them. */
  readonly pages: Page[];
  readonly journal: Journal;
  readonly watch: Watch;
  readonly violations: Violation[];
  /** Browsers in which somebody has given way to somebody else. */
  readonly left: Set<Browser>;
  /** Records of another version, and where they were left. */
  readonly foreign: { readonly disk: Disk; readonly person: string; readonly generation: number }[];
  /** How often a person was asked to decide. */
  asked: number;
  open(browser: Browser): Page;
  /** The tab is gone, in whatever way. */
  end(page: Page): void;
  fail(violation: Violation): void;
  /** A text that was never used before. */
  text(): string;
}

/** Sets up the world of a schedule: the server has some rows, and every browser has its first tabs open. */
export function createSimulation(schedule: Schedule): Simulation {
  const time = createClock();
  const chance = createChance(schedule.seed);
  const faults = createFaults(time.now, chance);
  const trace = createTrace(time.now);
  const pages = { answer: schedule.page + 2, changes: schedule.page };
  const server = createServer({ clock: time, chance, faults, pages, start: START, trace });
  const world: World = { time, chance, faults, server, trace };
  const journal = createJournal();
  const violations: Violation[] = [];
  let texts = 0;
  let opened = 0;
  const fail = (violation: Violation): void => {
    trace.add(`VIOLATION ${violation.invariant}: ${violation.what}`);
    violations.push(violation);
  };
  const watch = createWatch(server, journal, fail);
  server.rights.grant(PARTNER, OWNER, 'edit');
  const browsers = schedule.browsers.map(({ lacks }, where) => {
    const missing = { disk: (lacks & 1) > 0, locks: (lacks & 2) > 0, lines: (lacks & 4) > 0 };
    if (lacks > 0) faults.struck('F43');
    const person = where % 2 === 0 ? OWNER : PARTNER;
    return startBrowser(where, person, world, {
      lacks: missing,
      start: START,
      tokenLife: schedule.tokenLifeMs,
    });
  });
  const simulation: Simulation = {
    schedule,
    world,
    browsers,
    pages: [],
    journal,
    watch,
    violations,
    left: new Set(),
    foreign: [],
    asked: 0,
    fail,
    text: () => `w${(texts += 1)}`,
    open(browser) {
      opened += 1;
      const page = openPage(`tab ${opened} of browser ${browser.world.where}`, browser, schedule, {
        ...watch,
        onAsked: () => void (simulation.asked += 1),
      });
      simulation.pages.push(page);
      return page;
    },
    end(page) {
      page.tab.crash();
      simulation.pages.splice(simulation.pages.indexOf(page), 1);
    },
  };
  server.onOperation(({ op_id: id }, person) => checkAuthor(simulation, id, person));
  addRows(simulation, schedule.rows);
  for (const [where, { tabs }] of schedule.browsers.entries())
    for (let tab = 0; tab < tabs; tab += 1) simulation.open(browsers[where]!);
  return simulation;
}

/** I10: no operation arrives under another person's name. */
function checkAuthor({ journal, watch, fail }: Simulation, id: string, person: string): void {
  const author = journal.byOperation(id)?.person ?? watch.ownerOf(id);
  if (author !== undefined && author !== person)
    fail({ invariant: 'I10', what: `operation ${id} of ${author} was sent as ${person}` });
}

function addRows({ world: { server, chance }, text }: Simulation, count: number): void {
  const { database } = server;
  const transaction = database.begin();
  for (let i = 0; i < count; i += 1)
    database.write(transaction, newRow(chance.uuid(), text(), server.clock()));
  database.commit(transaction);
}

/** A row as somebody else writes it. */
export function newRow(id: string, title: string, clock: number) {
  return {
    ...BLANK,
    id,
    user_id: OWNER,
    created_by: OWNER,
    created_at: new Date(clock).toISOString(),
    deleted_at: null,
    title,
    start_date: '1903-12-10',
  };
}
