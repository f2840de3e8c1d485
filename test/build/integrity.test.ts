import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { root } from '../../build/configs.ts';
import { embedWithIntegrity, importMapSource, type Integrity } from '../../build/integrity.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { launchBrowser } from '../support/browser-launch.ts';
import { startSite, type Site } from './site.ts';

/** Pierre Curie, whose seeded timeline is public. */
const TIMELINE = '<nality-timeline user-id="00000000-0000-4000-8000-000000000002"></nality-timeline>';
const BASE = '/a/';

let backend: TestBackend;
let browser: Browser;
let site: Site;
let page: Page;
let said: string[];
const integrity = JSON.parse(await readFile(join(root, 'dist/cdn/integrity.json'), 'utf8')) as Integrity;

before(async () => {
  [backend, browser, site] = await Promise.all([startTestBackend(), launchBrowser(), startSite()]);
});
after(() => Promise.all([backend.close(), browser.close(), site.close()]));

beforeEach(async () => {
  said = [];
  page = await browser.newPage();
  await page.setCacheEnabled(false);
  page.on('console', (message) => said.push(message.text()));
});
afterEach(async () => {
  site.tamper = undefined;
  await page.close();
});

const [MODULE, CLASSIC] = embedWithIntegrity(integrity, BASE).split('\n\n') as [string, string];

/** Opens a page with what the build prints, from our own site. */
async function open(embed: string, headers: Record<string, string> = {}): Promise<void> {
  const settings = [backend.url, backend.keys.publishable];
  site.page = { html: embed.replace(/…/g, () => settings.shift()!) + TIMELINE, headers };
  await page.goto(site.url);
}

async function showsTimeline(): Promise<void> {
  await page.waitForFunction(
    () => /rue Dauphine/.test(document.querySelector('nality-timeline')?.shadowRoot?.textContent ?? ''),
    { timeout: 30_000 },
  );
}

for (const [kind, embed] of [
  ['module', MODULE],
  ['classic script', CLASSIC],
] as const) {
  test(`what the build prints runs the files that it wrote (${kind})`, async () => {
    await open(embed);
    await showsTimeline();
    assert.deepEqual(said, []);
  });
}

test('the source that the build prints allows the import map under a policy that allows nothing inline', async () => {
  const connect = `${backend.url} ${backend.url.replace('http', 'ws')}`;
  const policy = `default-src 'none'; img-src 'self'; script-src 'self' ${importMapSource(integrity, BASE)}; connect-src ${connect}`;
  await open(MODULE, { 'content-security-policy': `${policy}; require-trusted-types-for 'script'` });
  await showsTimeline();
  assert.deepEqual(
    said.filter((text) => /violates|Refused/.test(text)),
    [],
  );
});

/** What is tampered with: each kind of file is held by another line of what is printed. */
const FILES = {
  'an entry': { embed: MODULE, file: /^nality\.js$/ },
  'the classic script': { embed: CLASSIC, file: /^nality\.global\.js$/ },
  'a chunk that an entry loads': { embed: MODULE, file: /nality-timeline-/ },
  'a chunk that other chunks import': { embed: MODULE, file: /ui-/ },
};

for (const [what, { embed, file }] of Object.entries(FILES)) {
  test(`${what} that was tampered with does not run`, async () => {
    site.tamper = (path, text) => (file.test(path) ? `window.tampered = true;${text}` : text);
    const refused = new Promise((resolve) =>
      page.on('console', (message) => /integrity/i.test(message.text()) && resolve(message.text())),
    );
    await open(embed);
    await refused;
    const [ran, isDefined] = await page.evaluate(() => [
      'tampered' in window,
      customElements.get('nality-timeline') !== undefined,
    ]);
    assert.deepEqual([ran, isDefined], [false, false]);
  });
}
