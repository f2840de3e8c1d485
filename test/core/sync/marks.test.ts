import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMarks, latestByPerson, personsBySubject } from '../../../src/core/sync/marks.ts';

function scene(limits = {}) {
  let time = 0;
  const marks = createMarks<number>({ lifeMs: 100, perTab: 3, inAll: 5, ...limits }, () => time);
  const persons = new Map([
    ['t1', 'irene'],
    ['t2', 'eve'],
    ['t3', 'irene'],
  ]);
  return {
    marks,
    at: (next: number) => (time = next),
    subjects: () => [...personsBySubject(marks, (tab) => persons.get(tab))],
    latest: () => [...latestByPerson(marks, (tab) => persons.get(tab))],
  };
}

test('the earliest comes first, and renewing does not send it back', () => {
  const { marks, at, subjects } = scene();
  marks.put('t1', 'radium', 0);
  at(10);
  marks.put('t2', 'radium', 0);
  at(20);
  marks.put('t1', 'radium', 0);
  assert.deepEqual(subjects(), [['radium', ['irene', 'eve']]]);
});

test('the next takes over when the first gives up', () => {
  const { marks, at, subjects } = scene();
  marks.put('t1', 'radium', 0);
  at(10);
  marks.put('t2', 'radium', 0);
  marks.take('t1', 'radium');
  assert.deepEqual(subjects(), [['radium', ['eve']]]);
});

test('a mark that is not renewed ends by itself, one whose tab has left at once', () => {
  const { marks, at, subjects } = scene();
  marks.put('t1', 'radium', 0);
  at(50);
  marks.put('t2', 'polonium', 0);
  assert.equal(marks.nextExpiry(), 100);
  at(100);
  marks.keep(() => true);
  assert.deepEqual(subjects(), [['polonium', ['eve']]]);
  marks.keep((tab) => tab !== 't2');
  assert.deepEqual([subjects(), marks.nextExpiry()], [[], Infinity]);
});

test('a person with two tabs counts once, and is where they were last', () => {
  const { marks, at, subjects, latest } = scene();
  marks.put('t3', 'radium', 3);
  at(10);
  marks.put('t1', 'radium', 1);
  assert.deepEqual(subjects(), [['radium', ['irene']]]);
  assert.deepEqual(latest(), [['irene', 1]]);
  at(20);
  marks.put('t3', 'radium', 4);
  assert.deepEqual(latest(), [['irene', 4]]);
});

test('a mark of nobody is not shown', () => {
  const { marks, subjects, latest } = scene();
  marks.put('stranger', 'radium', 0);
  assert.deepEqual([subjects(), latest()], [[], []]);
});

test('beyond the limits of a tab and of all, what is there stays, and can still be renewed and given up', () => {
  const { marks } = scene();
  for (const subject of ['a', 'b', 'c', 'd', 'e']) marks.put('t1', subject, 0);
  assert.deepEqual(
    [...marks].map(({ subject }) => subject),
    ['a', 'b', 'c'],
  );
  for (const subject of ['a', 'b', 'c']) marks.put('t2', subject, 0);
  assert.equal([...marks].length, 5);
  marks.put('t1', 'a', 7);
  assert.equal([...marks][0]?.value, 7);
  marks.take('t1', 'b');
  marks.take('t1', 'b');
  marks.put('t2', 'c', 0);
  marks.put('t2', 'd', 0);
  assert.equal([...marks].length, 5);
});
