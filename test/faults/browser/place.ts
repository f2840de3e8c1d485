import type { BrowserContext, CDPSession, Page } from 'puppeteer-core';
import type { Place } from '../place.ts';

/** A place in a browser: one tab of a profile. */
export interface BrowserPlace extends Place {
  /** The tab, while there is one that answers. */
  tab(): { readonly page: Page; readonly session: CDPSession } | undefined;
  /** Resolves once nothing more can come of the tab. */
  kill(): Promise<void>;
  /** Opens the next tab without these parts of the browser. */
  reopenWithout(parts: string): Promise<void>;
  /** Breaks the page as a bug of the browser does. */
  crash(): Promise<void>;
}

/** What a place is made of. */
export interface BrowserPlaceOptions {
  readonly name: string;
  readonly person: string;
  readonly profile: BrowserContext;
  /** The address of the page for a tab of this name. */
  addressOf(tab: string, without: string): string;
}

/** A page that does not answer for so long is not waited for, milliseconds. */
const ANSWER_MS = 10_000;

/** Takes a place, and opens its first tab. */
export async function takeBrowserPlace(options: BrowserPlaceOptions): Promise<BrowserPlace> {
  const { name, person, profile, addressOf } = options;
  let current: { page: Page; session: CDPSession } | undefined;
  let opening: Promise<void> | undefined;
  let reopening = Promise.resolve();
  let count = 0;

  const load = async (without: string): Promise<void> => {
    const page = await profile.newPage();
    await page.goto(addressOf(`${name}.${(count += 1)}`, without));
    await page.waitForFunction(() => 'seat' in window);
    current = { page, session: await page.createCDPSession() };
  };
  const open = (without = ''): Promise<void> => {
    if (current) return Promise.resolve();
    opening ??= load(without).finally(() => (opening = undefined));
    return opening;
  };
  /** Asks the page; undefined when it does not answer: it may be frozen, busy, or gone. */
  const ask = async <T>(question: (page: Page) => Promise<T>): Promise<T | undefined> => {
    if (!current) return undefined;
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, ANSWER_MS, undefined).unref());
    return Promise.race([question(current.page).catch(() => undefined), late]);
  };
  const leave = (): Page | undefined => {
    const page = current?.page;
    current = undefined;
    return page;
  };
  await open();
  return {
    name,
    person,
    open,
    tab: () => current,
    act: (act) => void ask((page) => page.evaluate((act) => window.seat.act(act), act)),
    look: () => ask((page) => page.evaluate(() => window.seat.look())),
    place: (present) => void ask((page) => page.evaluate((present) => window.seat.place(present), present)),
    async kill() {
      await leave()
        ?.close({ runBeforeUnload: false })
        .catch(() => undefined);
    },
    async crash() {
      const session = current?.session;
      const page = leave();
      // The answer never comes, for there is nobody left to give it.
      void session?.send('Page.crash').catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await page?.close().catch(() => undefined);
    },
    reopenWithout(parts) {
      // One after another: a tab that is being opened already would come without what it was asked to miss.
      reopening = reopening.then(async () => {
        await opening?.catch(() => undefined);
        await leave()
          ?.close()
          .catch(() => undefined);
        await open(parts);
      });
      return reopening;
    },
    setOnline: (online) => void current?.page.setOfflineMode(!online).catch(() => undefined),
    wake() {
      // A network that comes back is what a page hears of it.
      void current?.page
        .setOfflineMode(true)
        .then(() => current?.page.setOfflineMode(false))
        .catch(() => undefined);
    },
    async close() {
      await ask((page) => page.evaluate(() => window.seat.close()));
      return [];
    },
  };
}
