import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { BrowserContext, CDPSession, Page, WebWorker } from 'puppeteer-core';
import { root } from '../../build/configs.ts';
import { launchBrowser } from '../support/browser-launch.ts';

/** A site whose service worker takes push messages, and a browser on it. */
export interface PushStage {
  readonly origin: string;
  /** What went wrong on any page, breaches of the site's policies included. */
  readonly errors: string[];
  /** Opens the site in a tab, and waits until it knows how push stands. `/inbox` also follows the notifications. */
  open(path?: string): Promise<Page>;
  /** The same in a browser that has never been there. */
  openAnew(): Promise<Page>;
  /** Delivers a message through the browser's debugging protocol, as a push service would. */
  deliver(page: Page, message: unknown): Promise<void>;
  /** Waits until the system shows notifications of these titles and no others. */
  shows(page: Page, ...titles: string[]): Promise<void>;
  worker(): Promise<WebWorker>;
  close(): Promise<void>;
}

/** What the page is configured with. */
export interface PushPage {
  url: string;
  key: string;
  token: string;
  /** Whose inbox `/inbox` follows. */
  person: string;
  vapidKey: string;
  /** What the stub of `PushManager.subscribe` gives: no push service can be reached. */
  subscription: { base: string; keys: { p256dh: string; auth: string } };
}

/** The line on which the service worker says that it has handled a message. */
const HANDLED = 'handled';

/** A strict page, and a service worker as `docs/push.md` says. */
const HTML =
  '<!doctype html><button id="on">on</button><script src="/nality.js"></script><script src="/page.js"></script>';
const WORKER = `
  const handled = new BroadcastChannel('${HANDLED}');
  self.addEventListener('push', (event) => {
    event.works = [];
    const waitUntil = event.waitUntil.bind(event);
    event.waitUntil = (work) => (event.works.push(work), waitUntil(work));
  });
  self.nalityPush = { home: '/family', origins: ['https://photos.example'] };
  importScripts('/push-worker.js');
  self.addEventListener('push', ({ works }) => Promise.allSettled(works).then(() => handled.postMessage('')));
`;
const PAGE = (settings: PushPage): string => `
  const settings = ${JSON.stringify(settings)};
  const { createNality, browserEnvironment, notificationsFeature } = Nality;
  const { url, key, token, vapidKey } = settings;
  const nality = createNality({ url, key, accessToken: async () => token, environment: browserEnvironment() });
  const inPage = (self.inPage = new Set());
  const options = { vapidKey, worker: '/sw.js', shows: (id) => inPage.has(id) };
  nality.push(options, new AbortController().signal).then((push) => {
    const tell = ({ name }) => (document.documentElement.dataset.push = name);
    document.querySelector('#on').onclick = () => push.enable();
    push.status.subscribe(tell);
    tell(push.status.get());
  });
  if (location.pathname === '/inbox') {
    const inbox = nality.use(notificationsFeature, settings.person, new AbortController().signal);
    const tell = ({ name }) => (document.documentElement.dataset.inbox = name);
    inbox.phase.subscribe(tell);
    tell(inbox.phase.get());
  }
`;

/** Starts the site with the built files. */
export async function openPushStage(settings: PushPage): Promise<PushStage> {
  const files = new Map([
    ['/', ['text/html', HTML]],
    ['/family', ['text/html', HTML]],
    ['/inbox', ['text/html', HTML]],
    ['/page.js', ['text/javascript', PAGE(settings)]],
    ['/sw.js', ['text/javascript', WORKER]],
    ['/nality.js', ['text/javascript', await readFile(join(root, 'dist/cdn/nality.global.js'), 'utf8')]],
    ['/push-worker.js', ['text/javascript', await readFile(join(root, 'dist/push-worker.js'), 'utf8')]],
  ] as [string, [string, string]][]);
  const policy = [
    `default-src 'none'; script-src 'self'; worker-src 'self'; connect-src ${settings.url}`,
    `${settings.url.replace('http', 'ws')}; require-trusted-types-for 'script'; trusted-types nality-lit nality-push`,
  ].join(' ');
  const server = await listen(files, { 'content-security-policy': policy });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launchBrowser();
  const open = async (context: BrowserContext, path = '/'): Promise<Page> => {
    await context.overridePermissions(origin, ['notifications']);
    return openPage(context, origin + path, settings, errors);
  };
  const errors: string[] = [];
  return {
    origin,
    errors,
    open: (path) => open(browser.defaultBrowserContext(), path),
    openAnew: async () => open(await browser.createBrowserContext()),
    deliver,
    shows,
    async worker() {
      const target = await browser.waitForTarget((found) => found.type() === 'service_worker');
      const worker = await target.worker();
      if (!worker) throw new Error('The service worker has gone.');
      return worker;
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(
  files: ReadonlyMap<string, [string, string]>,
  headers: Record<string, string>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const [type, text] = files.get(new URL(request.url ?? '/', 'http://site').pathname) ?? [];
    if (text === undefined) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': `${type}; charset=utf-8`,
      ...(type === 'text/html' && headers),
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function openPage(
  context: BrowserContext,
  address: string,
  settings: PushPage,
  errors: string[],
): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/favicon/.test(message.location().url ?? ''))
      errors.push(message.text());
  });
  await page.evaluateOnNewDocument(stubSubscribe, settings.subscription);
  await page.goto(address);
  await becomes(page, /off|on|denied|failed/);
  return page;
}

/** Waits until the page says so of push. */
export async function becomes(page: Page, status: RegExp): Promise<void> {
  await page.waitForFunction(
    (source) => new RegExp(`^(${source})$`).test(document.documentElement.dataset.push ?? ''),
    { timeout: 30_000 },
    status.source,
  );
}

/** The one stub: a browser of tests reaches no push service. What it gives lives as long as the browser's own would. */
function stubSubscribe({ base, keys }: PushPage['subscription']): void {
  const NAME = 'stub-of-subscribe';
  const bytes = (text: string): ArrayBuffer =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0)).buffer;
  const current = (): PushSubscription | null => {
    const [endpoint, key] = (localStorage.getItem(NAME) ?? '').split(' ');
    if (!endpoint || !key) return null;
    return {
      endpoint,
      expirationTime: null,
      options: { applicationServerKey: bytes(key), userVisibleOnly: true },
      toJSON: () => ({ endpoint, expirationTime: null, keys }),
      unsubscribe: async () => (localStorage.removeItem(NAME), true),
    } as unknown as PushSubscription;
  };
  PushManager.prototype.getSubscription = async () => current();
  PushManager.prototype.subscribe = async (options) => {
    if (!options?.userVisibleOnly) throw new DOMException('Only visible messages.', 'NotAllowedError');
    localStorage.setItem(NAME, `${base}/${crypto.randomUUID()} ${String(options.applicationServerKey)}`);
    return current()!;
  };
}

/**
 * Resolves when the service worker has done what it does with it: Chromium forgets a notification for good when it is asked what
 * is shown while it begins to show it.
 */
async function deliver(page: Page, message: unknown): Promise<void> {
  const handled = await page.evaluateHandle((name) => {
    const line = new BroadcastChannel(name);
    return { once: new Promise((resolve) => (line.onmessage = resolve)).finally(() => line.close()) };
  }, HANDLED);
  const session = await page.createCDPSession();
  const registrationId = await registrationOf(session);
  const data = typeof message === 'string' ? message : JSON.stringify(message);
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: new URL(page.url()).origin,
    registrationId,
    data,
  });
  await session.detach();
  await handled.evaluate(({ once }) => once.then(() => undefined));
}

function registrationOf(session: CDPSession): Promise<string> {
  return new Promise((resolve, reject) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const id = registrations.find(({ isDeleted }) => !isDeleted)?.registrationId;
      if (id !== undefined) resolve(id);
    });
    session.send('ServiceWorker.enable').catch(reject);
  });
}

async function shows(page: Page, ...titles: string[]): Promise<void> {
  await page.waitForFunction(
    async (wanted) => {
      const registration = await navigator.serviceWorker.getRegistration();
      const shown = (await registration!.getNotifications()).map(({ title }) => title);
      return JSON.stringify(shown.sort()) === wanted;
    },
    { timeout: 30_000, polling: 50 },
    JSON.stringify(titles.sort()),
  );
}
