import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  notificationsFeature,
  timelineFeature,
  type Notifications,
  type UserNotification,
} from '../../src/core/index.ts';
import type { Person } from '../support/backend.ts';
import { eventually } from '../support/eventually.ts';
import { pacedEnvironment } from '../support/paced-environment.ts';
import { until } from '../support/until.ts';
import { openFamily, type Family, type Seat, type SeatOptions } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

interface Tab extends Seat {
  readonly inbox: Notifications;
  /** What has come since, the newest first. */
  readonly arrived: readonly UserNotification[];
}

async function open(person: Person, options?: SeatOptions): Promise<Tab> {
  const seat = await family.sit(person, options);
  const inbox = seat.core.use(notificationsFeature, person.id, seat.end.signal);
  const arrived: UserNotification[] = [];
  inbox.arrivals.subscribe((rows) => void arrived.unshift(...rows));
  await until(inbox.phase, ({ name }) => name === 'live');
  return { ...seat, inbox, arrived };
}

/** The service writes into an inbox. Returns the id. */
async function write(person: Person, title: string, values: object = {}): Promise<string> {
  const row = { user_id: person.id, title, message: `${title}!`, ...values };
  const { data, error } = await family.backend.admin
    .from('user_notifications')
    .insert(row)
    .select('id')
    .single();
  assert.equal(error, null);
  return data!.id as string;
}

const stored = async (id: string) =>
  (await family.backend.admin.from('user_notifications').select('read,deleted_at').eq('id', id).single())
    .data!;

const titles = ({ inbox }: Tab): string[] => inbox.list.get().map(({ row }) => row.title);

/** Says something to everybody who is signed in. */
async function announce(payload: object, token = family.backend.keys.secret): Promise<void> {
  const message = { topic: 'notifications:all', event: 'system_notification', payload, private: true };
  await fetch(`${family.backend.url}/realtime/v1/api/broadcast`, {
    method: 'POST',
    headers: { apikey: token, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [message] }),
  });
}

/** Says it until it is heard: the topic for all is joined some time after the inbox is live. */
async function announceTo(tab: Tab, payload: { title: string }): Promise<void> {
  while (!titles(tab).includes(payload.title)) await announce(payload);
}

for (const changes of ['postgres', 'broadcast'] as const)
  describe('NotificationManager', () => {
    it(`addNotification: what another person does comes to the top at once, in every tab of mine (by ${changes})`, async () => {
      const [marie, eve] = [
        await family.backend.createPerson('Marie'),
        await family.backend.createPerson('Ève'),
      ];
      await family.share(marie, eve, 'comment');
      await write(marie, 'Before', { created_at: '2020-01-01T00:00:00Z' });
      const tabs = [await open(marie, { changes }), await open(marie, { changes })] as const;
      const timeline = tabs[0].core.use(timelineFeature, marie.id, tabs[0].end.signal);
      await until(timeline.phase, ({ name }) => name === 'live');
      const event_id = timeline.add({ title: 'Radium', start_date: '1898-12-26' });
      await until(timeline.events, ([event]) => event?.state === 'saved');
      const { error } = await eve.client.from('event_comments').insert({ event_id, content: 'Bravo' });
      assert.equal(error, null);
      for (const tab of tabs) {
        await eventually('it comes', () => tab.arrived.length === 1);
        const { title, message, actor_id: actor } = tab.arrived[0]!;
        assert.deepEqual([title, message, actor], ['Ève commented on “Radium”', 'Bravo', eve.id]);
        await until(tab.inbox.list, () => titles(tab)[0] === title);
        await until(tab.inbox.unread, (count) => count === 2);
        await until(tab.inbox.actors, (people) => people.get(eve.id)?.[0]?.name === 'Ève');
      }
    });
  });

describe('NotificationManager', () => {
  it('loadNotifications: what there is, the newest first, with the unread counted; it is mine alone, and no news', async () => {
    const [marie, eve] = [
      await family.backend.createPerson('Marie'),
      await family.backend.createPerson('Ève'),
    ];
    for (const day of [1, 2, 3])
      await write(marie, `Day ${day}`, { created_at: `2020-01-0${day}T00:00:00Z`, read: day === 1 });
    const [hers, other] = [await open(marie), await open(eve)];
    assert.deepEqual(titles(hers), ['Day 3', 'Day 2', 'Day 1']);
    await until(hers.inbox.unread, (count) => count === 2);
    assert.deepEqual([hers.arrived, titles(other), other.inbox.unread.get()], [[], [], 0]);
  });

  it('handleSystemNotification: what the service says is shown to everybody, once; what a person says there to nobody', async () => {
    const [marie, eve] = [
      await family.backend.createPerson('Marie'),
      await family.backend.createPerson('Ève'),
    ];
    const [hers, other] = [await open(marie), await open(eve)];
    const maintenance = { id: 'm-1', type: 'warning', title: 'Maintenance', message: 'At nine.' };
    for (const tab of [hers, other]) await announceTo(tab, maintenance);
    await announce({ title: 'Forged' }, eve.accessToken);
    await announce({ title: 'Later' });
    for (const tab of [hers, other]) {
      await until(tab.inbox.list, () => titles(tab).includes('Later'));
      assert.deepEqual(titles(tab).sort(), ['Later', 'Maintenance']);
      const { type, message } = tab.arrived.find(({ id }) => id === 'm-1')!;
      assert.deepEqual([type, message, tab.arrived.length], ['warning', 'At nine.', 2]);
    }
  });

  it('showBrowserNotification: the system shows what comes while nobody looks, with permission, and a click tells which', async () => {
    const marie = await family.backend.createPerson('Marie');
    const environment = pacedEnvironment();
    const { notices } = environment;
    const tab = await open(marie, { environment });
    const clicked: string[] = [];
    tab.inbox.clicks.subscribe(({ id }) => void clicked.push(id));
    const comes = async (title: string): Promise<string> => {
      const id = await write(marie, title);
      await eventually(`${title} comes`, () => tab.arrived[0]?.id === id);
      return id;
    };
    /** A second is the time in which a tab that is looked at speaks up; by the clock of the test it is short. */
    const graceEnds = () => new Promise<void>((resolve) => void environment.after(1_000, resolve));
    environment.pace(50);
    notices.allowed = 'granted';
    await comes('Seen in the page');
    environment.visible.set(false);
    notices.allowed = 'denied';
    await comes('Not allowed');
    await graceEnds();
    notices.allowed = 'granted';
    const id = await comes('Seen by the system');
    await eventually('it is shown', () => notices.shown.size > 0);
    const shown = notices.shown.get(id)!;
    assert.deepEqual([shown.title, shown.body], ['Seen by the system', 'Seen by the system!']);
    assert.equal(notices.times, 1);
    shown.click();
    assert.deepEqual(clicked, [id]);
  });

  it('auto-remove: what expires is gone at its time, from the list and from the number', async () => {
    const marie = await family.backend.createPerson('Marie');
    const environment = pacedEnvironment();
    const at = (hours: number) => ({ expires_at: new Date(Date.now() + hours * 3_600_000).toISOString() });
    await write(marie, 'Over', at(-1));
    const tab = await open(marie, { environment });
    await write(marie, 'For a day', at(24));
    await until(tab.inbox.list, () => titles(tab).join() === 'For a day');
    await until(tab.inbox.unread, (count) => count === 1);
    // The timer that runs was set by the clock of before: what comes sets it anew.
    environment.pace(1_000_000);
    await write(marie, 'For ever');
    await until(tab.inbox.list, () => titles(tab).join() === 'For ever');
    await until(tab.inbox.unread, (count) => count === 1);
  });

  it('markAsRead: read at once, in the database, and in my other tab', async () => {
    const marie = await family.backend.createPerson('Marie');
    const id = await write(marie, 'Read me');
    const [one, two] = [await open(marie), await open(marie)];
    for (const { inbox } of [one, two]) await until(inbox.unread, (count) => count === 1);
    one.inbox.markRead(id);
    assert.equal(one.inbox.list.get()[0]!.row.read, true);
    await until(two.inbox.unread, (count) => count === 0);
    assert.equal((await stored(id)).read, true);
    two.inbox.markRead(id, false);
    await until(one.inbox.unread, (count) => count === 1);
  });

  it('removeNotification: gone at once, in the database, and from my other tab, until it is restored', async () => {
    const marie = await family.backend.createPerson('Marie');
    const id = await write(marie, 'Enough of it');
    const [one, two] = [await open(marie), await open(marie)];
    one.inbox.remove(id);
    assert.deepEqual(titles(one), []);
    await until(two.inbox.list, (rows) => rows.length === 0);
    assert.notEqual((await stored(id)).deleted_at, null);
    one.inbox.restore(id);
    await until(two.inbox.list, () => titles(two)[0] === 'Enough of it');
    assert.equal((await stored(id)).deleted_at, null);
  });

  it('requestNotificationPermission: the person is asked when the page wishes, and their answer is known', async () => {
    const marie = await family.backend.createPerson('Marie');
    for (const answer of ['granted', 'denied'] as const) {
      const { inbox, environment } = await open(marie);
      assert.equal(inbox.permission.get(), 'default');
      environment.notices.answer = answer;
      await inbox.askPermission();
      assert.equal(inbox.permission.get(), answer);
    }
  });

  it('destroy: a closed inbox hears nothing more, another one does', async () => {
    const marie = await family.backend.createPerson('Marie');
    const [one, two] = [await open(marie), await open(marie)];
    await one.core.close();
    assert.deepEqual(one.core.stats(), []);
    await write(marie, 'Too late');
    await eventually('the other hears of it', () => two.arrived.length === 1);
    assert.deepEqual([one.arrived, titles(one)], [[], []]);
  });
});
