import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { notificationsFeature, presenceFeature, type Presence } from '../../src/core/index.ts';
import { emitter } from '../../src/core/lib/emitter.ts';
import { pacedEnvironment } from '../support/paced-environment.ts';
import { until } from '../support/until.ts';
import { openFamily, type Family, type Seat } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

interface Guests {
  readonly left: Seat;
  readonly right: Seat;
  readonly mine: Presence;
  readonly theirs: Presence;
  readonly theirId: string;
}

/** Two people in one room, each of whom sees the other. */
async function meet(): Promise<Guests> {
  const [one, other] = [
    await family.backend.createPerson('Marie'),
    await family.backend.createPerson('Irène'),
  ];
  const [left, right] = [await family.sit(one), await family.sit(other)];
  const room = `salon-${one.id}`;
  const mine = left.core.use(presenceFeature, room, left.end.signal);
  const theirs = right.core.use(presenceFeature, room, right.end.signal);
  for (const { people } of [mine, theirs]) await until(people, (list) => list.length === 2);
  return { left, right, mine, theirs, theirId: other.id };
}

/** Five minutes in three seconds. */
const HURRY = 100;

const statusOf = (presence: Presence, id: string): string | undefined =>
  presence.people.get().find((person) => person.id === id)?.status;

describe('PresenceManager', () => {
  it('setupPresenceTracking and updatePresence: whoever comes is seen online by the other', async () => {
    const { mine, theirId } = await meet();
    await until(mine.people, () => statusOf(mine, theirId) === 'online');
  });

  it('visibilitychange: a hidden page is away, one that is looked at again online', async () => {
    const { right, mine, theirId } = await meet();
    right.environment.visible.set(false);
    await until(mine.people, () => statusOf(mine, theirId) === 'away');
    right.environment.visible.set(true);
    await until(mine.people, () => statusOf(mine, theirId) === 'online');
  });

  it('setupActivityTracking: whoever has done nothing for five minutes is away for the other, whoever does something is not, and online again', async () => {
    const [one, idle, busy] = [
      await family.backend.createPerson('Marie'),
      await family.backend.createPerson('Irène'),
      await family.backend.createPerson('Ève'),
    ];
    const room = `salon-${one.id}`;
    const left = await family.sit(one);
    const mine = left.core.use(presenceFeature, room, left.end.signal);
    const enter = async (person: typeof idle) => {
      const environment = pacedEnvironment();
      const acts = emitter<void>();
      const seat = await family.sit(person, {
        environment: { ...environment, onActivity: acts.subscribe },
        heartbeatMs: 60 * 60_000,
        timeoutMs: 60 * 60_000,
      });
      // The line is opened in the server's time, the person lives in their own.
      const inbox = seat.core.use(notificationsFeature, person.id, seat.end.signal);
      await until(inbox.phase, ({ name }) => name === 'live');
      environment.pace(HURRY);
      seat.core.use(presenceFeature, room, seat.end.signal);
      return () => acts.emit();
    };
    const stop = setInterval(await enter(busy), 100);
    const comesBack = await enter(idle);
    const seen: (string | undefined)[] = [];
    mine.people.subscribe(() => seen.push(statusOf(mine, busy.id)));
    await until(mine.people, () => statusOf(mine, idle.id) === 'online');
    await until(mine.people, () => statusOf(mine, idle.id) === 'away');
    comesBack();
    await until(mine.people, () => statusOf(mine, idle.id) === 'online');
    clearInterval(stop);
    assert.ok(seen.includes('online') && !seen.includes('away'), seen.join());
  });

  it('destroy: whoever leaves is gone for the other, as is whoever loses the line', async () => {
    const { right, mine, theirId } = await meet();
    right.end.abort();
    await until(mine.people, () => statusOf(mine, theirId) === undefined);
    const again = await meet();
    again.right.line.set({ cut: true });
    await until(again.mine.people, () => statusOf(again.mine, again.theirId) === undefined);
  });

  it('last_seen: a member who is not here is offline, with the time of their last visit', async () => {
    const pair = await family.pair();
    const mine = pair.left.core.use(presenceFeature, pair.owner.id, pair.left.end.signal);
    pair.right.core.use(presenceFeature, pair.owner.id, pair.right.end.signal);
    await until(mine.people, () => statusOf(mine, pair.editor.id) === 'online');
    pair.right.end.abort();
    await until(mine.people, () => statusOf(mine, pair.editor.id) === 'offline');
    const absent = await until(mine.people, (list) =>
      list.some(({ id, lastSeen }) => id === pair.editor.id && lastSeen !== null),
    );
    const lastSeen = absent.find(({ id }) => id === pair.editor.id)!.lastSeen!;
    assert.ok(Math.abs(Date.parse(lastSeen) - Date.now()) < 60_000);
  });

  it('getPresenceState: two tabs of one person are one person', async () => {
    const person = await family.backend.createPerson('Ève');
    const [one, two] = [await family.sit(person), await family.sit(person)];
    const room = `salon-${person.id}`;
    const first = one.core.use(presenceFeature, room, one.end.signal);
    const second = two.core.use(presenceFeature, room, two.end.signal);
    for (const { people } of [first, second]) await until(people, (list) => list.length === 1);
    assert.equal(second.people.get()[0]!.me, true);
  });
});
