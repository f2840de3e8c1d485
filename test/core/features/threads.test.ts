import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oldestFirst, threadsOf, type Comment } from '../../../src/core/features/threads.ts';

let minute = 0;
const said = (id: string, values: Partial<Comment> = {}): Comment => ({
  id,
  event_id: 'event',
  user_id: 'marie',
  parent_id: null,
  content: id,
  mentions: [],
  created_at: `2026-01-01T00:${String(minute++).padStart(2, '0')}:00+00:00`,
  updated_at: '2026-01-01T00:00:00+00:00',
  edited_at: null,
  rev: 1,
  deleted_at: null,
  ...values,
});

/** Threads in one line: `a(b c)`, a deleted comment as `†`. */
function told(comments: readonly Comment[], begun: ReadonlyMap<string, string> = new Map()): string {
  const tracked = comments.toSorted(oldestFirst).map((row) => ({ row, state: 'saved' as const }));
  return threadsOf(tracked, begun)
    .map(({ root, replies }) => {
      const answers = replies.map(({ row }) => row.id).join(' ');
      return `${root?.row.id ?? '†'}${answers && `(${answers})`}`;
    })
    .join(' ');
}

test('answers stand under what they answer, both oldest first', () => {
  const [a, b] = [said('a'), said('b')];
  assert.equal(told([b, said('x', { parent_id: 'a' }), a, said('y', { parent_id: 'a' })]), 'a(x y) b');
});

test('an answer to an answer stands beside it', () => {
  assert.equal(told([said('a'), said('x', { parent_id: 'a' }), said('y', { parent_id: 'x' })]), 'a(x y)');
});

test('comments that answer each other in a ring, or themselves, begin a thread each, and none is lost', () => {
  const [a, b] = [said('a', { parent_id: 'b' }), said('b', { parent_id: 'a' })];
  assert.equal(told([a, b, said('x', { parent_id: 'a' })]), 'a(x) b');
  assert.equal(told([said('a', { parent_id: 'a' }), said('b')]), 'a b');
  const ring = ['a', 'b', 'c'].map((id, place, all) => said(id, { parent_id: all.at(place - 1)! }));
  assert.equal(told(ring), 'a b c');
});

test('an answer however deep stands in the thread of what began it', () => {
  const deep = Array.from({ length: 1000 }, (_, place) =>
    said(`c${place}`, { parent_id: place === 0 ? null : `c${place - 1}` }),
  );
  const threads = threadsOf(
    deep.map((row) => ({ row, state: 'saved' as const })),
    new Map(),
  );
  assert.deepEqual(
    threads.map(({ id, replies }) => [id, replies.length]),
    [['c0', 999]],
  );
});

test('a deleted comment keeps its place while there are answers to it', () => {
  const [a, b] = [said('a'), said('b')];
  const x = said('x', { parent_id: 'a' });
  assert.equal(told([a, b, x]), 'a(x) b');
  assert.equal(told([b, x], new Map([['a', a.created_at]])), '†(x) b');
  assert.equal(told([b]), 'b');
});

test('a deleted comment of which nothing is known stands where the answers to it begin', () => {
  const [a, b] = [said('a'), said('b')];
  assert.equal(told([a, b, said('x', { parent_id: 'gone' }), said('c')]), 'a b †(x) c');
});

test('what the server has not seen yet stands last, whatever the local clock says', () => {
  const early = { rev: 0, created_at: '1970-01-01T00:00:00.000Z' };
  assert.equal(told([said('mine', early), said('a'), said('b')]), 'a b mine');
  assert.equal(
    told([said('a'), said('mine', { ...early, parent_id: 'a' }), said('x', { parent_id: 'a' })]),
    'a(x mine)',
  );
});

test('the order is a total one: times of the same second, finer or not, and equal times by id', () => {
  const at = (id: string, second: string): Comment =>
    said(id, { created_at: `2026-01-01T09:00:${second}+00:00` });
  const rows = [at('e', '02'), at('d', '01.12'), at('c', '01.1'), at('b', '01'), at('a', '01')];
  assert.deepEqual(
    rows.toSorted(oldestFirst).map(({ id }) => id),
    ['a', 'b', 'c', 'd', 'e'],
  );
});
