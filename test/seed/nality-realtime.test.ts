import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createNality,
  presenceFeature,
  timelineFeature,
  type NalityError,
  type NalityOptions,
} from '../../src/core/index.ts';
import { eventually } from '../support/eventually.ts';
import { nodeEnvironment, type NodeEnvironment } from '../support/node-environment.ts';
import { pacedEnvironment } from '../support/paced-environment.ts';
import { until } from '../support/until.ts';
import { joins } from './joins.ts';
import { openFamily, type Family } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

/** Pauses of seconds are over in a moment. */
const HURRY = 200;

/** A machine that keeps count of its sockets, and whose chance always draws the shortest pause. */
function watched(environment = pacedEnvironment()) {
  /** What was waited for before each attempt, in milliseconds; undefined for one that nothing was waited for. */
  const pauses: (number | undefined)[] = [];
  let beats = 0;
  let over: number | undefined;
  const machine: NodeEnvironment = {
    ...environment,
    random: () => 0,
    after: (ms, task) =>
      environment.after(ms, () => {
        over = ms;
        task();
        over = undefined;
      }),
    openWebSocket(url, events, until) {
      pauses.push(over);
      const socket = environment.openWebSocket(url, events, until);
      return {
        get readyState() {
          return socket.readyState;
        },
        send(text) {
          if (text.includes('"heartbeat"')) beats += 1;
          socket.send(text);
        },
      };
    },
  };
  return { machine, pace: environment.pace, pauses, beats: () => beats };
}

/** Loses the line until it was tried again after all these pauses, of which chance takes half; then both know of each other again. */
async function returns(reconnect: NalityOptions['reconnect'], expected: readonly number[]): Promise<void> {
  const { machine, pace, pauses } = watched();
  const { left, owner, mine } = await family.pair();
  const again = await family.sit(owner, { environment: machine, reconnect });
  const timeline = again.core.use(timelineFeature, owner.id, again.end.signal);
  await until(timeline.phase, ({ name }) => name === 'live');
  const before = pauses.length;
  pace(HURRY);
  again.line.set({ cut: true });
  const id = mine.add({ title: 'While she was away', start_date: '1903-12-10' });
  await until(left.core.outbox.status, ({ pending }) => pending === 0);
  await eventually('it is tried again', () => pauses.length >= before + expected.length);
  pace(1);
  assert.deepEqual(
    pauses.slice(before, before + expected.length),
    expected.map((full) => full / 2),
  );
  again.line.set({ cut: false });
  await until(timeline.events, ([row]) => row?.row.id === id);
  timeline.update(id, { title: 'Here again' });
  await until(mine.events, ([row]) => row?.row.title === 'Here again');
}

describe('NalityRealtime', () => {
  it('getConnectionState: connecting, connected, and connecting again after a loss', async () => {
    const { left, right, theirs, mine } = await family.pair();
    assert.equal(right.core.connection.get().name, 'online');
    right.line.set({ cut: true });
    await until(right.core.connection, ({ name }) => name === 'connecting');
    mine.add({ title: 'While she was away', start_date: '1903-12-10' });
    await until(left.core.outbox.status, ({ pending }) => pending === 0);
    right.line.set({ cut: false });
    await until(right.core.connection, ({ name }) => name === 'online');
    await until(theirs.events, (rows) => rows.some(({ row }) => row.title === 'While she was away'));
  });

  it('onConnectionStateChange: realtime:connection tells state and attempts', async () => {
    const { right } = await family.pair();
    right.line.set({ cut: true });
    await until(right.core.connection, (state) => state.name === 'connecting' && state.attempt >= 2);
    const told = right.events.flatMap((event) => (event.type === 'connection' ? [event] : []));
    assert.deepEqual(told[0], { type: 'connection', state: 'connecting', attempts: 1 });
    assert.ok(told.some(({ state }) => state === 'connected'));
    assert.deepEqual([told.at(-1)?.state, (told.at(-1)?.attempts ?? 0) >= 2], ['connecting', true]);
  });

  it('attemptReconnection: a lost client tries again after min(1000 · 2ⁿ, 30000) milliseconds, less at most half by chance, and is here again with what came meanwhile', () =>
    returns({}, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]));

  it('reconnectAfterMs: a lost client tries again after the pauses of the page, and is here again', () =>
    returns({ baseMs: 300, maxMs: 2_000 }, [600, 1_200, 2_000, 2_000]));

  it('maxReconnectAttempts and onConnectionError: gives up after so many, says so by realtime:error, and begins anew on a wake', async () => {
    const person = await family.backend.createPerson('Pierre');
    const seat = await family.sit(person, { maxReconnectAttempts: 2 });
    seat.core.use(timelineFeature, person.id, seat.end.signal);
    await until(seat.core.connection, ({ name }) => name === 'online');
    seat.line.set({ cut: true });
    await until(seat.core.connection, ({ name }) => name === 'failed');
    assert.ok(seat.events.some((event) => event.type === 'error' && event.error.code === 'offline'));
    seat.line.set({ cut: false });
    seat.environment.visible.set(false);
    seat.environment.visible.set(true);
    await until(seat.core.connection, ({ name }) => name === 'online');
  });

  it('heartbeatIntervalMs: so often the server is asked for a sign of life, and a line that gives none is left for another', async () => {
    const { machine, beats } = watched();
    const { left, owner, editor, mine } = await family.pair();
    const seat = await family.sit(editor, { environment: machine, heartbeatMs: 500 });
    const timeline = seat.core.use(timelineFeature, owner.id, seat.end.signal);
    await until(timeline.phase, ({ name }) => name === 'live');
    const before = beats();
    await eventually('it is asked again and again', () => beats() >= before + 5);
    seat.line.set({ stalled: 'both' });
    await until(seat.core.connection, ({ name }) => name === 'connecting');
    const id = mine.add({ title: 'While nobody answered', start_date: '1903-12-10' });
    await until(left.core.outbox.status, ({ pending }) => pending === 0);
    seat.line.set({ stalled: 'none' });
    await until(timeline.events, ([row]) => row?.row.id === id);
  });

  it('timeoutMs: a server that does not answer is waited for so long, and then tried again', async () => {
    const [one, other] = [
      await family.backend.createPerson('Marie'),
      await family.backend.createPerson('Pierre'),
    ];
    const room = `salon-${one.id}`;
    const left = await family.sit(one);
    const { people } = left.core.use(presenceFeature, room, left.end.signal);
    const { machine, pauses } = watched();
    const right = await family.sit(other, { environment: machine, timeoutMs: 500 });
    right.core.use(presenceFeature, room, right.end.signal);
    await until(people, (list) => list.some(({ id }) => id === other.id));
    const before = pauses.length;
    right.line.set({ stalled: 'both' });
    right.line.dropSockets();
    // By default the fifth attempt is made after more than forty seconds.
    await eventually('it is tried again and again', () => pauses.length >= before + 5);
    await until(people, (list) => !list.some(({ id }) => id === other.id));
    right.line.set({ stalled: 'none' });
    await until(people, (list) => list.some(({ id }) => id === other.id));
  });

  it('eventsPerSecond: of a mouse that moves and moves the other hears at most ten a second after the first ten, and where it stops', async () => {
    const { owner, right, mine, theirs } = await family.pair();
    const heard: number[] = [];
    const id = mine.add({ title: 'Radium', start_date: '1898-12-26' });
    const channel = owner.client.channel(`timeline_collab:${owner.id}`, { config: { private: true } });
    channel.on('broadcast', { event: 'collaboration' }, ({ payload }) => {
      const { type, data } = payload as { type: string; data: { x: number } };
      if (type === 'cursor_move') heard.push(data.x);
    });
    assert.equal(await joins(channel), 'SUBSCRIBED');
    const { now, after } = right.environment;
    const begin = now();
    let moves = 0;
    while (moves < 200 || now() < begin + 1_000) {
      theirs.point({ subject: id, x: 1 / (moves += 1), y: 0.5 });
      await new Promise((resolve) => after(1, () => resolve(undefined)));
    }
    await eventually('the last is heard', () => heard.at(-1) === 1 / moves);
    const seconds = (now() - begin) / 1_000;
    assert.ok(heard.length <= 10 + 10 * seconds, `${heard.length} of ${moves} in ${seconds} s`);
    await until(mine.cursors, (all) => [...all.values()][0]?.x === 1 / moves);
  });

  it('heartbeatIntervalMs, timeoutMs and reconnectAfterMs: options, refused when they make no sense', () => {
    for (const wrong of [{ heartbeatMs: 0 }, { timeoutMs: -1 }, { reconnect: { baseMs: Number.NaN } }])
      assert.throws(
        () =>
          createNality({ url: 'https://x.supabase.co', key: 'k', environment: nodeEnvironment(), ...wrong }),
        ({ code }: NalityError) => code === 'config',
      );
  });
});
