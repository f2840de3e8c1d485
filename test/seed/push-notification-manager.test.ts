import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { commentsFeature, NalityError, type Push, type PushOptions } from '../../src/core/index.ts';
import { createVapidKeys } from '../../src/local/cli/vapid.ts';
import { shownOf } from '../../src/push-worker/message.ts';
import { clickTarget } from '../../src/push-worker/urls.ts';
import { createBrowser } from '../functions/push-crypto.ts';
import { startPushService, type Delivery, type PushService } from '../functions/push-service.ts';
import type { Person } from '../support/backend.ts';
import { fakePushDevice, type FakePushDevice } from '../support/fake-push-device.ts';
import { nodeEnvironment } from '../support/node-environment.ts';
import { until } from '../support/until.ts';
import { openFamily, type Family } from './family.ts';

let service: PushService;
let family: Family;
before(async () => {
  service = await startPushService();
  family = await openFamily({ functions: { envFile: service.envFile } });
});
// What did not start need not end.
after(async () => {
  await family?.close();
  await service?.close();
});

const KEY = createVapidKeys().publicKey;
const SITE = 'https://family.example/app/';

/** A browser of somebody’s, with web push. */
interface Browser {
  readonly person: Person;
  readonly device: FakePushDevice;
  readonly push: Push;
  /** The service workers that were asked for. */
  readonly workers: (string | undefined)[];
  /** What the page’s own server was told: the path with its method, the token, and the body. */
  readonly told: (readonly [request: string, token: string | null, body: unknown])[];
}

async function open(options: Partial<PushOptions> = {}): Promise<Browser> {
  const person = await family.backend.createPerson('Marie');
  const device = fakePushDevice();
  const workers: Browser['workers'] = [];
  const told: Browser['told'][number][] = [];
  const environment = nodeEnvironment();
  const seat = await family.sit(person, {
    environment: {
      ...environment,
      async pushDevice(worker) {
        workers.push(worker);
        return device;
      },
      async fetch(input, init) {
        if (!String(input).startsWith('/')) return environment.fetch(input, init);
        const { method, headers, body } = init!;
        const token = new Headers(headers).get('authorization');
        told.push([`${method} ${String(input)}`, token, JSON.parse(String(body))]);
        return new Response(null, { status: 204 });
      },
    },
  });
  const push = await seat.core.push({ vapidKey: KEY, ...options }, seat.end.signal);
  await until(push.status, ({ name }) => name !== 'loading');
  return { person, device, push, workers, told };
}

/** What the database has of somebody’s browsers, as the service sees it. */
const stored = async ({ person }: Browser) =>
  (
    await family.backend.admin
      .from('push_subscriptions')
      .select('user_id,endpoint,keys')
      .eq('user_id', person.id)
  ).data!;

/** Irène comments on an event of hers. */
async function ireneComments(marie: Person): Promise<{ event: string; comment: string }> {
  const irene = await family.backend.createPerson('Irène');
  await family.share(marie, irene, 'comment');
  const event = crypto.randomUUID();
  const row = { id: event, user_id: marie.id, title: 'Radium', start_date: '1898-12-26' };
  assert.equal((await marie.client.from('life_events').insert(row)).error, null);
  const { core, end } = await family.sit(irene);
  const comments = core.use(commentsFeature, event, end.signal);
  await until(comments.phase, ({ name }) => name === 'live');
  const comment = comments.add({ content: 'It glowed.' });
  await until(core.outbox.status, ({ pending }) => pending === 0);
  return { event, comment };
}

/** Calls the function with the newest notification of a person, as the database does in a hosted project. */
async function pushNews({ client }: Person): Promise<unknown> {
  const { data: record } = await client.from('user_notifications').select('id').single();
  const { url, keys } = family.backend;
  const answer = await fetch(`${url}/functions/v1/push`, {
    method: 'POST',
    headers: { apikey: keys.secret },
    body: JSON.stringify({ type: 'INSERT', table: 'user_notifications', record }),
  });
  return answer.json();
}

describe('PushNotificationManager', () => {
  it('setupServiceWorker: the page’s worker is the one that is taken, and nobody is asked before they wish it', async () => {
    const browser = await open({ worker: '/sw.js' });
    assert.deepEqual(browser.workers, ['/sw.js']);
    assert.deepEqual([browser.push.status.get().name, browser.device.asked], ['off', 0]);
    assert.deepEqual(await stored(browser), []);
  });

  it('subscribeToPush: the subscription is stored as mine, and nobody else sees, changes or takes it', async () => {
    const browser = await open();
    assert.equal((await browser.push.enable()).name, 'on');
    const { endpoint, keys } = browser.device.current!;
    const row = { user_id: browser.person.id, endpoint, keys };
    assert.deepEqual(await stored(browser), [row]);
    const own = await browser.person.client.from('push_subscriptions').select('endpoint');
    assert.deepEqual(own.data, [{ endpoint }]);
    const { client } = await family.backend.createPerson('Eve');
    assert.deepEqual((await client.from('push_subscriptions').select()).data, []);
    await client.from('push_subscriptions').delete().eq('endpoint', endpoint);
    const forged = { ...row, endpoint: 'https://fcm.googleapis.com/fcm/send/eve' };
    assert.equal((await client.from('push_subscriptions').insert(forged)).error?.code, '42501');
    assert.deepEqual(await stored(browser), [row]);
  });

  it('subscribeToPush: what the browser refuses is told with its reason, and nothing is stored', async () => {
    const browser = await open();
    browser.device.fault = new NalityError('server', 'The push service does not answer.');
    const status = await browser.push.enable();
    assert.equal(status.name === 'failed' && status.error.code, 'server');
    assert.deepEqual(await stored(browser), []);
    browser.device.answer = browser.device.now = 'denied';
    assert.equal((await browser.push.enable()).name, 'denied');
  });

  it('unsubscribe: turned off, the browser has no subscription and the database no row', async () => {
    const browser = await open();
    await browser.push.enable();
    assert.equal((await browser.push.disable()).name, 'off');
    assert.equal(browser.device.current, undefined);
    assert.deepEqual(await stored(browser), []);
  });

  it('urlBase64ToUint8Array: the key is base64url of a point, given to the browser as it is; another is a mistake', async () => {
    const browser = await open();
    await browser.push.enable();
    assert.equal(browser.device.current!.vapidKey, KEY);
    const bytes = Buffer.from(KEY, 'base64url');
    assert.deepEqual([bytes.length, bytes[0], KEY.length], [65, 4, 87]);
    for (const vapidKey of [KEY.slice(1), `${KEY.slice(0, -1)}+`]) {
      const wrong = await open({ vapidKey });
      const status = await wrong.push.enable();
      assert.equal(status.name === 'failed' && status.error.code, 'config', vapidKey);
      assert.deepEqual(await stored(wrong), []);
    }
  });

  it('sendSubscriptionToServer: a server of the page’s own gets it with the person’s token, and the project does not', async () => {
    const browser = await open({ endpoint: '/api/push-subscription' });
    await browser.push.enable();
    const { vapidKey: _, ...subscription } = browser.device.current!;
    const token = `Bearer ${browser.person.accessToken}`;
    const body = { subscription, user_id: browser.person.id };
    assert.deepEqual(browser.told, [['POST /api/push-subscription', token, body]]);
    await browser.push.disable();
    assert.deepEqual(browser.told[1], ['DELETE /api/push-subscription', token, body]);
    assert.deepEqual(await stored(browser), []);
  });

  it('sendSubscriptionToServer: the token goes to no other server', async () => {
    const browser = await open();
    for (const endpoint of ['https://evil.example/', '//evil.example/'])
      await assert.rejects(open({ endpoint }), { code: 'config' }, endpoint);
    assert.deepEqual(browser.told, []);
  });

  it('push, notificationclick: what another person does reaches my browser, sealed for it alone, is shown in words, and leads there', async () => {
    const browser = await open({ vapidKey: service.vapid.publicKey });
    const { person: marie, device, push } = browser;
    const { keys, decrypt } = createBrowser();
    const endpoint = `${service.origin}/marie`;
    device.subscribe = async (vapidKey) =>
      (device.current = { endpoint, expirationTime: null, keys, vapidKey });
    assert.equal((await push.enable()).name, 'on');
    const { event, comment } = await ireneComments(marie);
    assert.deepEqual(await pushNews(marie), { sent: 1, gone: 0, refused: 0, failed: 0 });
    const [{ body }, ...more] = service.at('/marie') as [Delivery, ...Delivery[]];
    assert.deepEqual(more, []);
    assert.throws(() => createBrowser().decrypt(body));
    const shown = shownOf(decrypt(body), {}, SITE, 'en')!;
    assert.deepEqual([shown.title, shown.options.body], ['Irène commented on “Radium”', 'It glowed.']);
    assert.equal(
      clickTarget(shown.options.data.url, { home: '/family' }, SITE),
      `https://family.example/family#nality-event-${event}&nality-comment-${comment}`,
    );
  });

  it('push: a message of ours is shown as text, once per notification; one of the site’s own is left to it', () => {
    const message = { nality: 1, id: 'n1', title: '<b>Irène</b> commented', body: 'Oh!', url: '/#e1' };
    assert.deepEqual(shownOf(JSON.stringify(message), {}, SITE), {
      title: '<b>Irène</b> commented',
      options: { body: 'Oh!', tag: 'n1', data: { nality: true, url: '/#e1' } },
    });
    assert.equal(shownOf('{"title":"Your parcel"}', {}, SITE), undefined);
  });

  it('notificationclick: opens addresses of the site and of origins that it allows, else the site’s own page', () => {
    const settings = { origins: ['https://photos.example'], home: '/family' };
    const opens = (url: unknown): string => clickTarget(url, settings, SITE);
    assert.equal(opens('/timeline#e1'), 'https://family.example/timeline#e1');
    assert.equal(opens('https://photos.example/1'), 'https://photos.example/1');
    for (const url of [
      'https://evil.example/',
      '//evil.example/',
      'javascript:alert(1)',
      'data:text/html,x',
      7,
    ])
      assert.equal(opens(url), 'https://family.example/family', String(url));
  });
});
