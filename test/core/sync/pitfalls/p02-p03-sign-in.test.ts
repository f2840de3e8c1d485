import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimsOf } from '../../../../src/core/lib/jwt.ts';
import { until } from '../../../support/until.ts';
import { eventually } from '../../../support/eventually.ts';
import { openDesk, type Desk } from './desk.ts';
import { topicsOf } from './topics.ts';
import { timelineFeature } from '../../../../src/core/features/timeline.ts';

let desk: Desk;
before(async () => (desk = await openDesk()));
after(() => desk.close());

const joins = () => desk.sockets.of('sent', 'phx_join');
const expiryOf = (token: string): number => Number(claimsOf(token)?.['exp']) * 1000;

for (const ms of [0, 50, 500]) {
  test(`P2 the first join carries the person's token, though the sign-in takes ${ms} ms`, async () => {
    const person = await desk.createPerson();
    const seat = await desk.sit(person);
    const before = joins().length;
    const { channels, close, until: end } = topicsOf(seat, async () => (await sleep(ms), person.accessToken));
    const topic = `timeline:${person.id}`;
    const { state } = channels.open({ topic, changes: [], feed: false, presenceKey: undefined }, {}, end);
    await until(state, ({ name }) => name === 'live');
    const tokens = joins()
      .slice(before)
      .map(({ payload }) => payload.access_token);
    assert.deepEqual(
      tokens.map((token) => claimsOf(token ?? '')?.['sub']),
      [person.id],
    );
    close();
  });
}

test('P3 a topic that the server closes with the token comes back with a new one, and nothing is missed', async () => {
  const person = await desk.createPerson();
  const seat = await desk.sit(person, { accessToken: () => desk.tokenFor(person, 6), heartbeatMs: 10_000 });
  const timeline = seat.core.use(timelineFeature, person.id, seat.end.signal);
  await until(timeline.phase, ({ name }) => name === 'live');
  const topic = `timeline:${person.id}`;
  await eventually('the server closes the topic', () =>
    desk.sockets.of('received', 'phx_close').some((frame) => frame.topic === topic),
  );
  await desk.write(person, 'Written after the end of the first token');
  await until(timeline.events, (events) => events.length === 1);
  await until(timeline.phase, ({ name }) => name === 'live');
  assert.ok(seat.events.every(({ type }) => type !== 'error'));
  await seat.core.close();
});

test('P3 a pane that slept for longer than its token lives wakes up with a new one, and asks with no old one', async () => {
  const person = await desk.createPerson();
  let token = await desk.tokenFor(person, 6);
  let renewed = false;
  const seat = await desk.sit(person, {
    accessToken: async () => {
      const now = token;
      // The page has to fetch a new one first.
      if (renewed) await sleep(1_000);
      return now;
    },
    heartbeatMs: 10_000,
  });
  const timeline = seat.core.use(timelineFeature, person.id, seat.end.signal);
  await until(timeline.phase, ({ name }) => name === 'live');
  await seat.quiet();
  // Asleep: nothing comes through any more, and nobody notices.
  seat.environment.visible.set(false);
  seat.proxy.set({ latency: 1e9 });
  await sleep(expiryOf(token) - Date.now() + 1_000);
  await desk.write(person, 'Written while the pane slept');
  token = await desk.tokenFor(person, 3_600);
  renewed = true;
  const asleep = desk.sockets.frames.length;
  seat.proxy.set({ latency: 0 });
  // The system tells of the dead socket only now, together with everything else.
  seat.proxy.dropSockets();
  seat.environment.visible.set(true);
  await until(timeline.events, (events) => events.length === 1);
  await until(timeline.phase, ({ name }) => name === 'live');
  const rejoins = desk.sockets.frames
    .slice(asleep)
    .filter(({ event, direction }) => event === 'phx_join' && direction === 'sent');
  assert.ok(rejoins.length > 0, 'it joined anew');
  for (const { payload, at } of rejoins) assert.ok(expiryOf(payload.access_token) > at);
  assert.ok(seat.events.every(({ type }) => type !== 'error'));
  assert.equal(seat.core.connection.get().name, 'online');
});
