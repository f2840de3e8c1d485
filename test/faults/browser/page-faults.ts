import type { CDPSession, Page } from 'puppeteer-core';
import type { FaultId } from '../catalogue.ts';
import type { Chance } from '../random.ts';

/** A tab in a browser, as far as a fault needs to know it. */
export interface Tab {
  readonly page: Page;
  readonly session: CDPSession;
}

/** A fault of a page: what happens, and what happens when it is over. Resolves with whether it met something. */
interface PageFault {
  start(tab: Tab, chance: Chance): Promise<boolean>;
  stop?(tab: Tab): Promise<unknown>;
}

/** A page that is not back by then is lost to whoever steers it, milliseconds. */
const JOURNEY_MS = 5_000;

/** Of each page the last journey: of two at once, one would come back to where the other has gone. */
const journeys = new WeakMap<Page, Promise<boolean>>();

function inTurn(page: Page, go: () => Promise<boolean>): Promise<boolean> {
  const journey = (journeys.get(page) ?? Promise.resolve(false)).catch(() => false).then(go);
  journeys.set(page, journey);
  return journey;
}

async function goAndComeBack(page: Page): Promise<boolean> {
  await page.evaluate(() => void (window.onpageshow = ({ persisted }) => void (window.cameBack = persisted)));
  await page.goto('about:blank');
  await page.goBack({ timeout: JOURNEY_MS });
  return page.evaluate(() => window.cameBack === true);
}

/** The longest that a page is kept busy, milliseconds. */
const BUSY_MS = 3_000;

/** Faults of tabs that are still there afterwards. */
export const PAGE_FAULTS: Readonly<Partial<Record<FaultId, PageFault>>> = {
  F40: {
    start: ({ session }) => done(session.send('Page.setWebLifecycleState', { state: 'frozen' })),
    stop: ({ session }) => session.send('Page.setWebLifecycleState', { state: 'active' }),
  },
  F41: {
    start: ({ page }) => inTurn(page, () => goAndComeBack(page)),
  },
  F42: {
    start: ({ page }, chance) =>
      done(page.evaluate(breakStorage, chance.pick(['throw', 'abort', 'newer'] as const))),
    stop: ({ page }) => page.evaluate(() => window.mendStorage?.()),
  },
  F46: {
    start: ({ page }) => done(page.setOfflineMode(true)),
    stop: ({ page }) => page.setOfflineMode(false),
  },
  F47: {
    async start({ page }, chance) {
      const ms = chance.between(500, BUSY_MS);
      await page.evaluate((ms) => {
        const end = performance.now() + ms;
        while (performance.now() < end);
      }, ms);
      return true;
    },
  },
};

declare global {
  interface Window {
    /** Whether the page came out of the back/forward cache. */
    cameBack?: boolean;
    mendStorage?(): void;
  }
}

async function done(work: Promise<unknown>): Promise<boolean> {
  await work;
  return true;
}

/**
 * Runs in the page: from now on transactions cannot be opened, or are aborted at once; or another version takes the
 * database away from everybody.
 */
async function breakStorage(how: 'throw' | 'abort' | 'newer'): Promise<void> {
  const { prototype } = IDBDatabase;
  const { transaction } = prototype;
  window.mendStorage = () => void (prototype.transaction = transaction);
  if (how === 'newer') {
    // Every connection is told to close; then the old version is opened again, as nothing has been written.
    const names = (await indexedDB.databases()).map(({ name = '' }) => name);
    for (const name of names.filter((name) => name.startsWith('nality:'))) {
      const opening = indexedDB.open(name, 99);
      opening.onupgradeneeded = () => opening.transaction?.abort();
    }
    return;
  }
  prototype.transaction = function (this: IDBDatabase, ...wish: Parameters<typeof transaction>) {
    if (how === 'throw')
      throw new DOMException('Connection to Indexed Database server lost.', 'UnknownError');
    const opened = transaction.apply(this, wish);
    queueMicrotask(() => opened.abort());
    return opened;
  };
}
