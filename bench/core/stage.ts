import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';
import type { Browser, Page } from 'puppeteer-core';
import { globalConfig } from '../../build/configs.ts';
import { listen } from '../../demo/server/listen.ts';
import { readBelow } from '../../demo/server/files.ts';
import { launchBrowser } from '../../test/support/browser-launch.ts';

/** What is done to a page before it is loaded. */
type Prepare = (page: Page) => Promise<void>;

/** A browser, and pages for it with the contests in them. */
export interface Stage {
  /** Opens a page in a profile of its own, with `globalThis.bench`; `prepare` has it before it is loaded. */
  open(prepare?: Prepare): Promise<Page>;
  /** Opens a page with nothing in it. */
  blank(): Promise<Page>;
  /** The text of a script that was built: `nality.global.js`, `core.js` or `supabase.js`. */
  script(name: string): Promise<string>;
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
  await buildScripts(folder);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    void readBelow(folder, pathname).then((file) => {
      response.writeHead(200, { ...HEADERS, 'content-type': file?.type ?? 'text/html; charset=utf-8' });
      response.end(file?.body ?? PAGE);
    });
  });
  const port = await listen(server, 0);
  const browser = await launchBrowser();
  const blank = (prepare?: Prepare): Promise<Page> => openPage(browser, `http://127.0.0.1:${port}`, prepare);
  return {
    blank,
    script: (name) => readFile(join(folder, name), 'utf8'),
    async open(prepare) {
      const page = await blank(prepare);
      await page.addScriptTag({ url: '/main.js', type: 'module' });
      await page.waitForFunction(() => 'bench' in globalThis);
      return page;
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function openPage(browser: Browser, url: string, prepare?: Prepare): Promise<Page> {
  const profile = await browser.createBrowserContext();
  const page = await profile.newPage();
  page.on('pageerror', (error) => console.error(`In the page: ${String(error)}`));
  await prepare?.(page);
  await page.goto(url);
  return page;
}

/** What the core loads only for a sign-in of its own; elsewhere it is part of the script. */
const LOADED_LATER = (id: string, importer?: string): boolean =>
  id === '@supabase/supabase-js' && importer?.endsWith('/core/sync/auth.ts') === true;

/** Builds the contests, and the scripts that are compared, with the settings of the package. */
async function buildScripts(folder: string): Promise<void> {
  const config = globalConfig();
  const into = { ...config.build, outDir: folder, sourcemap: false };
  const iife = (name: string) => ({
    entry: `bench/core/page/${name}-script.ts`,
    name,
    formats: ['iife' as const],
    fileName: () => `${name}.js`,
  });
  const contests = { entry: 'bench/core/page/main.ts', formats: ['es' as const], fileName: () => 'main.js' };
  const builds: InlineConfig[] = [
    { ...config, build: into },
    ...['core', 'supabase'].map((name) => ({
      ...config,
      plugins: [],
      build: { ...into, lib: iife(name), rolldownOptions: { external: LOADED_LATER } },
    })),
    { ...config, build: { ...into, lib: contests, rolldownOptions: { output: { codeSplitting: false } } } },
  ];
  for (const one of builds) await build({ ...one, logLevel: 'warn' });
}
