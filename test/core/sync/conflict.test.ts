import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MERGE_RULES } from '../../../src/core/features/merge-rules.ts';
import { isSame, merge, type ConflictPolicy } from '../../../src/core/sync/conflict.ts';

const server: ConflictPolicy = { strategy: 'server_wins' };
const client: ConflictPolicy = { strategy: 'client_wins' };
const merging: ConflictPolicy = { strategy: 'merge', merges: MERGE_RULES['life_events']! };
const asking: ConflictPolicy = { strategy: 'prompt_user' };

test('a field that only I changed is no conflict under any strategy', () => {
  for (const policy of [server, client, merging, asking]) {
    const result = merge({ title: 'a' }, { title: 'mine' }, { title: 'a', place: 'changed' }, policy);
    assert.deepEqual(result, { values: { title: 'mine' }, conflictFields: [], lost: {}, won: {} });
  }
});

test('both changed to the same: nothing is left to do', () => {
  assert.deepEqual(merge({ title: 'a' }, { title: 'b' }, { title: 'b' }, asking).values, {});
});

test('server_wins drops only the contested field, and tells what was lost', () => {
  const result = merge(
    { title: 'a', place: 'x' },
    { title: 'mine', place: 'y' },
    { title: 'theirs', place: 'x' },
    server,
  );
  assert.deepEqual(result, {
    values: { place: 'y' },
    conflictFields: ['title'],
    lost: { title: 'mine' },
    won: {},
  });
});

test('client_wins sends mine over theirs', () => {
  assert.deepEqual(merge({ title: 'a' }, { title: 'mine' }, { title: 'theirs' }, client).values, {
    title: 'mine',
  });
});

test('merge unites tags, keeps the longer description and the higher importance', () => {
  const base = { tags: ['a'], description: 'old', importance: 5 };
  const mine = { tags: ['a', 'mine'], description: 'mine is longer', importance: 7 };
  const theirs = { tags: ['a', 'theirs'], description: 'theirs', importance: 9 };
  const { values, lost } = merge(base, mine, theirs, merging);
  assert.deepEqual(values, { tags: ['a', 'theirs', 'mine'], description: 'mine is longer' });
  assert.deepEqual(lost, { importance: 7 });
});

test("merge keeps the server's value where there is no rule", () => {
  assert.deepEqual(merge({ title: 'a' }, { title: 'mine' }, { title: 'theirs' }, merging).values, {});
});

test('prompt_user sends what is not contested, and keeps the rest for a person to decide', () => {
  const result = merge(
    { title: 'a', place: 'x' },
    { title: 'mine', place: 'y' },
    { title: 'theirs', place: 'x' },
    asking,
  );
  const lost = { title: 'mine' };
  assert.deepEqual(result, { values: { place: 'y' }, conflictFields: ['title'], lost, won: {} });
});

test('a conflict is told exactly if both sides changed a field to different values', () => {
  const value = fc.constantFrom('x', 'y', 'z', null);
  fc.assert(
    fc.property(value, value, value, (base, mine, theirs) => {
      const { conflictFields } = merge({ f: base }, { f: mine }, { f: theirs }, server);
      assert.equal(conflictFields.length === 1, mine !== theirs && theirs !== base);
    }),
  );
});

test('equality sees through absent and null, and through the order of keys', () => {
  assert.ok(isSame(null, undefined));
  assert.ok(isSame({ a: 1, b: [1, { c: null }] }, { b: [1, {}], a: 1 }));
  assert.ok(!isSame([1, 2], [2, 1]));
  assert.ok(!isSame({}, []));
});

test('equality sees through the ways of writing numbers and moments', () => {
  assert.ok(isSame('9007199254740993', '9007199254740993'));
  assert.ok(isSame('1.50', 1.5));
  assert.ok(!isSame('', 0));
  assert.ok(isSame('1898-12-26T10:00:00.000Z', '1898-12-26T11:00:00+01:00'));
  assert.ok(isSame('1898-12-26T10:00:00.1234+00', '1898-12-26T10:00:00.123400Z'));
  assert.ok(!isSame('1898-12-26T10:00:00.123401Z', '1898-12-26T10:00:00.123400Z'));
  assert.ok(!isSame('1898-12-26', '1898-12-26T00:00:00Z'));
});
