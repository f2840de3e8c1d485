import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Values } from '../../../../src/core/sync/rows.ts';
import type { Person } from '../../../support/backend.ts';
import { until } from '../../../support/until.ts';
import { eventually } from '../../../support/eventually.ts';
import type { WireFrame } from '../../../support/recorded-sockets.ts';
import { openDesk, type Desk } from './desk.ts';
import { topicsOf } from './topics.ts';
import { presenceFeature } from '../../../../src/core/features/presence.ts';
import { timelineFeature } from '../../../../src/core/features/timeline.ts';

let desk: Desk;
before(async () => (desk = await openDesk()));
after(() => desk.close());

async function live(options: Parameters<Desk['sit']>[1] = {}) {
  const person = await desk.createPerson('Marie');
  const seat = await desk.sit(person, options);
  const timeline = seat.core.use(timelineFeature, person.id, seat.end.signal);
  await until(timeline.phase, ({ name }) => name === 'live');
  return { person, seat, timeline };
}

/** The joins of the topics that are named after somebody: of theirs alone, whoever else has a seat. */
const joinsOf = ({ id }: Person): readonly WireFrame[] =>
  desk.sockets.of('sent', 'phx_join').filter(({ topic }) => topic.endsWith(id));

const room = (topic: string) => ({ topic, changes: [], feed: false, presenceKey: undefined });

test('P1 what was written while the socket was gone is there after it has come back', async () => {
  const { person, seat, timeline } = await live();
  seat.proxy.set({ cut: true });
  await until(seat.core.connection, ({ name }) => name === 'connecting');
  await desk.write(person, 'Nobody told me of this');
  seat.proxy.set({ cut: false });
  await until(timeline.events, (events) => events.length === 1);
  await until(timeline.phase, ({ name }) => name === 'live');
});

test('P8 a link that died in silence is found out as soon as the page wakes, not by the heartbeat', async () => {
  const { person, seat, timeline } = await live({ heartbeatMs: 10_000, timeoutMs: 2_000 });
  const sockets = desk.sockets.opened;
  await seat.quiet();
  seat.environment.visible.set(false);
  seat.proxy.set({ stalled: 'both' });
  await desk.write(person, 'Its event is lost in the dead link');
  seat.environment.visible.set(true);
  await eventually('another socket', () => desk.sockets.opened > sockets);
  seat.proxy.set({ stalled: 'none' });
  await until(seat.core.connection, ({ name }) => name === 'online');
  await until(timeline.events, (events) => events.length === 1);
  await until(timeline.phase, ({ name }) => name === 'live');
  await seat.core.close();
});

test('P8 a page that wakes with a sound line keeps its socket and joins nothing anew', async () => {
  const { person, seat } = await live();
  const [first] = joinsOf(person);
  const beats = (): number =>
    desk.sockets.of('sent', 'heartbeat').filter(({ socket }) => socket === first!.socket).length;
  const before = beats();
  seat.environment.visible.set(false);
  seat.environment.visible.set(true);
  await eventually('it asks for a sign of life', () => beats() > before);
  await sleep(500);
  const joins = joinsOf(person);
  assert.ok(joins.every(({ socket }) => socket === first!.socket));
  assert.equal(new Set(joins.map(({ topic }) => topic)).size, joins.length, 'each topic is joined once');
  await seat.core.close();
});

test('P9 topics that were lost together come back one after another, each by one join', async () => {
  const person = await desk.createPerson();
  const seat = await desk.sit(person);
  const { channels, close, until: end } = topicsOf(seat, async () => person.accessToken);
  const names = Array.from({ length: 12 }, (_, index) => `presence:room ${index}`);
  const handles = names.map((topic) => channels.open(room(topic), {}, end));
  const isJoin = ({ topic }: { topic: string }): boolean => names.includes(topic);
  for (const { state } of handles) await until(state, ({ name }) => name === 'live');
  const first = desk.sockets.of('sent', 'phx_join').filter(isJoin);
  seat.proxy.dropSockets();
  for (const { state } of handles) await until(state, ({ name }) => name === 'lost');
  for (const { state } of handles) await until(state, ({ name }) => name === 'live');
  const again = desk.sockets.of('sent', 'phx_join').filter(isJoin).slice(first.length);
  assert.deepEqual(again.map(({ topic }) => topic).sort(), [...names].sort());
  for (const round of [first, again]) {
    const most = Math.max(
      ...round.map(({ at }) => round.filter((other) => other.at >= at && other.at < at + 950).length),
    );
    assert.ok(most <= 5, `${most} joins within a second`);
  }
  close();
});

test('P9 a topic that is refused is asked for three times and then left in peace', async () => {
  const person = await desk.createPerson();
  const seat = await desk.sit(person);
  const { channels, connection, close, until: end } = topicsOf(seat, async () => person.accessToken);
  const topic = `timeline:${crypto.randomUUID()}`;
  const { state } = channels.open(room(topic), {}, end);
  const joins = (): number =>
    desk.sockets.of('sent', 'phx_join').filter((frame) => frame.topic === topic).length;
  await eventually('three refusals', () => joins() === 3);
  await sleep(3_000);
  assert.equal(joins(), 3);
  assert.equal(state.get().name, 'refused');
  connection.wake();
  await eventually('asked again after waking', () => joins() === 4);
  await sleep(1_500);
  assert.equal(joins(), 4, 'once per wake');
  close();
});

test('P17 what is told while the topic is not joined goes neither by HTTP nor out of date', async () => {
  const [person, other] = await Promise.all([desk.createPerson(), desk.createPerson()]);
  const [seat, far] = await Promise.all([desk.sit(person), desk.sit(other)]);
  const mine = topicsOf(seat, async () => person.accessToken);
  const theirs = topicsOf(far, async () => other.accessToken);
  const heard: [string, Values][] = [];
  const replies: (() => void)[] = [];
  desk.sockets.meddle(({ topic, event }, deliver) =>
    topic === 'presence:lobby' && event === 'phx_reply' ? void replies.push(deliver) : deliver(),
  );
  const listening = theirs.channels.open(
    room('presence:lobby'),
    { onBroadcast: (event, payload) => heard.push([event, payload]) },
    theirs.until,
  );
  const speaking = mine.channels.open(room('presence:lobby'), {}, mine.until);
  const asked: string[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => (asked.push(String(input)), fetch(input, init));
  try {
    await eventually('both have asked to join', () => replies.length === 2);
    speaking.broadcast('while joining', {});
    desk.sockets.leaveAlone();
    for (const deliver of replies) deliver();
    await until(listening.state, ({ name }) => name === 'live');
    await until(speaking.state, ({ name }) => name === 'live');
    seat.proxy.set({ cut: true });
    await until(speaking.state, ({ name }) => name === 'lost');
    speaking.broadcast('outdated', {});
    speaking.broadcast('expired', {}, { keepMs: 1 });
    for (let step = 1; step <= 3; step += 1) speaking.broadcast('kept', { step }, { keepMs: 60_000 });
    await sleep(20);
    seat.proxy.set({ cut: false });
    await until(speaking.state, ({ name }) => name === 'live');
    speaking.broadcast('end', {});
    await eventually('the last word', () => heard.some(([event]) => event === 'end'));
  } finally {
    globalThis.fetch = fetch;
  }
  assert.deepEqual(
    heard.filter(([event]) => event !== 'kept').map(([event]) => event),
    ['end'],
  );
  const kept = heard.filter(([event]) => event === 'kept').map(([, { step }]) => step);
  assert.deepEqual(kept, [1, 2, 3]);
  assert.deepEqual(
    asked.filter((url) => url.includes('/api/broadcast')),
    [],
  );
  mine.close();
  theirs.close();
});

test('P18 two hundred topics later no more than ten idle ones are joined, and after the end none', async () => {
  const { seat } = await live();
  for (let cycle = 0; cycle < 200; cycle += 1) {
    const end = new AbortController();
    seat.core.use(timelineFeature, crypto.randomUUID(), end.signal);
    end.abort();
  }
  const person = await desk.createPerson();
  const { channels, close, until: end } = topicsOf(seat, async () => person.accessToken);
  for (let cycle = 0; cycle < 200; cycle += 1) {
    const use = new AbortController();
    channels.open(room(`presence:cycle ${cycle}`), {}, use.signal);
    use.abort();
  }
  assert.equal(channels.stats().length, 10);
  const used = channels.open(room('presence:used'), {}, end);
  await until(used.state, ({ name }) => name === 'live');
  assert.equal(channels.stats().length, 11);
  await eventually('the socket carries those alone', () => {
    const joined = new Set(desk.sockets.of('sent', 'phx_join').map(({ topic }) => topic));
    return [...joined].filter((topic) => topic.startsWith('presence:cycle')).length === 10;
  });
  close();
  assert.deepEqual(channels.stats(), []);
});

test('P19 all widgets of a core share one socket', async () => {
  const { person, seat } = await live();
  const other = seat.core.use(timelineFeature, crypto.randomUUID(), seat.end.signal);
  const presence = seat.core.use(presenceFeature, person.id, seat.end.signal);
  await until(other.phase, ({ name }) => name === 'live');
  await until(presence.phase, ({ name }) => name === 'live');
  const joins = joinsOf(person);
  assert.ok(joins.length > 1);
  assert.equal(new Set(joins.map(({ socket }) => socket)).size, 1);
  await seat.core.close();
});
