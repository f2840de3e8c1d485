import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { createBrowser } from '../functions/push-crypto.ts';
import { startTestBackend, type Person, type TestBackend } from '../support/backend.ts';
import { becomes, openPushStage, type PushStage } from './push-stage.ts';

/*
 * A tab that nobody looks at, in a browser that has push. Nothing is ever sent here unless a test delivers it: as where the sender
 * was not set up.
 */

const keys = createBrowser();

let backend: TestBackend;
let marie: Person;
let stage: PushStage;
let inbox: Page;
let front: Page;

before(async () => {
  backend = await startTestBackend({ seed: false });
  marie = await backend.createPerson('Marie');
  stage = await openPushStage({
    url: backend.url,
    key: backend.keys.publishable,
    token: marie.accessToken,
    person: marie.id,
    vapidKey: VAPID_KEY,
    subscription: { base: 'https://push.test', keys: keys.keys },
  });
  inbox = await stage.open('/inbox');
  await inbox.click('#on');
  await becomes(inbox, /on/);
  await inbox.evaluate(watchNotices);
  await inbox.waitForFunction(() => document.documentElement.dataset.inbox === 'live');
  front = await stage.open();
  await front.bringToFront();
  await inbox.waitForFunction(() => document.visibilityState === 'hidden', { polling: 50 });
});
after(async () => {
  await stage?.close();
  await backend?.close();
});

/** The public key of nobody: what is shown to the browser's stub, which asks no push service. */
const VAPID_KEY = `B${'A'.repeat(86)}`;

/** Notes what this page lets the system show. */
function watchNotices(): void {
  const shown: string[] = [];
  class Notice {
    static readonly permission = 'granted';
    constructor(title: string) {
      shown.push(title);
    }
    close(): void {}
  }
  Object.assign(self, { Notification: Notice, shown });
}

async function write(title: string): Promise<string> {
  const row = { user_id: marie.id, title };
  const { data } = await backend.admin.from('user_notifications').insert(row).select('id').single();
  return (data as { id: string }).id;
}

/** Waits until the page has shown one of this title, ten seconds after it came; answers all that it has shown. */
async function shownByPage(title: string): Promise<readonly string[]> {
  const all = (): readonly string[] => (self as unknown as { shown: string[] }).shown;
  await inbox.waitForFunction(
    (wanted) => (self as unknown as { shown: string[] }).shown.includes(wanted),
    { timeout: 40_000, polling: 50 },
    title,
  );
  return inbox.evaluate(all);
}

test('what is not sent a hidden page shows by itself, and what is sent then is not shown again', async () => {
  const id = await write('Never sent');
  assert.deepEqual(await shownByPage('Never sent'), ['Never sent']);
  await stage.deliver(front, { nality: 1, id, title: 'Never sent' });
  await stage.deliver(front, { nality: 1, id: randomUUID(), title: 'Later' });
  await stage.shows(front, 'Later');
});

test('what is sent the service worker shows, and no page', async () => {
  const id = await write('Sent');
  await stage.deliver(front, { nality: 1, id, title: 'Sent' });
  await stage.shows(front, 'Later', 'Sent');
  await write('Not sent');
  assert.deepEqual(await shownByPage('Not sent'), ['Never sent', 'Not sent']);
  assert.deepEqual(stage.errors, []);
});
