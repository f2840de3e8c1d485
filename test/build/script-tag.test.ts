import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { launchBrowser } from '../support/browser-launch.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startSite, type Site } from './site.ts';

/** Pierre Curie, whose seeded timeline is public. */
const OWNER = '00000000-0000-4000-8000-000000000002';
const TIMELINE = `<nality-timeline user-id="${OWNER}"></nality-timeline>`;
const CONTENT = /rue Dauphine/;

let backend: TestBackend;
let browser: Browser;
let site: Site;
let page: Page;
let errors: string[];
let said: string[];
let sockets: number;

before(async () => {
  [backend, browser] = await Promise.all([startTestBackend(), launchBrowser()]);
});

after(() => Promise.all([backend.close(), browser.close()]));

beforeEach(async () => {
  site = await startSite();
  page = await browser.newPage();
  [errors, said, sockets] = [[], [], 0];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (/violat|Refused/i.test(text)) errors.push(text);
    if (/nality/.test(text) && message.type() !== 'info') said.push(text);
  });
  const network = await page.createCDPSession();
  network.on('Network.webSocketCreated', () => (sockets += 1));
  await network.send('Network.enable');
});

afterEach(async () => {
  await page.close();
  await site.close();
});

function tag(src: string, settings = `${project()} data-auth="none"`): string {
  return `<script type="module" src="${src}" ${settings}></script>`;
}

function project(prefix = 'data-'): string {
  return `${prefix}url="${backend.url}" ${prefix}key="${backend.keys.publishable}"`;
}

async function open(html: string, headers?: Record<string, string>): Promise<void> {
  site.page = headers ? { html, headers } : { html };
  await page.goto(site.url);
}

/** Waits until the text of a widget's shadow root matches. */
async function shows(selector: string, pattern: RegExp): Promise<void> {
  await page.waitForFunction(
    (query, source) =>
      new RegExp(source, 'i').test(document.querySelector(query)?.shadowRoot?.textContent ?? ''),
    { timeout: 30_000 },
    selector,
    pattern.source,
  );
}

test('two lines of HTML show a timeline', async () => {
  await open(tag('/a/nality.js') + TIMELINE);
  await shows('nality-timeline', CONTENT);
  assert.equal(sockets, 1);
  assert.deepEqual(errors, []);
});

test('two copies of the script and a provider of the same project open one socket', async () => {
  const provider = `<nality-provider ${project('')} auth="none">${TIMELINE}</nality-provider>`;
  await open(tag('/a/nality.js') + tag('/b/nality.js') + TIMELINE + provider);
  await shows('body > nality-timeline, html > nality-timeline', CONTENT);
  await shows('nality-provider nality-timeline', CONTENT);
  assert.equal(sockets, 1);
  assert.deepEqual([errors, said], [[], []]);
});

test('a script tag whose address is redirected finds its settings', async () => {
  await open(tag('/latest/nality.js') + TIMELINE);
  await shows('nality-timeline', CONTENT);
});

test('the script runs once under an address with a query', async () => {
  await open(tag('/a/nality.js?v=1') + TIMELINE);
  await shows('nality-timeline', CONTENT);
  assert.deepEqual(
    site.scripts.filter((path) => path.includes('/nality.js')),
    ['/a/nality.js?v=1'],
  );
});

test('an element’s code is loaded when the element comes near', async () => {
  await open(
    `${tag('/a/nality.js')}${TIMELINE}<div style="height: 9000px"></div><nality-presence room="x"></nality-presence>`,
  );
  await shows('nality-timeline', CONTENT);
  const presence = (): boolean => site.scripts.some((path) => path.includes('nality-presence'));
  assert.equal(presence(), false);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await shows('nality-presence', /\S/);
  assert.equal(presence(), true);
});

for (const [attribute, value, isLoaded] of [
  ['placement', 'toast', true],
  ['vapid-key', 'B', true],
  ['vapid-key', '', false],
  ['placement', 'popover', false],
] as const)
  test(`far down, notifications with ${attribute}="${value}" are ${isLoaded ? '' : 'not '}loaded at once, also when they are told later`, async () => {
    for (const later of [false, true]) {
      const told = later ? '' : `${attribute}="${value}"`;
      await open(
        `${tag('/a/nality.js')}${TIMELINE}<div style="height: 9000px"></div><nality-notifications ${told}></nality-notifications>`,
      );
      await shows('nality-timeline', CONTENT);
      if (later)
        await page.$eval(
          'nality-notifications',
          (one, ...told) => one.setAttribute(...told),
          attribute,
          value,
        );
      const isDefined = (): Promise<boolean> =>
        page.evaluate(() => customElements.get('nality-notifications') !== undefined);
      if (isLoaded) await page.evaluate(() => customElements.whenDefined('nality-notifications'));
      else await page.evaluate(() => fetch('/a/nality.js'));
      assert.equal(await isDefined(), isLoaded);
    }
  });

test('elements that the page adds later are seen', async () => {
  await open(tag('/a/nality.js'));
  await page.evaluate((html) => {
    document.body.append(document.createRange().createContextualFragment(html));
  }, TIMELINE);
  await shows('nality-timeline', CONTENT);
});

const policy = (trustedTypes: string): Record<string, string> => ({
  'content-security-policy':
    `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; ` +
    `connect-src ${backend.url} ${backend.url.replace('http', 'ws')}; ` +
    `require-trusted-types-for 'script'; trusted-types ${trustedTypes}`,
});

test('the strictest content security policy is kept, Trusted Types included', async () => {
  await open(tag('/a/nality.js') + TIMELINE, policy('nality-lit'));
  await shows('nality-timeline', CONTENT);
  assert.deepEqual(errors, []);
});

test('a page that allows lit’s own policy alone can have the widgets too', async () => {
  await open(tag('/a/nality.js') + TIMELINE, policy('lit-html'));
  await shows('nality-timeline', CONTENT);
});

test('a page that allows no policy of ours is told so and not harmed', async () => {
  await open(tag('/a/nality.js') + TIMELINE, policy('somebody-else'));
  await waitUntil(() => /could not be loaded/.test(said.join('\n')));
  await page.waitForNetworkIdle({ idleTime: 300 });
  assert.deepEqual(
    errors.filter((error) => !/violates|Refused/.test(error)),
    [],
  );
});

test('two copies need a policy that allows duplicates; without that, one of them works', async () => {
  const twice = tag('/a/nality.js') + tag('/b/nality.js') + TIMELINE;
  await open(twice, policy("nality-lit 'allow-duplicates'"));
  await shows('nality-timeline', CONTENT);
  await page.waitForNetworkIdle({ idleTime: 300 });
  assert.deepEqual([errors, said, sockets], [[], [], 1]);

  await open(twice, policy('nality-lit'));
  await shows('nality-timeline', CONTENT);
  assert.deepEqual(
    errors.filter((error) => !/violates|Refused/.test(error)),
    [],
  );
});

test('the classic script is one file that sets window.Nality', async () => {
  const classic = `<script src="/a/nality.global.js" ${project()} data-auth="none"></script>`;
  await open(`<head>${classic}</head>${TIMELINE}`);
  await shows('nality-timeline', CONTENT);
  assert.deepEqual(site.scripts, ['/a/nality.global.js']);
  assert.equal(await page.evaluate(() => typeof (window as unknown as { Nality: object }).Nality), 'object');
  assert.deepEqual(errors, []);
});

const MISTAKES = {
  'a missing key': 'data-url="https://x.example"',
  'an address that is none': 'data-url="nowhere" data-key="sb_publishable_x"',
  'a secret key': 'data-url="https://x.example" data-key="sb_secret_x"',
};

for (const [mistake, settings] of Object.entries(MISTAKES)) {
  test(`${mistake} is explained in the widget and once in the console, and breaks nothing`, async () => {
    await open(tag('/a/nality.js', settings) + TIMELINE + TIMELINE);
    await shows('nality-timeline', mistake === 'a secret key' ? /secret key/ : /not set up yet/);
    assert.equal(said.length, 1, said.join('\n'));
    assert.doesNotMatch(said.join(), /sb_secret_x/);
    assert.deepEqual(errors, []);
    assert.equal(sockets, 0);
  });
}

test('a key that the server refuses is explained in the widget and once in the console', async () => {
  await open(tag('/a/nality.js', `data-url="${backend.url}" data-key="sb_publishable_wrong"`) + TIMELINE);
  await shows('nality-timeline', /not set up yet/);
  await waitUntil(() => said.length > 0);
  await page.waitForNetworkIdle({ idleTime: 500 });
  assert.equal(said.length, 1, said.join('\n'));
  assert.match(said.join(), /refused the key/);
});

test('page content that borrows names of the browser changes nothing', async () => {
  const clobber = `<img name="currentScript" src="data:,"><a id="nality" href="https://evil.example"></a><form name="scripts"></form>`;
  await open(clobber + tag('/a/nality.js') + TIMELINE);
  await shows('nality-timeline', CONTENT);
});
