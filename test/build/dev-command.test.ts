import assert from 'node:assert/strict';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createClient } from '@supabase/supabase-js';
import type { Browser } from 'puppeteer-core';
import { spawnBackend } from '../support/backend-process.ts';
import type { BackendProcess } from '../support/backend-process.ts';
import { launchBrowser } from '../support/browser-launch.ts';
import { manifest, packConsumer } from './consumer.ts';
import type { Consumer } from './consumer.ts';
import { startSite } from './site.ts';

/** What Pierre's public timeline says. */
const CONTENT = /rue Dauphine/;

/** What a data directory consists of. */
const DATA = ['.gitignore', 'backend.json', 'database', 'objects'];

let consumer: Consumer;
let backend: BackendProcess;
let browser: Browser;
let cli: string;
let url: string;
let lines: string;

before(async () => {
  [consumer, browser] = await Promise.all([packConsumer(), launchBrowser()]);
  const [command = ''] = Object.values(manifest.bin);
  cli = join(consumer.package, command);
  backend = spawnBackend(['--data', join(consumer.folder, 'data')], cli);
  url = await backend.ready;
  lines = /<script[^]*<\/nality-timeline>/.exec(backend.output())?.[0] ?? '';
});

after(async () => {
  await Promise.all([backend?.end('SIGKILL'), browser?.close()]);
  await consumer?.remove();
});

/** Opens a page and waits for what it is to show. */
async function shows(address: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(address);
  await page.waitForFunction(
    (source) =>
      new RegExp(source).test(document.querySelector('nality-timeline')?.shadowRoot?.textContent ?? ''),
    { timeout: 20_000 },
    CONTENT.source,
  );
  await page.close();
}

test('the command of the packed package serves the project that is in it', async () => {
  const key = /Publishable key\s+(\S+)/.exec(backend.output())?.[1] ?? '';
  const client = createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } });
  const signedIn = await client.auth.signInWithPassword({
    email: 'marie@curie.test',
    password: 'radium-1898',
  });
  assert.equal(signedIn.error, null);
  const { data } = await client
    .from('life_events')
    .select('id')
    .eq('user_id', signedIn.data.user?.id ?? '');
  assert.ok((data?.length ?? 0) > 10);
});

test('the two lines that it prints show a timeline in a page of another origin', async () => {
  const site = await startSite();
  site.page = { html: lines };
  await shows(site.url);
  await site.close();
});

test('the two lines show a timeline in a file that is opened from disk', async () => {
  const file = join(consumer.folder, 'page.html');
  await writeFile(file, `<!doctype html><title>A page</title>\n${lines}\n`);
  await shows(pathToFileURL(file).href);
});

test('what is beside the widgets is not handed out', async () => {
  for (const path of ['manifest.json', '../local/cli.js', '%2e%2e/local/cli.js', 'nothing.js']) {
    assert.equal((await fetch(`${url}/_local/cdn/${path}`)).status, 404, path);
  }
});

test('it ends in order and writes nothing into its own package', async () => {
  assert.equal(await backend.end('SIGINT'), 0);
  const left = (await readdir(join(consumer.folder, 'data'))).filter((name) => !DATA.includes(name));
  assert.deepEqual(left, []);
  assert.deepEqual((await readdir(consumer.package)).sort(), [
    'LICENSE',
    'README.md',
    'dist',
    'package.json',
    'supabase',
  ]);
});

test('where the optional packages were left out, it says which one to install', async () => {
  await rm(join(consumer.folder, 'node_modules/@electric-sql/pglite'));
  const incomplete = spawnBackend(['--memory'], cli);
  await assert.rejects(
    incomplete.ready,
    /needs the package @electric-sql\/pglite, which is not installed: npm install/,
  );
  assert.equal(incomplete.process.exitCode, 1);
});
