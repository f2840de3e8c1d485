import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  chatFeature,
  commentsFeature,
  familyFeature,
  liveSessionFeature,
  sharedWithMeFeature,
  sharesFeature,
  timelineFeature,
  type LiveSession,
} from '../../src/core/index.ts';
import type { Person } from '../support/backend.ts';
import { eventually } from '../support/eventually.ts';
import { until } from '../support/until.ts';
import { openFamily, type Family, type Seat } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

const people = (...names: readonly string[]): Promise<readonly Person[]> =>
  Promise.all(names.map((name) => family.backend.createPerson(name)));

/** Somebody with a core of their own, and a way into its features. */
async function sit(person: Person) {
  const seat: Seat = await family.sit(person);
  const { core, end } = seat;
  return {
    ...seat,
    mine: core.use(sharedWithMeFeature, person.id, end.signal),
    family: (id: string) => core.use(familyFeature, id, end.signal),
    timeline: (owner: Person) => core.use(timelineFeature, owner.id, end.signal),
    shares: (owner: Person) => core.use(sharesFeature, owner.id, end.signal),
    comments: (event: string) => core.use(commentsFeature, event, end.signal),
    chat: (session: string) => core.use(chatFeature, session, end.signal),
    live: (session: string) => core.use(liveSessionFeature, session, end.signal),
  };
}

describe('Custom Channels', () => {
  it('Family Groups: who is taken in sees the family, and each other come and go', async () => {
    const [marie, irene] = (await people('Marie', 'Irène')) as [Person, Person];
    const [left, right] = [await sit(marie), await sit(irene)];
    assert.deepEqual(await until(right.mine.families, (all) => all !== undefined), []);
    const id = await left.mine.found('Curie');
    const [hers, theirs] = [left.family(id), right.family(id)];
    await until(hers.role, (role) => role === 'owner');
    assert.equal(await until(theirs.name, (name) => name !== undefined), null);
    await hers.add(irene.id);
    assert.deepEqual(await until(right.mine.families, (all) => all?.length === 1), [{ id, name: 'Curie' }]);
    await until(theirs.name, (name) => name === 'Curie');
    for (const { people: all } of [hers, theirs])
      await until(all, (list) => list.filter(({ status }) => status === 'online').length === 2);
    assert.deepEqual(
      hers.people.get().map(({ name, role }) => [name, role]),
      [
        ['Irène', 'member'],
        ['Marie', 'owner'],
      ],
    );
    await assert.rejects(theirs.remove(marie.id), { code: 'denied' });
    right.end.abort();
    await until(hers.people, (list) =>
      list.some(({ id: who, status }) => who === irene.id && status === 'offline'),
    );
  });

  it('Family Groups: who is taken out, or leaves, loses what was shared with the family, at once', async () => {
    const [marie, irene, eve] = (await people('Marie', 'Irène', 'Ève')) as [Person, Person, Person];
    const [left, right, third] = [await sit(marie), await sit(irene), await sit(eve)];
    const id = await left.mine.found('Curie');
    const [hers, theirs] = [left.family(id), right.family(id)];
    for (const person of [irene, eve]) await hers.add(person.id);
    const shares = left.shares(marie);
    await until(shares.phase, ({ name }) => name === 'live');
    shares.share({ kind: 'family', id }, 'edit');
    for (const { mine } of [right, third]) await until(mine.timelines, (all) => all?.[0]?.level === 'edit');
    const [one, two] = [right.timeline(marie), third.timeline(marie)];
    for (const { level } of [one, two]) await until(level, (now) => now === 'edit');
    await until(theirs.people, (list) => list.length === 3);
    await hers.remove(irene.id);
    await until(one.level, (now) => now === 'none');
    await until(theirs.people, (list) => list.length === 0);
    await until(right.mine.timelines, (all) => all?.length === 0);
    await third.family(id).leave();
    await until(two.level, (now) => now === 'none');
    await until(hers.people, (list) => list.length === 1);
  });

  it('Shared Timelines: what is shared is there at once, at its level, and gone with the right', async () => {
    const [marie, irene] = (await people('Marie', 'Irène')) as [Person, Person];
    const [left, right] = [await sit(marie), await sit(irene)];
    const mine = left.timeline(marie);
    await until(mine.phase, ({ name }) => name === 'live');
    mine.add({ title: 'Radium', start_date: '1898-12-26' });
    assert.deepEqual(await until(right.mine.timelines, (all) => all !== undefined), []);
    const shares = left.shares(marie);
    await until(shares.phase, ({ name }) => name === 'live');
    const id = shares.share({ kind: 'user', id: irene.id }, 'view');
    await until(right.mine.timelines, (all) => all?.[0]?.level === 'view' && all[0].owner.name === 'Marie');
    const theirs = right.timeline(marie);
    await until(theirs.events, ([event]) => event?.row.title === 'Radium');
    shares.change(id, 'edit');
    await until(theirs.level, (level) => level === 'edit');
    await until(right.mine.timelines, (all) => all?.[0]?.level === 'edit');
    theirs.add({ title: 'Polonium', start_date: '1898-07-18' });
    await until(mine.events, (events) => events.length === 2);
    shares.end(id);
    await until(theirs.events, (events) => events.length === 0);
    await until(right.mine.timelines, (all) => all?.length === 0);
    assert.deepEqual(shares.shares.get(), []);
  });

  it('Shared Timelines: owner and admins see the same list of shares live, and the grantee may decline', async () => {
    const [marie, irene, eve] = (await people('Marie', 'Irène', 'Ève')) as [Person, Person, Person];
    const [left, right, third] = [await sit(marie), await sit(irene), await sit(eve)];
    const shares = left.shares(marie);
    await until(shares.phase, ({ name }) => name === 'live');
    shares.share({ kind: 'user', id: irene.id }, 'admin');
    await until(right.mine.timelines, (all) => all?.[0]?.level === 'admin');
    await until(right.timeline(marie).level, (level) => level === 'admin');
    const hers = right.shares(marie);
    await until(hers.shares, (list) => list.length === 1);
    const id = hers.share({ kind: 'user', id: eve.id }, 'comment');
    await until(shares.shares, (list) =>
      list.some(({ row }) => row.id === id && row.created_by === irene.id),
    );
    await until(third.mine.timelines, (all) => all?.[0]?.level === 'comment');
    const own = third.shares(marie);
    await until(own.shares, (list) => list.length === 1 && list[0]!.row.id === id);
    own.end(id);
    for (const { shares: list } of [shares, hers]) await until(list, (all) => all.length === 1);
    await until(third.timeline(marie).level, (level) => level === 'none');
  });

  it('Event Comments: whoever may comment talks about an event, and is out with the right', async () => {
    const [marie, irene] = (await people('Marie', 'Irène')) as [Person, Person];
    const [left, right] = [await sit(marie), await sit(irene)];
    const mine = left.timeline(marie);
    await until(mine.phase, ({ name }) => name === 'live');
    const event = mine.add({ title: 'Radium', start_date: '1898-12-26' });
    await until(mine.events, ([one]) => one?.state === 'saved');
    await family.share(marie, irene, 'comment');
    const [hers, theirs] = [left.comments(event), right.comments(event)];
    for (const { phase } of [hers, theirs]) await until(phase, ({ name }) => name === 'live');
    await until(theirs.level, (level) => level === 'comment');
    theirs.add({ content: 'How it must have glowed!' });
    await until(hers.threads, ([thread]) => thread?.root?.row.content === 'How it must have glowed!');
    await marie.client.from('timeline_shares').delete().eq('grantee_id', irene.id);
    await until(theirs.threads, (threads) => threads.length === 0);
    assert.throws(() => theirs.add({ content: 'Hello?' }), { code: 'denied' });
  });
});

/** Marie's conversation, and Irène, who may comment on her timeline and has the link. */
async function host() {
  const [marie, irene] = (await people('Marie', 'Irène')) as [Person, Person];
  await family.share(marie, irene, 'comment');
  const session = crypto.randomUUID();
  const { error } = await marie.client.from('chat_sessions').insert({ id: session });
  assert.equal(error, null);
  const [left, right] = [await sit(marie), await sit(irene)];
  const [mine, theirs] = [left.live(session), right.live(session)];
  await until(mine.mine, (is) => is);
  return { marie, irene, session, left, right, mine, theirs };
}

const isOut = ({ session, people: all }: LiveSession) =>
  until(session, (known) => known === null).then(() => until(all, (list) => list.length === 0));

describe('Custom Channels', () => {
  it('Live Sessions: joined by link and right, seen by all, and left', async () => {
    const { irene, session, left, right, mine, theirs } = await host();
    assert.equal(await until(theirs.session, (known) => known !== undefined), null);
    await assert.rejects(theirs.join(), { code: 'denied' });
    await assert.rejects(theirs.open(), { code: 'denied' });
    await mine.open();
    await until(mine.live, (is) => is);
    await theirs.join();
    await until(theirs.live, (is) => is);
    for (const { people: all } of [mine, theirs])
      await until(all, (list) => list.filter(({ status }) => status === 'online').length === 2);
    const [hers, his] = [left.chat(session), right.chat(session)];
    await until(his.phase, ({ name }) => name === 'live');
    his.send('Here I am');
    await until(hers.items, ([item]) => item?.text === 'Here I am' && item.row.user_id === irene.id);
    await theirs.leave();
    await isOut(theirs);
    await until(mine.people, (list) => list.length === 1);
    await until(his.items, (items) => items.length === 0);
    await theirs.join();
    await until(mine.people, (list) => list.length === 2);
  });

  it('Live Sessions: what is edited, pointed at and marked in it is seen by the others', async () => {
    const { irene, right, left, mine, theirs } = await host();
    await mine.open();
    await theirs.join();
    for (const { collaborators } of [mine, theirs]) await until(collaborators, (count) => count === 1);
    const subject = crypto.randomUUID();
    const release = theirs.claim(subject);
    theirs.point({ subject, x: 0.5, y: 0.25 });
    theirs.select({ subject, field: 'title', start: 0, end: 3 });
    await until(mine.editors, (all) => all.get(subject)?.[0]?.name === 'Irène');
    await until(left.core.editing, (all) => all.has(subject));
    await until(mine.cursors, (all) => all.get(irene.id)?.x === 0.5);
    await until(mine.selections, (all) => all.get(irene.id)?.end === 3);
    release();
    await until(mine.editors, (all) => all.size === 0);
    right.end.abort();
    await until(mine.cursors, (all) => all.size === 0);
  });

  for (const [how, end] of [
    ['the right is taken away', ({ marie, irene }) => unshare(marie, irene)],
    ['it ends', ({ mine }) => mine.end()],
    ['the host takes them out', ({ mine, irene }) => mine.dismiss(irene.id)],
  ] as const satisfies readonly (readonly [
    string,
    (now: Awaited<ReturnType<typeof host>>) => Promise<void>,
  ])[])
    it(`Live Sessions: a guest is out at once when ${how}, and joined to nothing`, async () => {
      const now = await host();
      const { session, right, mine, theirs } = now;
      await mine.open();
      await theirs.join();
      const chat = right.chat(session);
      await until(chat.phase, ({ name }) => name === 'live');
      await until(mine.people, (list) => list.length === 2);
      await end(now);
      await isOut(theirs);
      await until(mine.people, (list) => list.length === 1);
      await until(chat.session, (known) => known === null);
      assert.throws(() => chat.send('Hello?'), { code: 'denied' });
      const rooms = () =>
        right.core.stats().filter(({ topic, users }) => users > 0 && topic.endsWith(session));
      await eventually('the rooms are left', () => rooms().length === 0);
    });
});

async function unshare(owner: Person, grantee: Person): Promise<void> {
  const { error } = await owner.client.from('timeline_shares').delete().eq('grantee_id', grantee.id);
  assert.equal(error, null);
}
