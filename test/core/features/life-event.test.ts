import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DATE_PRECISIONS,
  newestFirst,
  validateLifeEvent,
  type DatePrecision,
  type LifeEvent,
  type LifeEventDraft,
} from '../../../src/core/features/life-event.ts';

const TODAY = '2026-11-23';
const good: LifeEventDraft = { title: 'Radium', start_date: '1898-12-26' };

test('a title and a date are enough', () => {
  assert.equal(validateLifeEvent(good, TODAY).size, 0);
});

/** What is written, on top of a good event → what is wrong. */
const table: readonly (readonly [LifeEventDraft, Record<string, string>])[] = [
  [{ title: '' }, { title: 'required' }],
  [{ title: ' \n\t' }, { title: 'required' }],
  [{ title: 'x'.repeat(200) }, {}],
  [{ title: 'x'.repeat(201) }, { title: 'too-long' }],
  [{ title: '🧪'.repeat(200) }, {}],
  [{ start_date: null }, { start_date: 'required' }],
  [{ start_date: '1898-02-30' }, { start_date: 'invalid-date' }],
  [{ start_date: '26.12.1898' }, { start_date: 'invalid-date' }],
  [{ start_date: TODAY }, {}],
  [{ start_date: '2026-11-24' }, { start_date: 'in-future' }],
  [{ end_date: '1898-12-26' }, {}],
  [{ end_date: '1898-12-25' }, { end_date: 'end-before-start' }],
  [{ description: 'x'.repeat(5000) }, {}],
  [{ description: 'x'.repeat(5001) }, { description: 'too-long' }],
  [{ description: '🧪'.repeat(5000) }, {}],
  [{ location: 'x'.repeat(500) }, {}],
  [{ location: 'x'.repeat(501) }, { location: 'too-long' }],
  [{ tags: Array(50).fill('x') }, {}],
  [{ tags: Array(51).fill('x') }, { tags: 'too-long' }],
  [{ tags: ['x'.repeat(2000), 'x'.repeat(2000)] }, {}],
  [{ tags: ['x'.repeat(2000), 'x'.repeat(2001)] }, { tags: 'too-long' }],
  [{ tags: ['ä'.repeat(2001)] }, { tags: 'too-long' }],
  [{ importance: 1 }, {}],
  [{ importance: 10 }, {}],
  [{ importance: 0 }, { importance: 'out-of-range' }],
  [{ importance: 11 }, { importance: 'out-of-range' }],
  [{ importance: 5.5 }, { importance: 'out-of-range' }],
  [{ category: 'love' as never }, { category: 'unknown-value' }],
  [{ date_precision: 'hour' as never }, { date_precision: 'unknown-value' }],
  [
    { title: '', importance: 99 },
    { title: 'required', importance: 'out-of-range' },
  ],
];

for (const [draft, expected] of table) {
  test(`${JSON.stringify(draft).slice(0, 60)} is ${Object.keys(expected).length > 0 ? 'refused' : 'fine'}`, () => {
    assert.deepEqual(Object.fromEntries(validateLifeEvent({ ...good, ...draft }, TODAY)), expected);
  });
}

test('a change is checked by what it changes', () => {
  assert.equal(validateLifeEvent({ importance: 7 }, TODAY).size, 0);
});

test('newest first, and of one day always in the same order', () => {
  const event = (id: string, start_date: string): LifeEvent => ({ id, start_date }) as LifeEvent;
  const events = [event('a', '1898-12-26'), event('b', '1903-12-10'), event('c', '1898-12-26')];
  assert.deepEqual(
    events.toSorted(newestFirst).map(({ id }) => id),
    ['b', 'c', 'a'],
  );
  assert.deepEqual(
    events
      .toReversed()
      .sort(newestFirst)
      .map(({ id }) => id),
    ['b', 'c', 'a'],
  );
});

test('what is vague stands where it begins, after what begins there and is more exact', () => {
  const event = (id: string, start_date: string, date_precision: DatePrecision): LifeEvent =>
    ({ id, start_date, date_precision }) as LifeEvent;
  const events = [
    event('in 1951', '1951-03-01', 'day'),
    event('on New Year’s Day', '1950-01-01', 'day'),
    event('January', '1950-01-01', 'month'),
    event('winter', '1950-01-01', 'season'),
    event('b in 1950', '1950-01-01', 'year'),
    event('a in 1950', '1950-01-01', 'year'),
    event('the 1950s', '1950-01-01', 'decade'),
    event('about 1950', '1950-01-01', 'about'),
    event('in 1949', '1949-12-31', 'day'),
  ];
  assert.deepEqual(events.toReversed().sort(newestFirst), events);
});

test('the order refines the server’s, which goes by the first day alone', () => {
  const days = ['1950-01-01', '1950-01-02', '1949-12-31'];
  const events = days.flatMap((start_date) =>
    DATE_PRECISIONS.map(
      (date_precision) => ({ id: date_precision, start_date, date_precision }) as LifeEvent,
    ),
  );
  for (const left of events)
    for (const right of events)
      if (left.start_date! > right.start_date!) assert.ok(newestFirst(left, right) < 0);
});

test('the order is total: an event is equal to itself, and to nothing else', () => {
  const event = (id: string, start_date: string | null): LifeEvent => ({ id, start_date }) as LifeEvent;
  const events = [event('a', '1898-12-26'), event('b', '1898-12-26'), event('c', null), event('d', null)];
  for (const left of events)
    for (const right of events) {
      const [there, back] = [newestFirst(left, right), newestFirst({ ...right }, left)];
      assert.equal(Math.sign(there) + Math.sign(back), 0);
      assert.equal(there === 0, left === right);
    }
});

test('the order is total: an event has the place of its later self, and of no other', () => {
  const event = (title: string, id = 'a'): LifeEvent =>
    ({ id, title, start_date: '1898-12-26' }) as unknown as LifeEvent;
  assert.equal(newestFirst(event('Radium'), event('Radium discovered')), 0);
  assert.notEqual(newestFirst(event('Radium'), event('Radium', 'b')), 0);
});
