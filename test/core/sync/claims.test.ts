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
const irene = { userId: 'irene', tab: 't1', subject: 'radium' };
const eve = { userId: 'eve', tab: 't2', subject: 'radium' };
const both = new Set(['t1', 't2']);

test('the earliest claim comes first, and renewing it does not send it back', () => {
  const claims = claimed(claimed(claimed(none, irene, 0), eve, 10), irene, 20);
  assert.deepEqual(claimants(claims, both).get('radium'), ['irene', 'eve']);
});

test('the next editor takes over when the first gives up', () => {
  const claims = unclaimed(claimed(claimed(none, irene, 0), eve, 10), 't1', 'radium');
  assert.deepEqual(claimants(claims, both).get('radium'), ['eve']);
});

test('a claim that is not renewed ends by itself', () => {
  const claims = claimed(none, irene, 0);
  assert.equal(standing(claims, EXPIRE_MS - 1), claims);
  assert.equal(standing(claims, EXPIRE_MS).size, 0);
});

test('a claim of a connection that is not present is not shown, and is forgotten when it leaves', () => {
  const claims = claimed(none, irene, 0);
  assert.equal(claimants(claims, new Set(['t2'])).size, 0);
  assert.equal(withoutTabs(claims, new Set(['t1'])).size, 0);
  assert.equal(withoutTabs(claims, new Set(['t2'])), claims);
});

test('a person with two tabs counts once', () => {
  const claims = claimed(claimed(none, irene, 0), { ...irene, tab: 't2' }, 1);
  assert.deepEqual(claimants(claims, both).get('radium'), ['irene']);
});
