import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { root } from '../../build/configs.ts';
import { embedWithIntegrity, type Integrity } from '../../build/integrity.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { launchBrowser } from '../support/browser-launch.ts';
import { startSite, type Site } from './site.ts';

/** Pierre Curie, whose seeded timeline is public. */
const TIMELINE = '<nality-timeline user-id="00000000-0000-4000-8000-000000000002"></nality-timeline>';

let backend: TestBackend;
let browser: Browser;
let site: Site;
let page: Page;
const integrity = JSON.parse(await readFile(join(root, 'dist/cdn/integrity.json'), 'utf8')) as Integrity;

before(async () => {
  [backend, browser, site] = await Promise.all([startTestBackend(), launchBrowser(), startSite()]);
  page = await browser.newPage();
});
after(() => Promise.all([backend.close(), browser.close(), site.close()]));

/** The page that the build prints, from our own site. */
async function open(hashes: Integrity): Promise<void> {
  const embed = embedWithIntegrity(hashes, '/a/').split('\n\n')[0]!;
  const settings = [backend.url, backend.keys.publishable];
  site.page = { html: embed.replace(/…/g, () => settings.shift()!) + TIMELINE };
  await page.goto(site.url);
}

test('what the build prints runs the files that it wrote', async () => {
  await open(integrity);
  await page.waitForFunction(
    () => /rue Dauphine/.test(document.querySelector('nality-timeline')?.shadowRoot?.textContent ?? ''),
    { timeout: 10_000 },
  );
});

test('a chunk that is not the one that was built does not run', async () => {
  const chunk = Object.keys(integrity).find((file) => file.includes('nality-timeline'))!;
  await page.setCacheEnabled(false);
  const refused = new Promise((resolve) =>
    page.on('console', (message) => /integrity/i.test(message.text()) && resolve(message.text())),
  );
  await open({ ...integrity, [chunk]: integrity['nality.js']! });
  await refused;
  const isDefined = await page.evaluate(() => customElements.get('nality-timeline') !== undefined);
  assert.equal(isDefined, false);
});
