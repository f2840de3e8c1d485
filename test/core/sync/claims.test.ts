import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  claimants,
  claimed,
  EXPIRE_MS,
  standing,
  unclaimed,
  withoutTabs,
  type Claims,
} from '../../../src/core/sync/claims.ts';

const none: Claims = new Map();
const both = new Map([
  ['t1', 'irene'],
  ['t2', 'eve'],
]);

test('the earliest claim comes first, and renewing it does not send it back', () => {
  const claims = claimed(claimed(claimed(none, 't1', 'radium', 0), 't2', 'radium', 10), 't1', 'radium', 20);
  assert.deepEqual(claimants(claims, both).get('radium'), ['irene', 'eve']);
});

test('the next editor takes over when the first gives up', () => {
  const claims = unclaimed(claimed(claimed(none, 't1', 'radium', 0), 't2', 'radium', 10), 't1', 'radium');
  assert.deepEqual(claimants(claims, both).get('radium'), ['eve']);
});

test('a claim that is not renewed ends by itself', () => {
  const claims = claimed(none, 't1', 'radium', 0);
  assert.equal(standing(claims, EXPIRE_MS - 1), claims);
  assert.equal(standing(claims, EXPIRE_MS).size, 0);
});

test('a claim of a connection that is not present is not shown, and is forgotten when it leaves', () => {
  const claims = claimed(none, 't1', 'radium', 0);
  assert.equal(claimants(claims, new Map([['t2', 'eve']])).size, 0);
  assert.equal(withoutTabs(claims, new Set(['t1'])).size, 0);
  assert.equal(withoutTabs(claims, new Set(['t2'])), claims);
});

test('a person with two tabs counts once', () => {
  const claims = claimed(claimed(none, 't1', 'radium', 0), 't2', 'radium', 1);
  assert.deepEqual(
    claimants(
      claims,
      new Map([
        ['t1', 'irene'],
        ['t2', 'irene'],
      ]),
    ).get('radium'),
    ['irene'],
  );
});
