import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';
import type { Browser, Page } from 'puppeteer-core';
import { cdnConfig } from '../../build/configs.ts';
import { listen } from '../../demo/server/listen.ts';
import { readBelow } from '../../demo/server/files.ts';
import { launchBrowser } from '../../test/support/browser-launch.ts';

/** A browser, and pages for it with the contests in them. */
export interface Stage {
  /** Opens a page in a profile of its own, with `globalThis.bench`; `prepare` has it before it is loaded. */
  open(prepare?: (page: Page) => Promise<void>): Promise<Page>;
  close(): Promise<void>;
}

/** The clock of a page that shares its process with nobody ticks every 5 µs instead of every 100 µs. */
const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

const PAGE = '<!doctype html><meta charset="utf-8"><title>Bench</title><body></body>';

/** Builds the pages as the widgets are built, serves them and starts a browser. */
export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'nality-bench-'));
  await buildPage(folder);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    void readBelow(folder, pathname).then((file) => {
      response.writeHead(200, { ...HEADERS, 'content-type': file?.type ?? 'text/html; charset=utf-8' });
      response.end(file?.body ?? PAGE);
    });
  });
  const port = await listen(server, 0);
  const browser = await launchBrowser();
  return {
    open: (prepare) => openPage(browser, `http://127.0.0.1:${port}`, prepare),
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function openPage(
  browser: Browser,
  url: string,
  prepare?: (page: Page) => Promise<void>,
): Promise<Page> {
  const profile = await browser.createBrowserContext();
  const page = await profile.newPage();
  page.on('pageerror', (error) => console.error(`In the page: ${String(error)}`));
  await prepare?.(page);
  await page.goto(url);
  await page.addScriptTag({ url: '/main.js', type: 'module' });
  await page.waitForFunction(() => 'bench' in globalThis);
  return page;
}

function buildPage(folder: string): Promise<unknown> {
  const config = cdnConfig();
  const options: InlineConfig['build'] = {
    ...config.build,
    outDir: folder,
    manifest: false,
    sourcemap: false,
    lib: { entry: { main: 'bench/core/page/main.ts' }, formats: ['es'] },
    rolldownOptions: { output: { minify: true, codeSplitting: false, entryFileNames: '[name].js' } },
  };
  return build({ ...config, build: options, logLevel: 'warn' });
}
