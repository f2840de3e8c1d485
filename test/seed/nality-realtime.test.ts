import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createNality, timelineFeature, type NalityError } from '../../src/core/index.ts';
import { backoff } from '../../src/core/lib/backoff.ts';
import { nodeEnvironment } from '../support/node-environment.ts';
import { until } from '../support/until.ts';
import { openFamily, type Family } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

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

  it('attemptReconnection: min(1000 · 2ⁿ, 30000) milliseconds, the upper half by chance', () => {
    for (const [attempt, full] of [
      [1, 2_000],
      [2, 4_000],
      [4, 16_000],
      [5, 30_000],
      [40, 30_000],
    ] as const) {
      assert.equal(backoff(attempt, { random: () => 0 }), full / 2);
      assert.ok(backoff(attempt, { random: () => 0.999_999 }) <= full);
    }
  });

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

  it('heartbeatIntervalMs, timeoutMs and reconnectAfterMs: options, refused when they make no sense', () => {
    for (const wrong of [{ heartbeatMs: 0 }, { timeoutMs: -1 }, { reconnect: { baseMs: Number.NaN } }])
      assert.throws(
        () =>
          createNality({ url: 'https://x.supabase.co', key: 'k', environment: nodeEnvironment(), ...wrong }),
        ({ code }: NalityError) => code === 'config',
      );
  });
});
