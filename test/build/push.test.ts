import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { createBrowser } from '../functions/push-crypto.ts';
import { startPushService, type PushService } from '../functions/push-service.ts';
import { startTestBackend, type Person, type TestBackend } from '../support/backend.ts';
import { waitUntil } from '../support/wait-until.ts';
import { becomes, openPushStage, type PushStage } from './push-stage.ts';

/** The keys that the browser would have made. */
const keys = createBrowser();

let service: PushService;
let backend: TestBackend;
let marie: Person;
let stage: PushStage;
let page: Page;

before(async () => {
  service = await startPushService();
  backend = await startTestBackend({ functions: { envFile: service.envFile }, seed: false });
  marie = await backend.createPerson('Marie');
  stage = await openPushStage({
    url: backend.url,
    key: backend.keys.publishable,
    token: marie.accessToken,
    person: marie.id,
    vapidKey: service.vapid.publicKey,
    subscription: { base: service.origin, keys: keys.keys },
  });
  page = await stage.open();
});
// What did not start need not end.
after(async () => {
  await stage?.close();
  await backend?.close();
  await service?.close();
});
afterEach(async () => {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    for (const shown of (await registration?.getNotifications()) ?? []) shown.close();
  });
  assert.deepEqual(stage.errors.splice(0), []);
});

async function endpoints(): Promise<string[]> {
  const { data } = await marie.client.from('push_subscriptions').select('endpoint');
  return (data ?? []).map(({ endpoint }) => endpoint as string);
}

/** What the function sends for a new notification, as it arrives at the push service. */
async function sent(title: string): Promise<string> {
  const row = { user_id: marie.id, title, message: 'What a day!', action_url: '/family#e1' };
  const { data } = await backend.admin.from('user_notifications').insert(row).select('id').single();
  const answer = await fetch(`${backend.url}/functions/v1/push`, {
    method: 'POST',
    headers: { apikey: backend.keys.secret },
    body: JSON.stringify({ type: 'INSERT', table: 'user_notifications', record: data }),
  });
  assert.deepEqual(await answer.json(), { sent: 1, gone: 0, refused: 0, failed: 0 });
  const [endpoint = ''] = await endpoints();
  return keys.decrypt(service.at(new URL(endpoint).pathname).at(-1)!.body);
}

/** Clicks the one notification that is shown; answers what the worker opened, and the path of what it brought to light. */
async function click(): Promise<string[]> {
  const worker = await stage.worker();
  return worker.evaluate(async () => {
    const { registration, clients, WindowClient } = self as unknown as {
      registration: ServiceWorkerRegistration;
      clients: { openWindow(url: string): Promise<null> };
      WindowClient: { prototype: { readonly url: string; focus(): Promise<unknown> } };
    };
    const opened: string[] = [];
    // A browser opens windows, and brings them to light, only for clicks of a person.
    clients.openWindow = async (url) => (opened.push(url), null);
    WindowClient.prototype.focus = async function focus() {
      opened.push(new URL(this.url).pathname);
      return this;
    };
    const [notification] = await registration.getNotifications();
    const Click = (self as unknown as { NotificationEvent: new (type: string, init: object) => Event })
      .NotificationEvent;
    const event = new Click('notificationclick', { notification });
    const work: Promise<unknown>[] = [];
    Object.defineProperty(event, 'waitUntil', { value: (promise: Promise<unknown>) => work.push(promise) });
    self.dispatchEvent(event);
    await Promise.all(work);
    return opened;
  });
}

test('a click subscribes, the function encrypts, and the service worker shows what it sent', async () => {
  assert.equal(await page.evaluate(() => document.documentElement.dataset.push), 'off');
  await page.click('#on');
  await becomes(page, /on/);
  const [endpoint, ...more] = await endpoints();
  assert.ok(endpoint?.startsWith(service.origin) && more.length === 0);
  await stage.deliver(page, await sent('Irène commented'));
  await stage.shows(page, 'Irène commented');
});

test('a later page finds it on', async () => {
  const before = await endpoints();
  const later = await stage.open();
  await becomes(later, /on/);
  await later.close();
  assert.deepEqual(await endpoints(), before);
});

test('over two tabs, and when it comes twice, there is one notification', async () => {
  const second = await stage.open();
  const message = { nality: 1, id: randomUUID(), title: 'Once' };
  await stage.deliver(page, message);
  await stage.shows(page, 'Once');
  await stage.deliver(second, message);
  await stage.deliver(page, { nality: 1, id: randomUUID(), title: 'Later' });
  await stage.shows(page, 'Later', 'Once');
  await second.close();
});

test('what a visible page shows by itself the system does not show', async () => {
  await page.bringToFront();
  const id = randomUUID();
  await page.evaluate((shows) => (self as unknown as { inPage: Set<string> }).inPage.add(shows), id);
  await stage.deliver(page, { nality: 1, id, title: 'In the page' });
  await stage.deliver(page, { nality: 1, id: randomUUID(), title: 'By the system' });
  await stage.shows(page, 'By the system');
});

test('Safari, which punishes silence, is shown it and closed at once', async () => {
  const worker = await stage.worker();
  await worker.evaluate(() => {
    const { registration } = self as unknown as { registration: ServiceWorkerRegistration };
    const show = registration.showNotification.bind(registration);
    const silent: unknown[] = [];
    Object.assign(self, { silent });
    registration.showNotification = (title, options) => (silent.push(options?.silent), show(title, options));
    const value = 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1';
    Object.defineProperty(navigator, 'userAgent', { value, configurable: true });
  });
  const id = randomUUID();
  await page.evaluate((shows) => (self as unknown as { inPage: Set<string> }).inPage.add(shows), id);
  await stage.deliver(page, { nality: 1, id, title: 'In the page' });
  await stage.deliver(page, { nality: 1, id: randomUUID(), title: 'By the system' });
  await stage.shows(page, 'By the system');
  const silent = await worker.evaluate(() => {
    Reflect.deleteProperty(navigator, 'userAgent');
    return (self as unknown as { silent: unknown[] }).silent;
  });
  assert.deepEqual(silent, [true, null]);
});

test('markup in a message is text, and its address opens nothing but the site', async () => {
  const title = '<img src=x onerror=alert(1)>';
  for (const [url, opened] of [
    ['javascript:alert(1)', '/family'],
    ['https://evil.example/', '/family'],
    ['//evil.example/', '/family'],
    ['/family#e1', '/family#e1'],
  ]) {
    await stage.deliver(page, {
      nality: 1,
      id: randomUUID(),
      title,
      url,
      icon: 'https://evil.example/x.png',
    });
    await stage.shows(page, title);
    assert.deepEqual(await click(), [stage.origin + opened], url);
    await stage.shows(page);
  }
});

test('a click opens an origin that the site allows', async () => {
  await stage.deliver(page, {
    nality: 1,
    id: randomUUID(),
    title: 'A picture',
    url: 'https://photos.example/1',
  });
  await stage.shows(page, 'A picture');
  assert.deepEqual(await click(), ['https://photos.example/1']);
});

test('a click on a place in a page goes there in the page that is open, which loses nothing', async () => {
  const family = await stage.open('/family');
  await family.evaluate(() => Object.assign(self, { typed: 'half a sentence' }));
  await stage.deliver(page, { nality: 1, id: randomUUID(), title: 'A place', url: '#nality-event-1' });
  await stage.shows(page, 'A place');
  assert.deepEqual(await click(), ['/family']);
  await family.waitForFunction(() => location.hash === '#nality-event-1');
  assert.equal(await family.evaluate(() => (self as unknown as { typed?: string }).typed), 'half a sentence');
  assert.equal(await page.evaluate(() => location.hash), '');
  await family.close();
  await stage.deliver(page, { nality: 1, id: randomUUID(), title: 'A place', url: '#nality-event-1' });
  await stage.shows(page, 'A place');
  assert.deepEqual(await click(), [`${stage.origin}/family#nality-event-1`]);
});

test('a click marks nothing as read', async () => {
  await stage.deliver(page, await sent('Unread'));
  await stage.shows(page, 'Unread');
  await click();
  const { data } = await marie.client.from('user_notifications').select('read').eq('title', 'Unread');
  assert.deepEqual(data, [{ read: false }]);
});

test('what cannot be read is shown nevertheless, what is the site’s own is left to the site', async () => {
  await stage.deliver(page, { parcel: 'has come' });
  await stage.deliver(page, 'no json');
  await stage.shows(page, 'New notification');
});

/** The browser has changed the subscription to that of a path; answers what the service worker asks it for then. */
async function change(path: string, how: { key?: string; isNew?: true; fails?: true } = {}) {
  await page.evaluate((endpoint) => {
    const [, key] = localStorage.getItem('stub-of-subscribe')!.split(' ');
    localStorage.setItem('stub-of-subscribe', `${endpoint} ${key}`);
  }, service.origin + path);
  const worker = await stage.worker();
  return worker.evaluate(async ({ key, isNew, fails }) => {
    const asked: unknown[] = [];
    PushManager.prototype.subscribe = async (options) => {
      const { userVisibleOnly, applicationServerKey } = options!;
      const said = new TextDecoder().decode(applicationServerKey as ArrayBuffer);
      asked.push([userVisibleOnly, said]);
      if (fails) throw new DOMException('Not now.', 'AbortError');
      return {} as PushSubscription;
    };
    const applicationServerKey = key === undefined ? null : new TextEncoder().encode(key).buffer;
    const work: Promise<unknown>[] = [];
    const event = Object.assign(new Event('pushsubscriptionchange'), {
      oldSubscription: key === undefined ? null : { options: { applicationServerKey } },
      newSubscription: isNew ? {} : null,
      waitUntil: (promise: Promise<unknown>) => work.push(promise),
    });
    self.dispatchEvent(event);
    await Promise.all(work);
    return asked;
  }, how);
}

function isStored(path: string): Promise<void> {
  return waitUntil(async () => {
    assert.deepEqual(await endpoints(), [service.origin + path]);
    return true;
  }, `${path} was never stored`);
}

test('a subscription that the browser has changed is stored by the page that is open', async () => {
  assert.deepEqual(await change('/changed'), []);
  await isStored('/changed');
  assert.deepEqual(await change('/replaced', { key: 'Bkey', isNew: true }), [], 'there is one already');
  await isStored('/replaced');
});

test('a subscription that the browser has taken away the service worker asks for again, by the same key', async () => {
  assert.deepEqual(await change('/renewed', { key: 'Bkey' }), [[true, 'Bkey']]);
  await isStored('/renewed');
  assert.deepEqual(await change('/later', { key: 'Bkey', fails: true }), [[true, 'Bkey']]);
  await isStored('/later');
});

test('the service worker has no say in the site’s requests', async () => {
  const worker = await stage.worker();
  const source = await worker.evaluate(async () => (await fetch('/push-worker.js')).text());
  assert.doesNotMatch(source, /["'`]fetch["'`]|onfetch|respondWith/);
});

test('no service worker of another origin is registered, and none that is not named', async () => {
  const fresh = await stage.openAnew();
  const codes = await fresh.evaluate(async (key) => {
    const { Nality } = self as unknown as { Nality: typeof import('../../src/index.ts') };
    const paths = [
      'https://evil.example/sw.js',
      '//evil.example/sw.js',
      'data:text/javascript,1',
      '/missing.js',
      undefined,
    ];
    const found: unknown[] = [];
    for (const path of paths) {
      const device = await Nality.browserEnvironment().pushDevice(path);
      found.push(await device.subscribe(key).catch((error: unknown) => (error as { code?: string }).code));
    }
    return [...found, (await navigator.serviceWorker.getRegistrations()).length];
  }, service.vapid.publicKey);
  assert.deepEqual(codes, ['config', 'config', 'config', 'config', 'config', 0]);
  // The browser itself tells of the script that is missing.
  assert.match(stage.errors.splice(0).join(), /missing\.js|404/);
});
