import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { HTTPRequest, Page } from 'puppeteer-core';
import { eventually } from '../../support/pages-screen.ts';
import type { Stage } from '../../support/pages.ts';
import { openGuest } from './guest.ts';

/** However often the widgets are loaded, and in whatever order the page brings its parts. */
export function copies(stage: Stage): void {
  describe('a page in no order', () => {
    afterEach(() => stage.reset());

    test('that loads the widgets three times, from two addresses and in both kinds, has one socket', async () => {
      const page = await openGuest(stage, 'copies.html');
      await page.shows('Piezoelectricity');
      await page.finds('nality-comments >>> [part~="base"][aria-busy="false"]');
      const scripts = await page.page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .map(({ name }) => new URL(name).pathname)
          .filter((path) => /\/nality(\.global)?\.js$/.test(path)),
      );
      assert.deepEqual(scripts.sort(), ['/cdn/nality.js', '/nality.global.js', '/nality.js']);
      await page.page.waitForNetworkIdle({ idleTime: 300 });
      assert.deepEqual(page.seen.sockets(), { opened: 1, open: 1 });
      assert.deepEqual((await page.seen.globals()).toSorted(), ['Nality', 'Symbol(nality:1)']);
      page.behaves();
    });

    test('whose provider comes and is defined after what is in it, has one socket, until all of it is gone', async () => {
      const held: HTTPRequest[] = [];
      const page = await openGuest(stage, 'late.html', (blank) => holdProvider(blank, held));
      await page.finds('nality-provider:not(:defined)[url]', 2);
      await page.finds('nality-timeline:defined', 1);
      assert.equal(held.length, 1, 'The provider’s code is held back.');
      assert.equal(page.seen.sockets().opened, 0);
      await Promise.all(held.map((request) => request.continue()));
      await page.shows('Piezoelectricity');
      await page.finds('nality-provider:defined nality-comments');
      await page.page.waitForNetworkIdle({ idleTime: 300 });
      assert.deepEqual(page.seen.sockets(), { opened: 1, open: 1 });
      page.behaves();

      await page.page.evaluate(() =>
        document.querySelectorAll('nality-provider').forEach((one) => one.remove()),
      );
      await eventually('the socket to close', async () => page.seen.sockets().open === 0);
      assert.equal(page.seen.sockets().opened, 1);
      page.behaves();
    });
  });
}

/** Lets everything pass but the code of the provider. */
async function holdProvider(page: Page, held: HTTPRequest[]): Promise<void> {
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (/nality-provider-/.test(request.url())) held.push(request);
    else void request.continue();
  });
}
