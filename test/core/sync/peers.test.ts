import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOLD_MS, POINT_MS, RENEW_MS } from '../../../src/core/sync/others.ts';
import type { Peers } from '../../../src/core/sync/peers.ts';
import { LEAVE_MS } from '../../../src/core/sync/roster.ts';
import { fakeEnvironment, settle } from '../../support/fake-environment.ts';
import { EVE, IRENE, MARIE, POLONIUM, RADIUM, sitDown } from '../../support/fake-peer.ts';
import { fakeRoom } from '../../support/fake-room.ts';

/** Longer than a frame, shorter than anything else that happens here. */
const MOMENT = 50;

function scene() {
  const environment = fakeEnvironment();
  const room = fakeRoom();
  const sit = (person: string) => sitDown(room, person, environment);
  return { environment, room, sit, moment: () => environment.advance(MOMENT) };
}

const idsOf = ({ people }: Peers): string[] => people.get().map(({ id }) => id);
const statusesOf = ({ people }: Peers): string[] => people.get().map(({ status }) => status);

test('tabs and devices of a person are one entry, online if one of them is', async () => {
  const { sit, moment } = scene();
  const [marie, laptop, phone] = [sit(MARIE), sit(IRENE), sit(IRENE)];
  phone.status.set('away');
  await moment();
  assert.deepEqual(idsOf(marie.peers), [MARIE, IRENE]);
  assert.deepEqual(statusesOf(marie.peers), ['online', 'online']);
  laptop.status.set('away');
  await moment();
  assert.deepEqual(statusesOf(marie.peers), ['online', 'away']);
});

test('whoever reloads was never gone, whoever leaves is gone after three seconds', async () => {
  const { sit, moment, environment } = scene();
  const marie = sit(MARIE);
  const before = sit(IRENE);
  await moment();
  const seen: string[][] = [];
  marie.peers.people.subscribe(() => seen.push(idsOf(marie.peers)));
  before.close();
  await environment.advance(LEAVE_MS - 500);
  const after = sit(IRENE);
  await environment.advance(60_000);
  assert.deepEqual(seen, [], 'a reload is no news');
  after.close();
  await environment.advance(LEAVE_MS - MOMENT);
  assert.deepEqual(seen, []);
  await environment.advance(2 * MOMENT);
  assert.deepEqual(seen, [[MARIE]]);
});

test('presence is told four times in thirty seconds at most, and the last state is never left untold', async () => {
  const { sit, environment, room } = scene();
  const marie = sit(MARIE);
  for (let change = 0; change < 101; change += 1) {
    marie.status.set(change % 2 === 0 ? 'away' : 'online');
    await environment.advance(700);
  }
  await environment.advance(30_000);
  const times = marie.line.tracked.map((meta) => Date.parse(String(meta['last_seen'])));
  assert.ok(times.length >= 9, `told only ${times.length} times in 100 s`);
  for (const [i, time] of times.entries()) assert.ok((times[i + 4] ?? Infinity) - time >= 30_000);
  assert.equal(room.presence[MARIE]?.[0]?.['status'], 'away');
});

test('a state that the server did not take is told again; one that it knows is not', async () => {
  const { sit, environment, room } = scene();
  const marie = sit(MARIE);
  await settle();
  marie.line.takes = false;
  marie.status.set('away');
  await environment.advance(1_000);
  marie.line.takes = true;
  await environment.advance(60_000);
  assert.equal(room.presence[MARIE]?.[0]?.['status'], 'away');
  const told = marie.line.tracked.length;
  marie.status.set('online');
  marie.status.set('away');
  await environment.advance(120_000);
  assert.ok(marie.line.tracked.length <= told + 2);
});

test('every join is followed by a word on how I am', async () => {
  const { sit, environment, room } = scene();
  const marie = sit(MARIE);
  await settle();
  marie.line.lose();
  assert.deepEqual(Object.keys(room.presence), []);
  marie.line.join();
  await environment.advance(MOMENT);
  assert.deepEqual(Object.keys(room.presence), [MARIE]);
});

test('who edits what is told to the others, not to myself, and ends with the last place', async () => {
  const { sit, moment } = scene();
  const [marie, irene] = [sit(MARIE), sit(IRENE)];
  const myOtherTab = sit(IRENE);
  await moment();
  const first = irene.peers.claim(RADIUM);
  const second = irene.peers.claim(RADIUM);
  await moment();
  assert.deepEqual([...marie.peers.editing.get()], [[RADIUM, [IRENE]]]);
  assert.equal(myOtherTab.peers.editing.get().size, 0);
  first();
  first();
  await moment();
  assert.equal(marie.peers.editing.get().size, 1);
  second();
  await moment();
  assert.equal(marie.peers.editing.get().size, 0);
});

test('the next editor takes over when the first gives up, leaves, or is cut off', async () => {
  const { sit, moment, environment } = scene();
  const marie = sit(MARIE);
  for (const end of ['release', 'close', 'lose'] as const) {
    const [irene, eve] = [sit(IRENE), sit(EVE)];
    await moment();
    const release = irene.peers.claim(RADIUM);
    await moment();
    eve.peers.claim(RADIUM);
    await moment();
    assert.deepEqual(marie.peers.editing.get().get(RADIUM), [IRENE, EVE]);
    if (end === 'release') release();
    else if (end === 'close') irene.close();
    else irene.line.lose();
    await environment.advance(end === 'lose' ? LEAVE_MS + MOMENT : MOMENT);
    assert.deepEqual(marie.peers.editing.get().get(RADIUM), [EVE], end);
    irene.close();
    eve.close();
    await environment.advance(LEAVE_MS + MOMENT);
  }
});

test('a claim holds while it is renewed and ends by itself when its holder falls silent', async () => {
  const { sit, moment, environment, room } = scene();
  const [marie, irene] = [sit(MARIE), sit(IRENE)];
  await moment();
  irene.peers.claim(POLONIUM);
  await environment.advance(5 * HOLD_MS);
  assert.deepEqual(marie.peers.editing.get().get(POLONIUM), [IRENE]);
  const mute = room.connect();
  mute.appear(EVE, { tab: EVE, status: 'online' });
  mute.broadcast('collaboration', { type: 'edit_start', tab: EVE, data: { event_id: RADIUM } });
  await environment.advance(HOLD_MS - MOMENT);
  assert.deepEqual(marie.peers.editing.get().get(RADIUM), [EVE]);
  await environment.advance(2 * MOMENT);
  assert.equal(marie.peers.editing.get().has(RADIUM), false);
});

test('whoever comes late learns what is edited, pointed at and marked', async () => {
  const { sit, moment } = scene();
  const irene = sit(IRENE);
  await moment();
  irene.peers.claim(RADIUM);
  irene.peers.point({ subject: RADIUM, x: 0.25, y: 0.5 });
  irene.peers.select({ subject: RADIUM, field: 'title', start: 2, end: 4 });
  await moment();
  const marie = sit(MARIE);
  await moment();
  assert.deepEqual([...marie.peers.editing.get()], [[RADIUM, [IRENE]]]);
  assert.deepEqual([...marie.peers.cursors.get()], [[IRENE, { subject: RADIUM, x: 0.25, y: 0.5 }]]);
  assert.deepEqual(
    [...marie.peers.selections.get()],
    [[IRENE, { subject: RADIUM, field: 'title', start: 2, end: 4 }]],
  );
});

test('many who arrive at once are not answered one by one', async () => {
  const { sit, moment, room, environment } = scene();
  const irene = sit(IRENE);
  await moment();
  irene.peers.claim(RADIUM);
  const before = irene.line.sent.length;
  for (let guest = 0; guest < 40; guest += 1) {
    const id = `00000000-0000-4000-8000-0000000001${String(guest).padStart(2, '0')}`;
    room.connect().appear(id, { tab: id, status: 'online' });
  }
  await environment.advance(2_000);
  assert.ok(irene.line.sent.length - before <= 3, `${irene.line.sent.length - before} answers`);
});

test('a cursor moves at most ten times a second, ends where it was left, and is gone after half a minute', async () => {
  const { sit, moment, environment } = scene();
  const [marie, irene] = [sit(MARIE), sit(IRENE)];
  await moment();
  const before = irene.line.sent.length;
  for (let step = 1; step <= 200; step += 1) {
    irene.peers.point({ subject: null, x: step / 200, y: 0 });
    await environment.advance(10);
  }
  await environment.advance(200);
  const sent = irene.line.sent.length - before;
  assert.ok(sent >= 20 && sent <= 32, `${sent} messages in two seconds, the burst included`);
  assert.equal(marie.peers.cursors.get().get(IRENE)?.x, 1);
  await environment.advance(POINT_MS + MOMENT);
  assert.equal(marie.peers.cursors.get().size, 0);
});

test('a selection stays for as long as it is held, and a cursor or selection can be given up', async () => {
  const { sit, moment, environment } = scene();
  const [marie, irene] = [sit(MARIE), sit(IRENE)];
  await moment();
  irene.peers.select({ subject: RADIUM, field: 'title', start: 0, end: 1 });
  irene.peers.point({ subject: RADIUM, x: 0, y: 0 });
  await environment.advance(3 * HOLD_MS);
  assert.equal(marie.peers.selections.get().size, 1);
  irene.peers.point({ subject: RADIUM, x: 0, y: 0 });
  await moment();
  irene.peers.select(null);
  irene.peers.point(null);
  await moment();
  assert.deepEqual([marie.peers.selections.get().size, marie.peers.cursors.get().size], [0, 0]);
});

test('when my line or my right is lost, nobody does anything, at once; with my right nobody is here any more', async () => {
  for (const [end, left] of [
    ['lose', 2],
    ['refuse', 0],
  ] as const) {
    const { sit, moment } = scene();
    const [marie, irene] = [sit(MARIE), sit(IRENE)];
    await moment();
    irene.peers.claim(RADIUM);
    irene.peers.typing(POLONIUM).type();
    irene.peers.point({ subject: null, x: 0, y: 0 });
    irene.peers.select({ subject: RADIUM, field: 'title', start: 0, end: 0 });
    await moment();
    const shown = ({ people, editing, typists, cursors, selections }: Peers): number[] => [
      people.get().length,
      ...[editing, typists, cursors, selections].map((map) => map.get().size),
    ];
    assert.deepEqual(shown(marie.peers), [2, 1, 1, 1, 1]);
    marie.line[end]();
    assert.deepEqual(shown(marie.peers), [left, 0, 0, 0, 0], end);
    await moment();
    assert.deepEqual(shown(marie.peers), [left, 0, 0, 0, 0]);
  }
});

test('while my line is lost who was here last stays, and then whom the server tells', async () => {
  const { sit, environment } = scene();
  const [marie, irene, eve] = [sit(MARIE), sit(IRENE), sit(EVE)];
  await environment.advance(MOMENT);
  const seen: string[][] = [];
  marie.peers.people.subscribe(() => seen.push(idsOf(marie.peers)));
  marie.line.lose();
  irene.close();
  await environment.advance(60_000);
  marie.line.state.set({ name: 'live' });
  marie.line.state.set({ name: 'lost' });
  await environment.advance(60_000);
  assert.deepEqual(seen, [], 'they are not known to have gone');
  marie.line.join();
  await environment.advance(LEAVE_MS + MOMENT);
  assert.deepEqual(seen, [[MARIE, EVE]]);
  eve.status.set('away');
  await environment.advance(MOMENT);
  assert.deepEqual(statusesOf(marie.peers), ['online', 'away'], 'and they are followed again');
});

test('whoever lost the line together with me has three seconds more to come back than I', async () => {
  const { sit, environment } = scene();
  const [marie, irene, eve] = [sit(MARIE), sit(IRENE), sit(EVE)];
  await environment.advance(MOMENT);
  const seen: string[][] = [];
  marie.peers.people.subscribe(() => seen.push(idsOf(marie.peers)));
  for (const { line } of [marie, irene, eve]) line.lose();
  await environment.advance(1_000);
  marie.line.join();
  await environment.advance(1_000);
  irene.line.join();
  await environment.advance(LEAVE_MS);
  assert.deepEqual(seen, [[MARIE, IRENE]]);
});

test('what a right was lost for is not remembered when the line is lost, too', async () => {
  const { sit, environment } = scene();
  const marie = sit(MARIE);
  sit(IRENE);
  await environment.advance(MOMENT);
  marie.line.refuse();
  marie.line.lose();
  await environment.advance(MOMENT);
  assert.deepEqual(idsOf(marie.peers), []);
});

test('after a rejoin everything is there again, as it is then', async () => {
  const { sit, moment, environment } = scene();
  const [marie, irene] = [sit(MARIE), sit(IRENE)];
  await moment();
  const release = irene.peers.claim(RADIUM);
  irene.peers.claim(POLONIUM);
  await moment();
  marie.line.lose();
  release();
  marie.line.join();
  await environment.advance(1_000);
  assert.deepEqual(idsOf(marie.peers), [MARIE, IRENE]);
  assert.deepEqual([...marie.peers.editing.get()], [[POLONIUM, [IRENE]]]);
});

test('after the end nothing runs any more, and the others know', async () => {
  const { sit, moment, environment } = scene();
  const [marie, irene] = [sit(MARIE), sit(IRENE)];
  await moment();
  irene.peers.claim(RADIUM);
  irene.peers.typing(RADIUM).type();
  irene.peers.select({ subject: RADIUM, field: 'title', start: 0, end: 0 });
  await moment();
  irene.close();
  await moment();
  assert.equal(marie.peers.editing.get().size + marie.peers.typists.get().size, 0);
  const sent = irene.line.sent.length;
  irene.peers.claim(POLONIUM)();
  irene.peers.typing(POLONIUM).type();
  irene.peers.point({ subject: null, x: 0, y: 0 });
  await environment.advance(10 * RENEW_MS);
  assert.equal(irene.line.sent.length, sent);
  assert.equal(irene.line.tracked.length, 1);
});

test('whoever joins anew before the server has missed them is told what holds as well', async () => {
  const { sit, moment, room, environment } = scene();
  const irene = sit(IRENE);
  await moment();
  irene.peers.claim(RADIUM);
  await environment.advance(2_000);
  const guest = room.connect();
  const answers: number[] = [];
  for (const visit of [1, 1, 2]) {
    const before = irene.line.sent.length;
    guest.appear(EVE, { tab: EVE, status: 'online', visit });
    await environment.advance(1_000);
    answers.push(irene.line.sent.length - before);
  }
  assert.deepEqual(answers, [1, 0, 1]);
});

test('what the server broadcasts besides is passed on by name', async () => {
  const { sit, room, moment } = scene();
  const marie = sit(MARIE);
  const news: string[] = [];
  marie.peers.news.subscribe((name) => news.push(name));
  const database = room.connect();
  database.appear(EVE, {});
  database.broadcast('rights', {});
  database.broadcast('collaboration', {});
  await moment();
  assert.deepEqual(news, ['rights']);
});
