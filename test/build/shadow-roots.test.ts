import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { launchBrowser } from '../support/browser-launch.ts';
import { startSite, type Site } from './site.ts';

/*
 * Widgets in shadow roots of the page's own. A closed root, and one that comes after its host, are seen by nobody: what is in
 * them comes by `data-load` or `load()` alone.
 */

/** Pierre Curie, whose seeded timeline is public. */
const TIMELINE = '<nality-timeline user-id="00000000-0000-4000-8000-000000000002"></nality-timeline>';

let backend: TestBackend;
let browser: Browser;
let site: Site;
let page: Page;
let said: string[];
let errors: string[];

before(async () => {
  [backend, browser] = await Promise.all([startTestBackend(), launchBrowser()]);
});
after(() => Promise.all([backend.close(), browser.close()]));

beforeEach(async () => {
  [said, errors] = [[], []];
  site = await startSite();
  page = await browser.newPage();
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (/violat|Refused/i.test(text)) errors.push(text);
    if (/nality/.test(text) && message.type() !== 'info') said.push(text);
  });
});
afterEach(async () => {
  await page.close();
  await site.close();
  assert.deepEqual(errors, []);
});

function tag(more = '', src = '/a/nality.js'): string {
  const settings = `data-url="${backend.url}" data-key="${backend.keys.publishable}" data-auth="none"`;
  return `<script type="module" src="${src}" ${settings} ${more}></script>`;
}

/** The strictest policy that the widgets work under. */
const policy = (): Record<string, string> => ({
  'content-security-policy':
    `default-src 'none'; script-src 'self'; img-src 'self'; connect-src ${backend.url} ${backend.url.replace('http', 'ws')}; ` +
    `require-trusted-types-for 'script'; trusted-types nality-lit 'allow-duplicates'`,
});

async function open(html: string, headers: Record<string, string> = policy()): Promise<void> {
  site.page = { html, headers };
  await page.goto(site.url);
  await page.waitForNetworkIdle({ idleTime: 200 });
}

/** A host of the page with a root; what is in it comes a moment after that, as where a framework renders into it. */
async function host(mode: 'open' | 'closed', when: 'before' | 'after' = 'before'): Promise<void> {
  await page.evaluate(
    async (shadow, order, owner) => {
      const host = document.createElement('div');
      if (order === 'after') document.body.append(host);
      await new Promise((resolve) => setTimeout(resolve));
      const root = host.attachShadow({ mode: shadow });
      if (order === 'before') document.body.append(host);
      await new Promise((resolve) => setTimeout(resolve));
      const timeline = document.createElement('nality-timeline');
      timeline.setAttribute('user-id', owner);
      root.append(timeline);
      Object.assign(self, { timeline });
    },
    mode,
    when,
    /"(.+)"/.exec(TIMELINE)![1]!,
  );
}

/** Waits until the timeline in the host shows its events. */
async function shows(): Promise<void> {
  await page.waitForFunction(
    () =>
      /rue Dauphine/.test((self as unknown as { timeline: Element }).timeline.shadowRoot?.textContent ?? ''),
    { timeout: 30_000 },
  );
}

const loads = (name: string): number =>
  site.scripts.filter((path) => path.includes(`nality-${name}-`)).length;

const ROOTS = [
  ['open', 'after'],
  ['closed', 'before'],
] as const;

for (const [mode, when] of ROOTS) {
  const root = mode === 'closed' ? 'a closed root' : 'a root that comes after its host';

  test(`data-load brings a widget in ${root}`, async () => {
    await open(tag('data-load="timeline"'));
    await host(mode, when);
    await shows();
    assert.deepEqual([loads('timeline'), loads('chat'), said], [1, 0, []]);
  });

  test(`load() brings a widget in ${root}`, async () => {
    await open(tag());
    await host(mode, when);
    await page.waitForNetworkIdle({ idleTime: 300 });
    assert.equal(loads('timeline'), 0);
    await page.evaluate(async (address) => {
      const { load } = (await import(address)) as { load(...names: string[]): void };
      load('timeline');
    }, '/a/nality.js');
    await shows();
    assert.deepEqual([loads('timeline'), loads('chat'), said], [1, 0, []]);
  });
}

test('data-load="all" brings every widget, once for two copies of the script', async () => {
  await open(tag('data-load="all"') + tag('data-load="all"', '/b/nality.js'));
  await host('closed');
  await shows();
  const names = ['provider', 'timeline', 'presence', 'chat', 'comments', 'notifications'];
  await page.waitForFunction(
    (all) => all.every((name) => customElements.get(`nality-${name}`)),
    { timeout: 30_000 },
    names,
  );
  assert.deepEqual([...names.map(loads), said], [...names.map(() => 2), []]);
});

test('a copy of the module that the page imports itself offers load(), too', async () => {
  await open(tag());
  await page.evaluate(async () => {
    const address = '/b/nality.js';
    const { load } = (await import(address)) as { load(...names: string[]): void };
    load('nality-presence');
    await customElements.whenDefined('nality-presence');
  });
  assert.deepEqual([loads('presence'), loads('timeline'), said], [1, 0, []]);
});

test('a name that is none is warned of with those that are, and the others are loaded', async () => {
  await open(tag('data-load="timelines constructor nality-presence"'));
  await page.evaluate(() => customElements.whenDefined('nality-presence').then(() => undefined));
  const known =
    'only all, nality-provider, nality-timeline, nality-presence, nality-chat, nality-comments, nality-notifications.';
  assert.deepEqual(said, [
    `nality: there is no “timelines” to load, ${known}`,
    `nality: there is no “constructor” to load, ${known}`,
  ]);
});

test('in an open root that comes with its host a widget is seen without a word', async () => {
  await open(tag());
  await host('open');
  await shows();
  assert.deepEqual([loads('timeline'), loads('chat')], [1, 0]);
});

test('so is one in roots within roots that the page comes with, and only when it comes near', async () => {
  const inRoot = (html: string): string => `<div><template shadowrootmode="open">${html}</template></div>`;
  const far = `<div style="height: 9000px"></div><nality-presence room="x"></nality-presence>`;
  const clobber =
    '<form><input name="querySelectorAll"><input name="localName"><input name="shadowRoot"></form>';
  await open(clobber + inRoot(inRoot(TIMELINE + far)) + tag(), {});
  await page.waitForFunction(() => customElements.get('nality-timeline'), { timeout: 30_000 });
  await page.waitForNetworkIdle({ idleTime: 300 });
  assert.equal(loads('presence'), 0);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.waitForFunction(() => customElements.get('nality-presence'), { timeout: 30_000 });
});

test('names that a form borrows keep nothing from being seen that comes with it', async () => {
  await open(tag());
  await page.evaluate(
    (owner) => {
      const names = ['querySelectorAll', 'localName', 'shadowRoot'];
      const form = document.createElement('form');
      for (const name of names) form.append(Object.assign(document.createElement('input'), { name }));
      const timeline = document.createElement('nality-timeline');
      timeline.setAttribute('user-id', owner);
      document.body.append(form);
      form.append(timeline);
      Object.assign(self, { timeline });
    },
    /"(.+)"/.exec(TIMELINE)![1]!,
  );
  await shows();
});
