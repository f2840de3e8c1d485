import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../../support/until.ts';
import { eventually } from '../../../support/eventually.ts';
import { openDesk, type Desk } from './desk.ts';
import { topicsOf } from './topics.ts';
import { presenceFeature } from '../../../../src/core/features/presence.ts';
import { timelineFeature } from '../../../../src/core/features/timeline.ts';

let desk: Desk;
before(async () => (desk = await openDesk()));
after(() => desk.close());

const LOBBY = 'presence:lobby';

/** Somebody in the lobby. */
async function enter() {
  const person = await desk.createPerson();
  const seat = await desk.sit(person);
  const room = seat.core.use(presenceFeature, 'lobby', seat.end.signal);
  await until(room.people, (people) =>
    people.some(({ id, status }) => id === person.id && status === 'online'),
  );
  return { person, seat, room };
}

test('P6 however often I come and go, presence is told four times at most, and the topic stays open', async () => {
  const mine = await enter();
  const theirs = await enter();
  await until(theirs.room.people, (people) => people.length === 2);
  const tracked = (): number =>
    desk.sockets.of('sent', 'presence').filter(({ payload }) => payload.payload?.user_id === mine.person.id)
      .length;
  for (let times = 0; times < 10; times += 1) {
    mine.seat.environment.visible.set(false);
    await sleep(30);
    mine.seat.environment.visible.set(true);
    await sleep(30);
  }
  const limits = desk.sockets
    .of('received', 'system')
    .filter(({ topic, payload }) => topic === LOBBY && payload.status === 'error');
  assert.deepEqual(limits, []);
  assert.ok(tracked() <= 4, `${tracked()} calls`);
  mine.seat.end.abort();
  theirs.seat.end.abort();
});

test('P7 two users of a topic are one join, and the end of one leaves the other in peace', async () => {
  const person = await desk.createPerson();
  const seat = await desk.sit(person);
  const { channels, close, until: end } = topicsOf(seat, async () => person.accessToken);
  const topic = `timeline:${person.id}`;
  const changes = [{ table: 'life_events', filter: `user_id=eq.${person.id}` }];
  const spec = { topic, changes, feed: false, presenceKey: undefined };
  const heard: string[] = [];
  const listen = (name: string, use: AbortSignal) =>
    channels.open(spec, { onChange: () => heard.push(name) }, use);
  const first = new AbortController();
  const left = listen('left', first.signal);
  const right = listen('right', end);
  await until(left.state, ({ name }) => name === 'live');
  await until(right.state, ({ name }) => name === 'live');
  await desk.write(person, 'For both');
  await eventually('both hear of it', () => heard.length === 2);
  first.abort();
  await desk.write(person, 'For the one that stayed');
  await eventually('one hears of it', () => heard.length === 3);
  assert.deepEqual(heard.sort(), ['left', 'right', 'right']);
  const joins = desk.sockets.of('sent', 'phx_join').filter((frame) => frame.topic === topic);
  assert.equal(joins.length, 1);
  close();
});

test('P10 two tabs of one person are one person, who is still there after the line has come back', async () => {
  const mine = await enter();
  const tab = await desk.sit(mine.person);
  tab.core.use(presenceFeature, 'lobby', tab.end.signal);
  const theirs = await enter();
  const seen = (): string[] =>
    theirs.room.people
      .get()
      .filter(({ id, status }) => id === mine.person.id && status === 'online')
      .map(({ id }) => id);
  await eventually('both tabs are in', () => {
    const tabs = desk.sockets.of('sent', 'presence').map(({ payload }) => payload.payload);
    return new Set(tabs.filter((meta) => meta?.user_id === mine.person.id).map(({ tab }) => tab)).size === 2;
  });
  await until(theirs.room.people, () => seen().length === 1);
  tab.end.abort();
  const tracks = desk.sockets.of('sent', 'presence').length;
  mine.seat.proxy.dropSockets();
  await eventually('it is told anew', () => desk.sockets.of('sent', 'presence').length > tracks);
  await until(theirs.room.people, () => seen().length === 1);
  await until(mine.room.people, (people) => people.length === 2);
  mine.seat.end.abort();
  theirs.seat.end.abort();
});

test('P15 all topics are private, and what is forged in a public room of that name reaches nobody', async () => {
  const [marie, irene] = await Promise.all([desk.createPerson('Marie'), desk.createPerson('Irène')]);
  await desk.share(marie, irene, 'edit');
  const [left, right] = await Promise.all([desk.sit(marie), desk.sit(irene)]);
  const mine = left.core.use(timelineFeature, marie.id, left.end.signal);
  const hers = right.core.use(timelineFeature, marie.id, right.end.signal);
  const id = await desk.write(marie, 'Radium');
  await until(hers.events, (events) => events.length === 1);
  await until(mine.collaborators, (others) => others === 1);
  const joins = desk.sockets.of('sent', 'phx_join');
  assert.ok(joins.every(({ payload }) => payload.config.private === true));

  const release = hers.claim(id);
  await until(mine.editors, (editors) => editors.has(id));
  release();
  await until(mine.editors, (editors) => editors.size === 0);
  // A stranger with nothing but the page's key says the same, as herself and in her name.
  const [real] = desk.sockets
    .of('sent', 'presence')
    .filter(({ payload }) => payload.payload?.user_id === irene.id)
    .map(({ payload }) => payload.payload);
  const stranger = desk.anonymous();
  const forged = stranger.channel(`timeline_collab:${marie.id}`);
  await new Promise<void>((resolve) => {
    forged.subscribe((status) => status === 'SUBSCRIBED' && resolve());
  });
  const lie = {
    type: 'edit_start',
    user_id: irene.id,
    tab: real.tab,
    data: { event_id: id },
    timestamp: Date.now(),
  };
  await forged.send({ type: 'broadcast', event: 'collaboration', payload: lie });
  await sleep(500);
  assert.equal(mine.editors.get().size, 0);
});
