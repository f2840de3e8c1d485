import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdict } from '../../../../src/local/realtime/changes/drain.ts';
import type { Answers } from '../../../../src/local/realtime/changes/drain.ts';
import type { QueuedChange } from '../../../../src/local/realtime/changes/questions.ts';
import type { Subscription } from '../../../../src/local/realtime/changes/subscriptions.ts';

const insert: QueuedChange = { seq: '1', relation: 1, operation: 'INSERT', secured: false };
const subscription: Subscription = {
  id: '1',
  subscriber: { receiveChange: () => undefined, publicationChanged: () => undefined },
  bindingId: 1,
  entity: 1,
  event: '*',
  condition: null,
  columns: null,
  select: null,
  role: 'anon',
  claims: '{}',
};
const nothing: Answers = { refusals: new Map(), matches: new Map(), sights: new Map() };
const seen = new Map([['anon {}', new Set(['1'])]]);

test('without a condition and row level security everybody is told', () => {
  assert.equal(verdict(insert, subscription, nothing), 'told');
  assert.equal(verdict(insert, { ...subscription, event: 'INSERT' }, nothing), 'told');
  assert.equal(verdict(insert, { ...subscription, event: 'DELETE' }, nothing), 'no');
});

test('under row level security those who see the row are told', () => {
  assert.equal(verdict({ ...insert, secured: true }, subscription, nothing), 'no');
  assert.equal(verdict({ ...insert, secured: true }, subscription, { ...nothing, sights: seen }), 'told');
  assert.equal(
    verdict({ ...insert, seq: '2', secured: true }, subscription, { ...nothing, sights: seen }),
    'no',
  );
});

test('a condition must be fulfilled as well', () => {
  const filtered = { ...subscription, condition: '(r.a = 1)' };
  const matches = new Map([['(r.a = 1)', new Set(['1'])]]);
  assert.equal(verdict(insert, filtered, nothing), 'no');
  assert.equal(verdict(insert, filtered, { ...nothing, matches }), 'told');
  assert.equal(verdict({ ...insert, secured: true }, filtered, { ...nothing, matches }), 'no');
});

test('a refused role hears that something happened, whatever its condition; of deletions nothing special', () => {
  const refused = { ...nothing, refusals: new Map([['anon', 'Error 401: Unauthorized']]) };
  assert.equal(verdict(insert, { ...subscription, condition: '(false)' }, refused), 'refused');
  assert.equal(verdict({ ...insert, operation: 'DELETE' }, subscription, refused), 'told');
});
