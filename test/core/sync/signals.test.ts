import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { broadcastOf, isSignal, signalOf, tabOf, type Signal } from '../../../src/core/sync/signals.ts';
import { IRENE, MARIE, RADIUM } from '../../support/fake-peer.ts';

const sender = { me: MARIE, tab: IRENE, now: 1_898 };
const position = fc.integer({ min: 0, max: 100_000 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const signals: fc.Arbitrary<Signal> = fc.oneof(
  fc.record({ type: fc.constantFrom('edit_start', 'edit_end'), subject: fc.uuid() }),
  fc.record({ type: fc.constant('typing'), place: fc.uuid(), typing: fc.boolean() }),
  fc.record({
    type: fc.constant('cursor_move'),
    at: fc.option(fc.record({ subject: fc.option(fc.uuid()), x: share, y: share })),
  }),
  fc.record({
    type: fc.constant('selection_change'),
    what: fc.option(
      fc
        .record({
          subject: fc.uuid(),
          field: fc.constantFrom('title', 'description', 'start_date'),
          start: position,
          end: position,
        })
        .map((range) => ({ ...range, end: Math.max(range.start, range.end) })),
    ),
  }),
) as fc.Arbitrary<Signal>;

test('what is told is heard as it was told', () => {
  fc.assert(
    fc.property(signals, (said) => {
      const { event, payload } = broadcastOf(said, sender);
      const received = JSON.parse(JSON.stringify(payload)) as unknown;
      assert.ok(isSignal(event));
      assert.equal(tabOf(received), IRENE);
      assert.equal(JSON.stringify(signalOf(event, received)), JSON.stringify(said));
    }),
  );
});

test('the messages have the shapes of the product, and the tab', () => {
  const base = { user_id: MARIE, tab: IRENE, timestamp: 1_898 };
  assert.deepEqual(broadcastOf({ type: 'edit_start', subject: RADIUM }, sender), {
    event: 'collaboration',
    payload: { ...base, type: 'edit_start', data: { event_id: RADIUM } },
  });
  assert.deepEqual(broadcastOf({ type: 'cursor_move', at: { subject: null, x: 0.5, y: 1 } }, sender), {
    event: 'collaboration',
    payload: { ...base, type: 'cursor_move', data: { event_id: null, x: 0.5, y: 1 } },
  });
  assert.deepEqual(broadcastOf({ type: 'selection_change', what: null }, sender), {
    event: 'collaboration',
    payload: { ...base, type: 'selection_change', data: null },
  });
});

test('numbers are clamped, and those that are none say nothing', () => {
  const cursor = (x: unknown, y: unknown) =>
    signalOf('collaboration', { type: 'cursor_move', data: { x, y } });
  assert.deepEqual(cursor(-5, 1e308), { type: 'cursor_move', at: { subject: null, x: 0, y: 1 } });
  for (const x of [Number.NaN, Infinity, '0.5', null, undefined, 1n, [0.5]])
    assert.equal(cursor(x, 0), undefined);
  const selection = { event_id: RADIUM, field: 'title', start: 9.7, end: -3 };
  assert.deepEqual(signalOf('collaboration', { type: 'selection_change', data: selection }), {
    type: 'selection_change',
    what: { subject: RADIUM, field: 'title', start: 9, end: 9 },
  });
});

test('what is unknown, not whole, or about no UUID says nothing', () => {
  const nothing: readonly [string, unknown][] = [
    ['collaboration', { type: 'edit_start', data: { event_id: '__proto__' } }],
    ['collaboration', { type: 'edit_start', data: { event_id: 'x'.repeat(1_000_000) } }],
    ['collaboration', { type: 'edit_start', data: { event_id: [RADIUM] } }],
    ['collaboration', { type: 'edit_start' }],
    ['collaboration', { type: 'cursor_move' }],
    ['collaboration', { type: 'cursor_move', data: 'here' }],
    ['collaboration', { type: 'constructor', data: { event_id: RADIUM } }],
    [
      'collaboration',
      { type: 'selection_change', data: { event_id: RADIUM, field: '__proto__!', start: 0, end: 0 } },
    ],
    [
      'collaboration',
      { type: 'selection_change', data: { event_id: RADIUM, field: 'a'.repeat(41), start: 0, end: 0 } },
    ],
    ['typing', { place: RADIUM, is_typing: 'yes' }],
    ['typing', { place: 'chat', is_typing: true }],
    ['rights', { type: 'edit_start', data: { event_id: RADIUM } }],
    ['collaboration', null],
  ];
  for (const [event, payload] of nothing) assert.equal(signalOf(event, payload), undefined);
  for (const payload of [null, undefined, 7, [], { tab: 7 }, { tab: 'x' }])
    assert.equal(tabOf(payload), undefined);
});
