import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announcementOf, type UserNotification } from '../../../src/core/features/notification.ts';
import { systemNotices } from '../../../src/core/features/system-notices.ts';
import { fakeEnvironment, type FakeEnvironment } from '../../support/fake-environment.ts';

const NOW = Date.UTC(1898, 11, 26);

function news(id: string): UserNotification {
  return { ...announcementOf({ title: `News ${id}`, message: 'Radium!' }, 'me', NOW)!, id };
}

interface Tab {
  environment: FakeEnvironment;
  offer: (rows: readonly UserNotification[]) => void;
  clicked: string[];
  end: AbortController;
}

function openTab(
  environment: FakeEnvironment,
  visible = false,
  isPushed: (row: UserNotification) => boolean = () => false,
): Tab {
  const clicked: string[] = [];
  const end = new AbortController();
  environment.visible.set(visible);
  const options = {
    isPushed,
    titleOf: ({ title }: UserNotification) => `In its words: ${title}`,
    onClick: ({ id }: UserNotification) => clicked.push(id),
  };
  const { offer } = systemNotices(environment, options, end.signal);
  return { environment, offer, clicked, end };
}

/** Two tabs of one browser, in which the person has allowed notifications. */
function pair(visible: [boolean, boolean] = [false, false]): { one: Tab; two: Tab } {
  const environment = fakeEnvironment();
  environment.notices.allowed = 'granted';
  return { one: openTab(environment, visible[0]), two: openTab(environment.anotherTab(), visible[1]) };
}

test('what comes while no tab is looked at is shown by the system, once for all tabs', async () => {
  const { one, two } = pair();
  const { notices } = one.environment;
  one.offer([news('a')]);
  await one.environment.advance(300);
  two.offer([news('a')]);
  await one.environment.advance(5_000);
  assert.equal(notices.times, 1);
  const shown = notices.shown.get('a');
  assert.deepEqual([shown?.title, shown?.body, shown?.tag], ['In its words: News a', 'Radium!', 'a']);
});

test('what a person can see in one tab is not shown by the system for another', async () => {
  for (const visible of [true, false]) {
    const { one, two } = pair([visible, !visible]);
    for (const { offer } of [one, two]) offer([news('a')]);
    await one.environment.advance(5_000);
    assert.equal(one.environment.notices.times, 0);
  }
});

test('whoever comes back within a second sees it in the page', async () => {
  const { one } = pair();
  one.offer([news('a')]);
  await one.environment.advance(500);
  one.environment.visible.set(true);
  await one.environment.advance(5_000);
  assert.equal(one.environment.notices.times, 0);
});

/** What the service worker says when a push message comes; answers whether a tab says that it has shown it. */
async function push(environment: FakeEnvironment, id: string): Promise<boolean> {
  const end = new AbortController();
  let answered = false;
  const say = environment
    .anotherTab()
    .openLine('nality:notices', (said) => (answered ||= said === id), end.signal);
  say(`push ${id}`);
  await environment.advance(0);
  end.abort();
  return answered;
}

test('what push brings is left to the service worker, however late that is turned on', async () => {
  const environment = fakeEnvironment();
  environment.notices.allowed = 'granted';
  const pushed = new Set<string>();
  const tab = openTab(environment, false, ({ id }) => pushed.has(id));
  tab.offer([news('a'), news('b')]);
  pushed.add('a');
  await environment.advance(9_000);
  assert.equal(await push(environment, 'a'), false);
  await environment.advance(60_000);
  assert.deepEqual([...environment.notices.shown.keys()], ['b']);
});

test('a push message may also come before the news itself', async () => {
  const environment = fakeEnvironment();
  environment.notices.allowed = 'granted';
  const tab = openTab(environment, false, () => true);
  assert.equal(await push(environment, 'a'), false);
  tab.offer([news('a')]);
  await environment.advance(60_000);
  assert.equal(environment.notices.times, 0);
});

test('what push does not bring is shown after a while by one of the tabs, and is not when it comes then', async () => {
  const environment = fakeEnvironment();
  environment.notices.allowed = 'granted';
  const tabs = [environment, environment.anotherTab()].map((one) => openTab(one, false, () => true));
  for (const { offer } of tabs) offer([news('a')]);
  await environment.advance(60_000);
  assert.deepEqual([environment.notices.times, [...environment.notices.shown.keys()]], [1, ['a']]);
  for (const id of ['a', 'a']) assert.equal(await push(environment, id), true);
  assert.equal(await push(environment, 'b'), false);
});

test('whoever comes back while push is waited for sees it in the page', async () => {
  const environment = fakeEnvironment();
  environment.notices.allowed = 'granted';
  const tab = openTab(environment, false, () => true);
  tab.offer([news('a')]);
  await environment.advance(5_000);
  environment.visible.set(true);
  await environment.advance(60_000);
  assert.equal(environment.notices.times, 0);
});

test('where the browser lets no page show one, push still may', async () => {
  const environment = fakeEnvironment();
  Object.assign(environment.notices, { allowed: 'granted', refuses: true });
  const tab = openTab(environment, false, () => true);
  tab.offer([news('a')]);
  await environment.advance(60_000);
  assert.equal(await push(environment, 'a'), false);
});

test('without the permission nothing is shown', async () => {
  for (const allowed of ['default', 'denied', 'unsupported'] as const) {
    const { one } = pair();
    one.environment.notices.allowed = allowed;
    one.offer([news('a')]);
    await one.environment.advance(5_000);
    assert.equal(one.environment.notices.times, 0);
  }
});

test('of many that come at once the newest three are shown', async () => {
  const { one } = pair();
  one.offer(['a', 'b', 'c', 'd', 'e'].map(news));
  await one.environment.advance(5_000);
  assert.deepEqual([...one.environment.notices.shown.keys()], ['a', 'b', 'c']);
});

test('a click tells which one it was, in the tab that has shown it', async () => {
  const { one, two } = pair();
  for (const { offer } of [one, two]) offer([news('a')]);
  await one.environment.advance(5_000);
  one.environment.notices.shown.get('a')?.click();
  assert.deepEqual([...one.clicked, ...two.clicked], ['a']);
});

test('after the end nothing is shown', async () => {
  const { one } = pair();
  one.offer([news('a')]);
  one.end.abort();
  await one.environment.advance(5_000);
  assert.equal(one.environment.notices.times, 0);
});

test('an announcement is made anew from what is of the right kind', () => {
  const whole = announcementOf(
    {
      id: 'm-1',
      type: 'warning',
      title: 't'.repeat(400),
      message: 'm'.repeat(3000),
      action_url: 'https://status.test/',
      action_label: 'Status',
      expires_at: '1898-12-27T00:00:00Z',
      created_at: '1898-12-25T00:00:00Z',
      user_id: 'somebody else',
      rev: 7,
    },
    'me',
    NOW,
  );
  assert.deepEqual(whole, {
    id: 'm-1',
    rev: 0,
    deleted_at: null,
    user_id: 'me',
    actor_id: null,
    subject_table: null,
    subject_id: null,
    type: 'warning',
    title: 't'.repeat(300),
    message: 'm'.repeat(2000),
    action_url: 'https://status.test/',
    action_label: 'Status',
    expires_at: '1898-12-27T00:00:00.000Z',
    read: false,
    created_at: '1898-12-25T00:00:00.000Z',
    announcement: true,
  });
});

test('an announcement without a title is none, and one without an id is known by its words', () => {
  for (const payload of [{}, { title: '' }, { title: 7 }, { title: {} }])
    assert.equal(announcementOf(payload, 'me', NOW), undefined);
  const odd = announcementOf({ title: 'x', type: 'fatal', expires_at: 'soon', action_url: 5 }, 'me', NOW);
  assert.deepEqual(
    [odd?.type, odd?.expires_at, odd?.action_url, odd?.created_at],
    ['info', null, null, new Date(NOW).toISOString()],
  );
  const ids = [{ title: 'x' }, { title: 'x' }, { title: 'y' }].map(
    (payload) => announcementOf(payload, 'me', NOW)?.id,
  );
  assert.equal(ids[0], ids[1]);
  assert.notEqual(ids[0], ids[2]);
});
