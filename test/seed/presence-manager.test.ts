import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { presenceFeature, type Presence } from '../../src/core/index.ts';
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
