import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { UserNotification } from '../../../src/core/features/notification.ts';
import { notificationsFeature, type Notifications } from '../../../src/core/features/notifications.ts';
import { createNality, type Nality } from '../../../src/core/nality.ts';
import { signal, type Signal } from '../../../src/core/lib/signal.ts';
import { startTestBackend, type Person, type TestBackend } from '../../support/backend.ts';
import { eventually } from '../../support/eventually.ts';
import { nodeEnvironment, type NodeEnvironment } from '../../support/node-environment.ts';
import { pacedEnvironment, type PacedEnvironment } from '../../support/paced-environment.ts';
import { until } from '../../support/until.ts';

/** An inbox as one tab of a person has it. */
interface Tab<E extends NodeEnvironment = NodeEnvironment> {
  core: Nality;
  environment: E;
  inbox: Notifications;
  /** What has come, in order. */
  arrived: Signal<readonly UserNotification[]>;
}

let backend: TestBackend;
const cores: Nality[] = [];
before(async () => {
  backend = await startTestBackend();
});
after(async () => {
  await Promise.all(cores.map((core) => core.close()));
  await backend.close();
});

type Feed = 'postgres' | 'broadcast';

async function openTab<E extends NodeEnvironment>(
  person: Person,
  environment: E,
  changes: Feed = 'postgres',
): Promise<Tab<E>> {
  const { url, keys } = backend;
  const accessToken = (): Promise<string> => Promise.resolve(person.accessToken);
  const core = createNality({ url, key: keys.publishable, accessToken, changes, environment });
  cores.push(core);
  await until(core.identity, ({ name }) => name === 'person');
  const inbox = core.use(notificationsFeature, '', new AbortController().signal);
  const arrived = signal<readonly UserNotification[]>([]);
  inbox.arrivals.subscribe((rows) => arrived.set([...rows, ...arrived.get()]));
  await until(inbox.phase, ({ name }) => name === 'live');
  return { core, environment, inbox, arrived };
}

const open = (person: Person, changes?: Feed): Promise<Tab> => openTab(person, nodeEnvironment(), changes);

/** What the service writes into an inbox: so many, a minute apart, the newest last. */
async function write(person: Person, count = 1, values: object = {}): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, at) => ({
    id: randomUUID(),
    user_id: person.id,
    title: `News ${at + 1}`,
    created_at: new Date(Date.now() - (count - at) * 60_000).toISOString(),
    ...values,
  }));
  const { error } = await backend.admin.from('user_notifications').insert(rows);
  assert.equal(error, null);
  return rows.map(({ id }) => id);
}

const titles = ({ inbox }: Tab): string[] => inbox.list.get().map(({ row }) => row.title);

/** Says something to everybody with the service's key, by Realtime's HTTP. */
async function announce(topic: string, payload: object, key = backend.keys.secret): Promise<number> {
  const message = { topic, event: 'system_notification', payload, private: true };
  const response = await fetch(`${backend.url}/realtime/v1/api/broadcast`, {
    method: 'POST',
    headers: { apikey: key, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [message] }),
  });
  return response.status;
}

/** Says it until it is heard: the topic for all is joined some time after the inbox is live. */
async function say(tab: Tab, topic: string, payload: { title: string }): Promise<void> {
  while (!titles(tab).includes(payload.title)) assert.equal(await announce(topic, payload), 202);
}

async function share(owner: Person, grantee: Person, level: string): Promise<void> {
  const { error } = await owner.client
    .from('timeline_shares')
    .insert({ owner_id: owner.id, grantee_kind: 'user', grantee_id: grantee.id, level });
  assert.equal(error, null);
}

function cutOff({ environment }: Tab): () => void {
  const { fetch: online } = environment;
  (environment as { fetch: typeof fetch }).fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  return () => {
    (environment as { fetch: typeof fetch }).fetch = online;
    environment.online.set(false);
    environment.online.set(true);
  };
}

/** Ends all sockets, as a server does that is started anew. */
async function hangUp(): Promise<void> {
  const response = await fetch(`${backend.url}/realtime/v1/api/tenants/realtime/reload`, {
    method: 'POST',
    headers: { apikey: backend.keys.secret },
  });
  assert.equal(response.status, 204);
}

for (const changes of ['postgres', 'broadcast'] as const)
  test(`by the ${changes} feed, a comment of one person comes to the other’s inbox, once, with the name of who wrote it`, async () => {
    const [marie, eve] = await Promise.all([backend.createPerson('Marie'), backend.createPerson('Ève')]);
    await share(marie, eve, 'comment');
    const event = randomUUID();
    await marie.client.from('life_events').insert({ id: event, title: 'Radium', start_date: '1898-12-26' });
    const tab = await open(marie, changes);
    const comment = randomUUID();
    const { error } = await eve.client
      .from('event_comments')
      .insert({ id: comment, event_id: event, content: 'Bravo' });
    assert.equal(error, null);
    const [row] = await until(tab.arrived, (rows) => rows.length === 1);
    await until(tab.inbox.actors, (people) => people.get(eve.id)?.[0]?.name === 'Ève');
    await eve.client.from('event_comments').insert({ event_id: event, content: 'Encore' });
    await until(tab.inbox.list, (rows) => rows.length === 2);
    await until(tab.arrived, (rows) => rows.length === 2);
    assert.deepEqual(
      [row?.title, row?.message, row?.action_url],
      ['Ève commented on “Radium”', 'Bravo', `#nality-event-${event}&nality-comment-${comment}`],
    );
    assert.equal(tab.inbox.unread.get(), 2);
  });

test('what is marked in one tab is marked in the other, and back', async () => {
  const marie = await backend.createPerson('Marie');
  const [id = ''] = await write(marie);
  const [one, two] = [await open(marie), await open(marie)];
  assert.deepEqual([one.inbox.unread.get(), two.inbox.unread.get()], [1, 1]);
  one.inbox.markRead(id);
  await until(one.inbox.unread, (count) => count === 0);
  await until(two.inbox.unread, (count) => count === 0);
  two.inbox.markRead(id, false);
  await until(one.inbox.unread, (count) => count === 1);
});

test('what is deleted goes from both tabs, and comes back by restoring, without being news', async () => {
  const marie = await backend.createPerson('Marie');
  const [first = ''] = await write(marie, 2);
  const [one, two] = [await open(marie), await open(marie)];
  one.inbox.remove(first);
  await until(one.inbox.list, () => titles(one).join() === 'News 2');
  await until(two.inbox.list, (rows) => rows.length === 1);
  one.inbox.restore(first);
  await until(one.inbox.list, () => titles(one).join() === 'News 2,News 1');
  await until(two.inbox.list, () => titles(two).join() === 'News 2,News 1');
  await write(marie, 1, { title: 'Last', created_at: new Date().toISOString() });
  for (const { arrived } of [one, two])
    assert.deepEqual(
      (await until(arrived, (rows) => rows.length > 0)).map(({ title }) => title),
      ['Last'],
    );
});

test('what was there before is no news', async () => {
  const marie = await backend.createPerson('Marie');
  await write(marie, 3);
  const tab = await open(marie);
  await write(marie, 1, { title: 'Last', created_at: new Date().toISOString() });
  const rows = await until(tab.arrived, (all) => all.length > 0);
  assert.deepEqual(
    rows.map(({ title }) => title),
    ['Last'],
  );
});

test('older ones are loaded on demand, and the unread below are counted all the time', async () => {
  const marie = await backend.createPerson('Marie');
  const ids = await write(marie, 40);
  const environment = pacedEnvironment();
  const tab = await openTab(marie, environment);
  // What waits for a timer now is not there in time.
  environment.pace(0.05);
  assert.deepEqual([tab.inbox.list.get().length, tab.inbox.more.get()], [30, 'some']);
  await until(tab.inbox.unread, (count) => count === 40);
  environment.pace(1);
  await backend.admin.from('user_notifications').update({ read: true }).eq('id', ids[0]);
  await until(tab.inbox.unread, (count) => count === 39);
  tab.inbox.loadMore();
  await until(tab.inbox.list, (rows) => rows.length === 40);
  assert.equal(tab.inbox.more.get(), 'none');
  await until(tab.inbox.unread, (count) => count === 39);
});

test('all are marked as read at once, also those that are not loaded', async () => {
  const marie = await backend.createPerson('Marie');
  await write(marie, 40);
  const tab = await open(marie);
  await until(tab.inbox.unread, (count) => count === 40);
  tab.inbox.markAllRead();
  await until(tab.inbox.unread, (count) => count === 0);
  const other = await open(marie);
  await until(other.inbox.unread, (count) => count === 0);
  other.inbox.loadMore();
  await until(other.inbox.list, (rows) => rows.length === 40 && rows.every(({ row }) => row.read));
});

test('what is marked without a connection is marked at once, and on the server afterwards', async () => {
  const marie = await backend.createPerson('Marie');
  await write(marie, 40);
  const [tab, other] = [await open(marie), await open(marie)];
  for (const { inbox } of [tab, other]) await until(inbox.unread, (count) => count === 40);
  const reconnect = cutOff(tab);
  tab.inbox.markAllRead();
  await until(tab.inbox.unread, (count) => count === 0);
  await until(tab.inbox.list, (rows) => rows.every(({ state }) => state === 'queued'));
  assert.equal(other.inbox.unread.get(), 40);
  reconnect();
  await until(other.inbox.unread, (count) => count === 0);
  await until(tab.inbox.list, (rows) => rows.every(({ state }) => state === 'saved'));
  assert.equal(tab.inbox.unread.get(), 0);
});

test('what was marked without a connection is marked by the next page, once, and nothing that came after', async () => {
  const marie = await backend.createPerson('Marie');
  await write(marie, 40);
  const tab = await open(marie);
  await until(tab.inbox.unread, (count) => count === 40);
  const reconnect = cutOff(tab);
  tab.inbox.markAllRead();
  await until(tab.inbox.unread, (count) => count === 0);
  await until(tab.core.outbox.status, ({ pending, durable }) => pending === 30 && durable);
  await tab.core.close();
  const later = { created_at: new Date(Date.now() + 60_000).toISOString() };
  await write(marie, 35, later);
  reconnect();
  const calls: string[] = [];
  const { fetch: send } = tab.environment;
  (tab.environment as { fetch: typeof fetch }).fetch = (input, init) => {
    calls.push(String(input));
    return send(input, init);
  };
  const callsOf = (name: string): number => calls.filter((url) => url.endsWith(`/${name}`)).length;
  const next = await openTab(marie, tab.environment);
  await until(next.inbox.unread, (count) => count === 35);
  await until(next.core.outbox.status, ({ pending }) => pending === 0);
  const { count: unread } = await backend.admin
    .from('user_notifications')
    .select('*', { count: 'exact', head: true })
    .eq('user_id', marie.id)
    .eq('read', false);
  assert.equal(unread, 35);
  assert.equal(callsOf('nality_read_all'), 1);
  await next.core.close();
  const last = await openTab(marie, tab.environment);
  await until(last.inbox.unread, (count) => count === 35);
  await eventually('it has counted', () => callsOf('nality_unread_count') > 1);
  assert.equal(callsOf('nality_read_all'), 1, 'a wish that is done is forgotten');
});

test('after a loss of the line the number is right again, and what came meanwhile is news', async () => {
  const marie = await backend.createPerson('Marie');
  const [id = ''] = await write(marie);
  const tab = await open(marie);
  const reconnect = cutOff(tab);
  await hangUp();
  await until(tab.inbox.phase, ({ name }) => name === 'stale');
  await write(marie, 2, { created_at: new Date().toISOString() });
  await backend.admin.from('user_notifications').update({ read: true }).eq('id', id);
  reconnect();
  await until(tab.inbox.unread, (count) => count === 2);
  await until(tab.arrived, (rows) => rows.length === 2);
  assert.equal(tab.inbox.list.get().length, 3);
});

test('what expires is gone at its time, from the list and from the number', async () => {
  const marie = await backend.createPerson('Marie');
  const environment: PacedEnvironment = pacedEnvironment();
  const at = (ms: number): { expires_at: string } => ({
    expires_at: new Date(Date.now() + ms).toISOString(),
  });
  await write(marie, 1, { title: 'Over', ...at(-1000) });
  await write(marie, 1, { title: 'Tomorrow', ...at(86_400_000) });
  await write(marie, 1, { title: 'Next week', ...at(7 * 86_400_000) });
  const tab = await openTab(marie, environment);
  assert.deepEqual([titles(tab).sort(), tab.inbox.unread.get()], [['Next week', 'Tomorrow'], 2]);
  environment.pace(1_000_000);
  // One timer at a time: the first was set by the old clock.
  await write(marie, 1, { title: 'For ever' });
  await until(tab.inbox.list, () => titles(tab).join() === 'For ever');
  assert.equal(tab.inbox.unread.get(), 1);
  await tab.core.close();
});

test('an announcement of the service is shown to all and to one, until it is dismissed', async () => {
  const [marie, eve] = await Promise.all([backend.createPerson('Marie'), backend.createPerson('Ève')]);
  await write(marie);
  const [hers, other] = [await open(marie), await open(eve)];
  const maintenance = {
    id: 'm-1',
    type: 'warning',
    title: 'Maintenance',
    action_url: 'https://status.test/',
  };
  await say(hers, 'notifications:all', maintenance);
  await say(other, 'notifications:all', maintenance);
  await say(hers, `notifications:${marie.id}`, { title: 'Only for you' });
  assert.deepEqual(titles(hers).sort(), ['Maintenance', 'News 1', 'Only for you']);
  assert.deepEqual(titles(other), ['Maintenance']);
  assert.deepEqual([hers.inbox.unread.get(), other.inbox.unread.get()], [3, 1]);
  assert.equal(hers.arrived.get().length, 2);

  hers.inbox.markRead('m-1');
  assert.equal(hers.inbox.unread.get(), 2);
  hers.inbox.remove('m-1');
  await announce('notifications:all', maintenance);
  await say(other, 'notifications:all', { title: 'Later' });
  await until(hers.inbox.list, () => titles(hers).includes('Later'));
  assert.ok(!titles(hers).includes('Maintenance'));
  hers.inbox.restore('m-1');
  assert.ok(titles(hers).includes('Maintenance'));
});

test('with push on this browser the system shows at once what is sent to all, and what is for another person’s push', async () => {
  const marie = await backend.createPerson('Marie');
  const environment = nodeEnvironment();
  const note = { person: marie.id, id: randomUUID(), endpoint: 'https://push.test/1' };
  environment.keep(`nality:push:${new URL(backend.url).host}`, JSON.stringify(note));
  environment.notices.allowed = 'granted';
  const tab = await openTab(marie, environment);
  environment.visible.set(false);
  const { shown } = environment.notices;
  const shows = (title: string): boolean => [...shown.values()].some((notice) => notice.title === title);

  await write(marie, 1, { title: 'Left to push' });
  await until(tab.arrived, (rows) => rows.length === 1);
  await say(tab, 'notifications:all', { title: 'To all' });
  await eventually('the announcement is shown', () => shows('To all'));
  assert.ok(!shows('Left to push'));
  environment.keep(`nality:push:${new URL(backend.url).host}`, JSON.stringify({ ...note, person: 'eve' }));
  await write(marie, 1, { title: 'By the page' });
  await eventually('it is shown', () => shows('By the page'));
});

test('what the service worker shows in place of the page is in the list, unread, and no arrival', async () => {
  const marie = await backend.createPerson('Marie');
  const environment = nodeEnvironment();
  let say: (said: unknown) => void = () => undefined;
  environment.openLine = (name, hear) => {
    if (name === 'nality:notices') say = hear;
    return () => undefined;
  };
  const tab = await openTab(marie, environment);
  const [asked, claimed] = [randomUUID(), randomUUID()];
  assert.equal(tab.inbox.shows(asked), false);
  say(`push ${claimed}`);
  for (const id of [asked, claimed]) await write(marie, 1, { id });
  await write(marie, 1, { title: 'By the page' });
  const arrived = await until(tab.arrived, (rows) => rows.some(({ title }) => title === 'By the page'));
  assert.equal(arrived.length, 1);
  assert.deepEqual([tab.inbox.list.get().length, tab.inbox.unread.get()], [3, 3]);
  assert.equal(tab.inbox.shows(asked), true, 'a page that has it needs no second message');
});

test('an announcement of a person is heard by nobody', async () => {
  const [marie, eve] = await Promise.all([backend.createPerson('Marie'), backend.createPerson('Ève')]);
  const tab = await open(marie);
  await say(tab, 'notifications:all', { title: 'Heard' });
  for (const topic of ['notifications:all', `notifications:${marie.id}`])
    for (const { accessToken } of [eve, marie]) await announce(topic, { title: 'Forged' }, accessToken);
  for (const topic of ['notifications:all', `notifications:${marie.id}`])
    await announce(topic, { title: `Real on ${topic}` });
  await until(tab.inbox.list, (rows) => rows.length >= 3);
  assert.ok(!titles(tab).includes('Forged'));
});

test('by my id and by nothing it is one and the same inbox, and somebody else’s is empty', async () => {
  const [marie, eve] = await Promise.all([backend.createPerson('Marie'), backend.createPerson('Ève')]);
  await write(marie);
  const { core, inbox } = await open(marie);
  const forever = new AbortController().signal;
  assert.equal(core.use(notificationsFeature, marie.id, forever), inbox);
  const stranger = await open(eve);
  const foreign = stranger.core.use(notificationsFeature, marie.id, forever);
  await until(foreign.phase, ({ name }) => name !== 'loading');
  assert.deepEqual([foreign.list.get().length, foreign.unread.get()], [0, 0]);
});
