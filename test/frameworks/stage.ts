import { dirname } from 'node:path';
import { preview, type PreviewServer } from 'vite';
import type { Browser } from 'puppeteer-core';
import { startTestBackend, type Person, type TestBackend } from '../support/backend.ts';
import { launchBrowser } from '../support/browser-launch.ts';
import { openScreen, type Screen } from '../support/pages-screen.ts';
import { installApp, type App, type Mode } from './app.ts';
import { watchSockets, type Sockets } from './sockets.ts';

/** Two people: the page's own, and her sister, who may edit the same timeline and writes past all browsers. */
export interface Sisters {
  readonly marie: Person;
  readonly bronia: Person;
}

/** A page with the app in it, and the sockets that it opens. */
export interface AppScreen extends Screen {
  readonly sockets: Sockets;
}

/** What the app reads from its address: whose timeline, and which conversation. */
export type Query = Partial<Record<'timeline' | 'session', string>>;

/** An app, built in both modes and served, with a backend and a browser. */
export interface Stage {
  readonly app: App;
  readonly browser: Browser;
  /** Where the app is served. */
  address(mode: Mode): string;
  /** Two people of their own for a test. */
  sisters(): Promise<Sisters>;
  /** Opens the app in a browser profile of its own, with this in its address, and signs in by its form. */
  enter(mode: Mode, person: Person, query?: Query): Promise<AppScreen>;
  close(): Promise<void>;
}

/** The functions do without the variables of whoever develops: the built-in interviewer answers. */
const NO_MODEL = { functions: { envFile: 'none.env' } };

/** Installs an app, starts a backend, builds the app for it, and serves it. */
export async function openStage(name: string): Promise<Stage> {
  const [app, backend, browser] = await Promise.all([
    installApp(name),
    startTestBackend(NO_MODEL),
    launchBrowser(),
  ]);
  const project = { url: backend.url, key: backend.keys.publishable };
  const sites = {
    production: await serve(await app.build('production', project)),
    development: await serve(await app.build('development', project)),
  };
  const address = (mode: Mode): string => sites[mode].resolvedUrls!.local[0]!;
  return {
    app,
    browser,
    address,
    sisters: () => makeSisters(backend),
    enter: (mode, person, query = {}) =>
      enter(browser, `${address(mode)}?${new URLSearchParams(query).toString()}`, person),
    async close() {
      await browser.close();
      await Promise.all(Object.values(sites).map((site) => site.close()));
      await backend.close();
      await app.remove();
    },
  };
}

function serve(outDir: string): Promise<PreviewServer> {
  return preview({
    root: dirname(outDir),
    configFile: false,
    logLevel: 'warn',
    build: { outDir },
    preview: { host: '127.0.0.1' },
  });
}

async function makeSisters(backend: TestBackend): Promise<Sisters> {
  const [marie, bronia] = [await backend.createPerson('Marie'), await backend.createPerson('Bronia')];
  const share = { owner_id: marie.id, grantee_kind: 'user', grantee_id: bronia.id, level: 'edit' };
  const { error } = await marie.client.from('timeline_shares').insert(share);
  if (error) throw error;
  return { marie, bronia };
}

async function enter(browser: Browser, address: string, { email, password }: Person): Promise<AppScreen> {
  const screen = await openScreen(await browser.createBrowserContext(), address);
  const sockets = await watchSockets(screen.page);
  await screen.type('Email', email);
  await screen.type('Password', password);
  await screen.press('Sign in');
  return { ...screen, sockets };
}
