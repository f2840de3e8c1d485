import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startTestBackend, type Person, type TestBackend } from '../support/backend.ts';
import { createBrowser, readVapid, type Browser } from './push-crypto.ts';
import { startPushService, type PushService } from './push-service.ts';

let service: PushService;
let backend: TestBackend;

before(async () => {
  service = await startPushService();
  backend = await startTestBackend({ functions: { envFile: service.envFile }, seed: false });
});
// What did not start need not end.
after(async () => {
  await backend?.close();
  await service?.close();
});

/** Stores a browser of a person as the page does; answers its path at the push service, unless it is elsewhere. */
async function subscribe(person: Person, browser: Browser, endpoint?: string): Promise<string> {
  const path = `/${randomUUID()}`;
  const { error } = await person.client.rpc('nality_push_on', {
    id: randomUUID(),
    person: person.id,
    endpoint: endpoint ?? service.origin + path,
    keys: browser.keys,
  });
  assert.equal(error, null);
  return path;
}

async function notify(person: Person, values: object = {}): Promise<string> {
  const row = { user_id: person.id, title: 'News', ...values };
  const { data, error } = await backend.admin.from('user_notifications').insert(row).select('id').single();
  if (error) throw error;
  return (data as { id: string }).id;
}

const webhook = (id: unknown): object => ({
  type: 'INSERT',
  schema: 'public',
  table: 'user_notifications',
  record: { id, title: 'Forged', action_url: 'https://evil.example' },
});

async function call(body: unknown, headers: HeadersInit = { apikey: backend.keys.secret }) {
  const response = await fetch(`${backend.url}/functions/v1/push`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

/** Sends a notification; answers what became of it. */
async function send(id: string): Promise<Record<string, number>> {
  const { status, text } = await call(webhook(id));
  assert.equal(status, 200, text);
  assert.doesNotMatch(text, /https?:/);
  return JSON.parse(text) as Record<string, number>;
}

async function endpointsOf(person: Person): Promise<string[]> {
  const { data } = await person.client.from('push_subscriptions').select('endpoint');
  return (data ?? []).map(({ endpoint }) => endpoint as string);
}

const NOTHING = { sent: 0, gone: 0, refused: 0, failed: 0 };

test('what is sent is read with the keys of the browser, and with no others', async () => {
  const marie = await backend.createPerson('Marie');
  const browser = createBrowser();
  const path = await subscribe(marie, browser);
  const id = await notify(marie, { title: 'Irène commented', message: 'What a day!', action_url: '/#e1' });
  assert.deepEqual(await send(id), { ...NOTHING, sent: 1 });
  const [delivery, ...more] = service.at(path);
  assert.ok(delivery && more.length === 0);
  assert.deepEqual(JSON.parse(browser.decrypt(delivery.body)), {
    nality: 1,
    id,
    title: 'Irène commented',
    body: 'What a day!',
    url: '/#e1',
  });
  assert.throws(() => createBrowser().decrypt(delivery.body));
  assert.equal(delivery.headers['content-encoding'], 'aes128gcm');
  assert.equal(delivery.headers.ttl, '259200');
  assert.equal(delivery.headers['urgency'], 'normal');
  assert.equal(delivery.headers['topic'], id.replaceAll('-', ''));
});

test('of what it tells, kind, person and event go with it', async () => {
  const marie = await backend.createPerson('Marie');
  const browser = createBrowser();
  const path = await subscribe(marie, browser);
  const details = { actor: 'Irène', title: 'Radium', event_id: randomUUID() };
  await send(await notify(marie, { kind: 'comment', details }));
  const { kind, who, what } = JSON.parse(browser.decrypt(service.at(path)[0]!.body)) as Record<
    string,
    string
  >;
  assert.deepEqual([kind, who, what], ['comment', 'Irène', 'Radium']);
});

test('a message of a comment leads to the event and to the comment on it', async () => {
  const [marie, irene] = [await backend.createPerson('Marie'), await backend.createPerson('Irène')];
  const browser = createBrowser();
  const path = await subscribe(marie, browser);
  const [event, comment] = [randomUUID(), randomUUID()];
  const written = [
    await marie.client.from('life_events').insert({ id: event, title: 'Radium', start_date: '1898-12-26' }),
    await marie.client
      .from('timeline_shares')
      .insert({ owner_id: marie.id, grantee_kind: 'user', grantee_id: irene.id, level: 'comment' }),
    await irene.client.from('event_comments').insert({ id: comment, event_id: event, content: 'Bravo' }),
  ];
  for (const { error } of written) assert.equal(error, null);
  const { data } = await marie.client.from('user_notifications').select('id').eq('subject_id', comment);
  await send((data as { id: string }[])[0]!.id);
  const { url } = JSON.parse(browser.decrypt(service.at(path)[0]!.body)) as { url: string };
  assert.equal(url, `#nality-event-${event}&nality-comment-${comment}`);
});

test('the longest words of a notification are not too long for a push service', async () => {
  const marie = await backend.createPerson('Marie');
  const path = await subscribe(marie, createBrowser());
  const long = '„ü“'.repeat(500);
  await send(
    await notify(marie, {
      kind: 'comment',
      details: { actor: long, title: long },
      title: long.slice(0, 300),
      message: long,
      action_url: `/${'x'.repeat(990)}`,
    }),
  );
  const { length } = service.at(path)[0]!.body;
  assert.ok(length <= 4096, `${length} bytes`);
});

test('the sender signs for this push service, for less than a day', async () => {
  const marie = await backend.createPerson('Marie');
  const path = await subscribe(marie, createBrowser());
  await send(await notify(marie));
  const { claims, publicKey } = readVapid(service.at(path)[0]?.headers.authorization ?? '');
  assert.equal(publicKey, service.vapid.publicKey);
  assert.equal(claims['aud'], service.origin);
  assert.equal(claims['sub'], 'mailto:push@nality.test');
  const left = Number(claims['exp']) - Date.now() / 1000;
  assert.ok(left > 0 && left <= 24 * 60 * 60);
});

test('every browser of the person gets it, and nobody else’s', async () => {
  const [marie, irene] = [await backend.createPerson('Marie'), await backend.createPerson('Irène')];
  const paths = [await subscribe(marie, createBrowser()), await subscribe(marie, createBrowser())];
  const other = await subscribe(irene, createBrowser());
  assert.deepEqual(await send(await notify(marie)), { ...NOTHING, sent: 2 });
  assert.deepEqual(
    [...paths, other].map((path) => service.at(path).length),
    [1, 1, 0],
  );
});

test('a browser that is gone is forgotten, the others stay', async () => {
  const marie = await backend.createPerson('Marie');
  const [gone, lost, there] = [
    await subscribe(marie, createBrowser()),
    await subscribe(marie, createBrowser()),
    await subscribe(marie, createBrowser()),
  ];
  service.answers(gone, [410]);
  service.answers(lost, [404]);
  assert.deepEqual(await send(await notify(marie)), { ...NOTHING, sent: 1, gone: 2 });
  assert.deepEqual(await endpointsOf(marie), [service.origin + there]);
});

test('a push service that asks for a pause is asked again, three times at most, and the browser is kept', async () => {
  const marie = await backend.createPerson('Marie');
  const [busy, broken, closed] = [
    await subscribe(marie, createBrowser()),
    await subscribe(marie, createBrowser()),
    await subscribe(marie, createBrowser()),
  ];
  service.answers(busy, [429, { 'retry-after': '0' }], [201]);
  service.answers(broken, [503, { 'retry-after': '0' }]);
  service.answers(closed, [429, { 'retry-after': '3600' }]);
  assert.deepEqual(await send(await notify(marie)), { ...NOTHING, sent: 1, failed: 2 });
  assert.deepEqual(
    [busy, broken, closed].map((path) => service.at(path).length),
    [2, 3, 1],
  );
  assert.equal((await endpointsOf(marie)).length, 3);
});

test('a redirect is not followed', async () => {
  const marie = await backend.createPerson('Marie');
  const path = await subscribe(marie, createBrowser());
  service.answers(path, [307, { location: `${service.origin}/elsewhere` }]);
  assert.deepEqual(await send(await notify(marie)), { ...NOTHING, failed: 1 });
  assert.deepEqual([service.at(path).length, service.at('/elsewhere').length], [1, 0]);
});

test('whatever address a person stores, nothing is sent beyond the push services', async () => {
  const marie = await backend.createPerson('Marie');
  const { host } = new URL(service.origin);
  const hostile = [
    'https://169.254.169.254/latest/meta-data/iam',
    `https://localhost:${host.split(':')[1]}/here`,
    `https://push@${host}/here`,
    `https://fcm.googleapis.com@${host}/here`,
    'https://127.0.0.1/here',
  ];
  for (const endpoint of hostile) await subscribe(marie, createBrowser(), endpoint);
  assert.deepEqual(await send(await notify(marie)), { ...NOTHING, refused: hostile.length });
  assert.equal(service.at('/here').length, 0);
});

test('keys that are none keep nobody else from their message', async () => {
  const marie = await backend.createPerson('Marie');
  const path = await subscribe(marie, createBrowser());
  await subscribe(marie, { ...createBrowser(), keys: { p256dh: 'no', auth: 'key' } });
  assert.deepEqual(await send(await notify(marie)), { ...NOTHING, sent: 1, refused: 1 });
  assert.equal(service.at(path).length, 1);
});

test('what is read, expired or unknown is not sent', async () => {
  const marie = await backend.createPerson('Marie');
  const path = await subscribe(marie, createBrowser());
  const ids = [
    await notify(marie, { read: true }),
    await notify(marie, { expires_at: '2020-01-01T00:00:00Z' }),
    randomUUID(),
  ];
  for (const id of ids) assert.deepEqual(await send(id), NOTHING);
  assert.equal(service.at(path).length, 0);
});

test('nobody but the project itself can send', async () => {
  const marie = await backend.createPerson('Marie');
  const path = await subscribe(marie, createBrowser());
  const id = await notify(marie);
  const { publishable, anonJwt, serviceRoleJwt, secret } = backend.keys;
  const refused: Record<string, string>[] = [
    {},
    { apikey: publishable },
    { apikey: publishable, authorization: `Bearer ${marie.accessToken}` },
    { authorization: `Bearer ${anonJwt}` },
    { apikey: `${secret}x` },
  ];
  for (const headers of refused) assert.equal((await call(webhook(id), headers)).status, 401);
  assert.equal(service.at(path).length, 0);
  assert.equal((await call(webhook(id), { authorization: `Bearer ${serviceRoleJwt}` })).status, 200);
  assert.equal(service.at(path).length, 1);
});

test('what is no webhook for a new notification is refused', async () => {
  for (const body of [
    null,
    [],
    'text',
    { ...webhook(randomUUID()), type: 'UPDATE' },
    { ...webhook(randomUUID()), table: 'users' },
    webhook('1'),
    webhook('x&select=*'),
  ])
    assert.equal((await call(body)).status, 400, JSON.stringify(body));
});

test('a push service of tests that is set outside of tests stops the function', async () => {
  const marie = await backend.createPerson('Marie');
  const path = await subscribe(marie, createBrowser());
  await service.configure({ PUSH_TEST: '' });
  const { status, text } = await call(webhook(await notify(marie)));
  await service.configure();
  assert.equal(status, 500);
  assert.match(text, /for tests only/);
  assert.equal(service.at(path).length, 0);
});

test('a function without its keys says which one is missing', async () => {
  await service.configure({ VAPID_PRIVATE_KEY: '' });
  const { status, text } = await call(webhook(randomUUID()));
  await service.configure();
  assert.equal(status, 500);
  assert.match(text, /VAPID_PRIVATE_KEY is not set/);
});
