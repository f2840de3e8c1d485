import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createOthers, type Others } from '../../../src/core/sync/others.ts';
import { ROSTER_LIMITS } from '../../../src/core/sync/roster.ts';
import type { PresenceState } from '../../../src/core/sync/channel.ts';
import { fakeEnvironment, type FakeEnvironment } from '../../support/fake-environment.ts';
import { EVE, IRENE, MARIE, RADIUM } from '../../support/fake-peer.ts';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

async function listen<T>(work: (others: Others, environment: FakeEnvironment) => T | Promise<T>): Promise<T> {
  const environment = fakeEnvironment();
  const end = new AbortController();
  const others = createOthers({ me: MARIE, tab: MARIE }, environment, end.signal);
  try {
    return await work(others, environment);
  } finally {
    end.abort();
  }
}

/** How much is kept and shown, by kind. */
const sizesOf = (others: Others): number[] => {
  const { people, editing, typists, cursors, selections } = others;
  const inAll = (map: ReadonlyMap<string, readonly string[]>): number => [...map.values()].flat().length;
  return [
    people.get().length,
    inAll(editing.get()),
    inAll(typists.get()),
    cursors.get().size,
    selections.get().size,
  ];
};

/** Fields as a client could fill them, wild and nearly right. */
const wild = fc.anything({ withNullPrototype: true, maxDepth: 3 });
const ids = fc.oneof(fc.constantFrom(MARIE, IRENE, EVE, RADIUM, '__proto__', 'constructor'), fc.uuid(), wild);
const numbers = fc.oneof(fc.double(), fc.integer(), wild);
const payloads = fc.oneof(
  wild,
  fc.record(
    {
      type: fc.oneof(fc.constantFrom('edit_start', 'edit_end', 'cursor_move', 'selection_change'), wild),
      tab: ids,
      user_id: ids,
      place: ids,
      is_typing: fc.oneof(fc.boolean(), wild),
      data: fc.oneof(
        wild,
        fc.record(
          {
            event_id: ids,
            x: numbers,
            y: numbers,
            start: numbers,
            end: numbers,
            field: fc.oneof(fc.string(), fc.constant('title')),
          },
          { requiredKeys: [] },
        ),
      ),
    },
    { requiredKeys: [] },
  ),
);
const presences = fc.dictionary(
  fc.oneof(fc.uuid(), fc.constantFrom(IRENE, EVE, '__proto__')),
  fc.oneof(
    wild,
    fc.array(fc.oneof(wild, fc.record({ tab: ids, status: wild, visit: numbers }, { requiredKeys: [] }))),
  ),
);
const steps = fc.oneof(
  fc.record({ presence: presences }),
  fc.record({ event: fc.constantFrom('collaboration', 'typing', '__proto__'), payload: payloads }),
);

test('no message whatsoever throws, is shown unchecked, or changes what every object inherits', async () => {
  const inherited = Object.getOwnPropertyNames(Object.prototype).join();
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 60 }), (run) =>
      listen(async (others, environment) => {
        others.hearPresence({ [IRENE]: [{ tab: IRENE }], [EVE]: [{ tab: EVE }] });
        for (const step of run) {
          if ('presence' in step) others.hearPresence(step.presence as PresenceState);
          else others.hearBroadcast(step.event, step.payload);
        }
        await environment.advance(50);
        for (const { id: person } of others.people.get()) assert.match(person, /^[0-9a-f-]{36}$/);
        for (const { x, y } of others.cursors.get().values()) assert.ok(x >= 0 && x <= 1 && y >= 0 && y <= 1);
        for (const { start, end } of others.selections.get().values())
          assert.ok(Number.isInteger(start) && start >= 0 && end >= start && end <= 100_000);
      }),
    ),
    { numRuns: 300 },
  );
  assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), inherited);
});

/** A room full of hostile connections; each of them says as much as it can. */
function besiege(others: Others): void {
  const crowd = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, i) => [id(i), [{ tab: id(i), status: 'online' }]]),
  );
  others.hearPresence(crowd);
  for (let round = 0; round < 30; round += 1) {
    for (let i = 0; i < 3_000; i += 1) {
      const tab = id(i);
      const subject = id(10_000 + i * 30 + round);
      others.hearBroadcast('collaboration', { tab, type: 'edit_start', data: { event_id: subject } });
      others.hearBroadcast('typing', { tab, place: subject, is_typing: true });
    }
  }
}

test('a crowd that says all that it can stays within the limits', async () => {
  await listen(async (others, environment) => {
    besiege(others);
    await environment.advance(50);
    const [people, claims, typing] = sizesOf(others);
    assert.deepEqual([people, claims, typing], [ROSTER_LIMITS.inAll, 1_000, 1_000]);
    await environment.advance(60_000);
    assert.deepEqual(sizesOf(others).slice(1), [0, 0, 0, 0], 'and passes');
  });
});

test('one connection has a bounded say', async () => {
  await listen(async (others, environment) => {
    others.hearPresence({ [EVE]: [{ tab: EVE, status: 'online' }] });
    for (let i = 0; i < 50; i += 1) {
      others.hearBroadcast('collaboration', { tab: EVE, type: 'edit_start', data: { event_id: id(i) } });
      await environment.advance(50);
    }
    assert.equal(others.editing.get().size, 20);
  });
});

test('a flood is not listened to, whoever speaks besides is', async () => {
  await listen(async (others, environment) => {
    others.hearPresence({ [EVE]: [{ tab: EVE }], [IRENE]: [{ tab: IRENE }] });
    let shown = 0;
    others.cursors.subscribe(() => (shown += 1));
    const point = (tab: string, x: number): void =>
      others.hearBroadcast('collaboration', { tab, type: 'cursor_move', data: { x, y: 0 } });
    for (let i = 0; i < 10_000; i += 1) point(EVE, i / 10_000);
    point(IRENE, 0.5);
    await environment.advance(50);
    assert.equal(shown, 1, 'the screen hears of it once per frame');
    assert.equal(others.cursors.get().get(EVE)?.x, 59 / 10_000);
    assert.equal(others.cursors.get().get(IRENE)?.x, 0.5);
  });
});

test('a connection that is not present counts for nothing, and neither does who it says that it is', async () => {
  await listen(async (others, environment) => {
    others.hearPresence({ [EVE]: [{ tab: EVE }] });
    const data = { event_id: RADIUM };
    others.hearBroadcast('collaboration', { tab: IRENE, user_id: IRENE, type: 'edit_start', data });
    others.hearBroadcast('collaboration', { tab: EVE, user_id: IRENE, type: 'edit_start', data });
    others.hearPresence({ [EVE]: [{ tab: EVE }], [IRENE]: [{ tab: IRENE }] });
    await environment.advance(50);
    assert.deepEqual([...others.editing.get()], [[RADIUM, [EVE]]]);
  });
});

test('a message under the name of my own connection says nothing of me', async () => {
  await listen(async (others, environment) => {
    others.hearPresence({ [MARIE]: [{ tab: MARIE }], [EVE]: [{ tab: EVE }] });
    others.hearBroadcast('collaboration', { tab: MARIE, type: 'edit_start', data: { event_id: RADIUM } });
    await environment.advance(50);
    assert.equal(others.editing.get().size, 0);
  });
});
