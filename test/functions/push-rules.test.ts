import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pushAddress } from '../../supabase/functions/push/endpoint.ts';
import { messageOf, type Notification } from '../../supabase/functions/push/message.ts';
import { ATTEMPTS, pauseBefore } from '../../supabase/functions/push/pauses.ts';
import { readSettings } from '../../supabase/functions/push/settings.ts';
import { createBrowser } from './push-crypto.ts';

const NOW = Date.UTC(2026, 0, 1);
const NOTIFICATION: Notification = {
  id: '0b5b3f4e-6f0c-4f0a-9d5b-0123456789ab',
  user_id: 'marie',
  type: 'info',
  title: 'Irène commented',
  message: 'What a day!',
  action_url: '/timeline#e1',
  kind: null,
  details: {},
  expires_at: null,
  read: false,
  deleted_at: null,
};
const of = (values: Partial<Notification>) => messageOf({ ...NOTIFICATION, ...values }, NOW);

test('the decryption of these tests reads the example of RFC 8291', () => {
  const browser = createBrowser({
    privateKey: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  });
  const body =
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml' +
    'mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT' +
    'pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN';
  assert.equal(browser.decrypt(Buffer.from(body, 'base64url')), 'When I grow up, I want to be a watermelon');
});

test('the push services of the browsers are known', () => {
  for (const endpoint of [
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://eu.push.services.mozilla.com/wpush/v2/abc',
    'https://db5p.notify.windows.com/w/?token=abc',
    'https://web.push.apple.com/abc',
  ])
    assert.equal(pushAddress(endpoint)?.href, endpoint);
});

test('everything else is refused: other hosts, schemes, ports and user names', () => {
  for (const endpoint of [
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://push.test/',
    'http://fcm.googleapis.com/x',
    'file:///etc/passwd',
    'https://fcm.googleapis.com:8443/x',
    'https://user@fcm.googleapis.com/x',
    'https://fcm.googleapis.com@evil.example/x',
    'https://fcm.googleapis.com.evil.example/x',
    'https://evilfcm.googleapis.com/x',
    'https://evil.example/fcm.googleapis.com',
    'https://evilpush.apple.com/x',
    'https://push.apple.com.evil.example/x',
    'https://evil.example\\@web.push.apple.com/x',
    'https://notify.windows.com/x',
    'not an address',
    '',
  ])
    assert.equal(pushAddress(endpoint), undefined, endpoint);
});

test('the list is extended by an origin, whole', () => {
  const more = ['https://127.0.0.1:9'];
  assert.ok(pushAddress('https://127.0.0.1:9/a', more));
  for (const endpoint of ['https://127.0.0.1:99/a', 'http://127.0.0.1:9/a', 'https://x@127.0.0.1:9/a'])
    assert.equal(pushAddress(endpoint, more), undefined, endpoint);
});

test('it can be extended in tests only', () => {
  const variables = {
    SUPABASE_URL: 'http://127.0.0.1',
    SUPABASE_SERVICE_ROLE_KEY: 'secret',
    VAPID_SUBJECT: 'mailto:a@b.test',
    VAPID_PUBLIC_KEY: 'B',
    VAPID_PRIVATE_KEY: 'p',
  };
  const PUSH_TEST_SERVICES = 'https://127.0.0.1:9';
  assert.deepEqual(readSettings(variables).more, []);
  assert.deepEqual(readSettings({ ...variables, PUSH_TEST: 'yes' }).more, []);
  assert.throws(() => readSettings({ ...variables, PUSH_TEST_SERVICES }), /for tests only/);
  assert.throws(() => readSettings({ ...variables, PUSH_TEST_SERVICES, PUSH_TEST: '' }), /for tests only/);
  assert.deepEqual(readSettings({ ...variables, PUSH_TEST_SERVICES, PUSH_TEST: 'yes' }).more, [
    PUSH_TEST_SERVICES,
  ]);
});

test('a message carries id, texts and address, and replaces an earlier one of its notification', () => {
  assert.deepEqual(of({}), {
    data: {
      nality: 1,
      id: NOTIFICATION.id,
      title: 'Irène commented',
      body: 'What a day!',
      url: '/timeline#e1',
    },
    options: { ttl: 259_200, urgency: 'normal', topic: '0b5b3f4e6f0c4f0a9d5b0123456789ab' },
  });
  assert.equal(of({ action_url: null })?.data.url, undefined);
});

test('errors and warnings wake a sleeping device', () => {
  const urgencies = (['info', 'success', 'warning', 'error'] as const).map(
    (type) => of({ type })?.options.urgency,
  );
  assert.deepEqual(urgencies, ['normal', 'normal', 'high', 'high']);
});

test('what is read, deleted or expired is not sent, and nothing is kept longer than it matters', () => {
  const at = (ms: number): string => new Date(NOW + ms).toISOString();
  assert.equal(of({ read: true }), undefined);
  assert.equal(of({ deleted_at: at(-1) }), undefined);
  assert.equal(of({ expires_at: at(-1) }), undefined);
  assert.equal(of({ expires_at: at(60_000) })?.options.ttl, 60);
  assert.equal(of({ expires_at: at(1e12) })?.options.ttl, 259_200);
});

test('every notification that the table takes fits into a message', () => {
  for (const letter of ['x', 'é', '字', '🎂', '"', '\u0001']) {
    const fill = (length: number): string => letter.repeat(length / letter.length);
    const data = of({ title: fill(300), message: fill(2000), action_url: `/${fill(2000)}` })?.data;
    assert.ok(data && Buffer.byteLength(JSON.stringify(data)) <= 3900, letter);
    const whole = new RegExp(`^(${letter})+…?$`, 'u');
    assert.match(data.title, whole);
    assert.match(data.body, whole);
  }
});

test('a message is sent again where that may help, a bounded number of times', () => {
  const pause = (attempt: number, status?: number, retryAfter: string | null = null) =>
    pauseBefore(attempt, status, retryAfter, NOW);
  assert.deepEqual([pause(1, 503), pause(2, 429), pause(1)], [1000, 2000, 1000]);
  for (const status of [400, 401, 403, 404, 410, 413, 301]) assert.equal(pause(1, status), undefined);
  assert.equal(pause(ATTEMPTS, 503), undefined);
});

test('what a push service asks for in Retry-After is kept, or the message given up', () => {
  const pause = (retryAfter: string) => pauseBefore(1, 429, retryAfter, NOW);
  assert.deepEqual([pause('0'), pause('7'), pause('20')], [0, 7000, 20_000]);
  assert.equal(pause(new Date(NOW + 5000).toUTCString()), 5000);
  assert.equal(pause(new Date(NOW - 5000).toUTCString()), 0);
  assert.equal(pause('3600'), undefined);
  assert.equal(pause('soon'), 1000);
});
