import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diffJson, stateJson, track, untrack } from '../../../src/local/realtime/presence.ts';
import type { Presence } from '../../../src/local/realtime/presence.ts';

const tab1 = { name: 'first tab' };
const tab2 = { name: 'second tab' };
const presence = (owner: object, ref: string, payload: Record<string, unknown>, key = 'marie'): Presence => ({
  owner,
  key,
  ref,
  payload,
});

test('the first appearance joins', () => {
  const { state, diff } = track([], presence(tab1, 'r1', { b: 1, a: 2 }));
  assert.equal(stateJson(state), '{"marie":{"metas":[{"phx_ref":"r1","a":2,"b":1}]}}');
  assert.equal(diffJson(diff!), '{"joins":{"marie":{"metas":[{"phx_ref":"r1","a":2,"b":1}]}},"leaves":{}}');
});

test('an update leaves and joins in one', () => {
  const before = track([], presence(tab1, 'r1', { a: 1 })).state;
  const { diff } = track(before, presence(tab1, 'r2', { a: 2 }));
  assert.equal(
    diffJson(diff!),
    '{"joins":{"marie":{"metas":[{"phx_ref":"r2","phx_ref_prev":"r1","a":2}]}},' +
      '"leaves":{"marie":{"metas":[{"phx_ref":"r1","a":1}]}}}',
  );
});

test('the same again is no difference', () => {
  const before = track([], presence(tab1, 'r1', { a: 1, b: { c: 1, d: 2 } })).state;
  const after = track(before, presence(tab1, 'r2', { b: { d: 2, c: 1 }, a: 1 }));
  assert.equal(after.diff, undefined);
  assert.equal(after.state, before);
});

test('a key stays until its last presence leaves', () => {
  const both = track(track([], presence(tab1, 'r1', {})).state, presence(tab2, 'r2', {})).state;
  assert.equal(stateJson(both), '{"marie":{"metas":[{"phx_ref":"r1"},{"phx_ref":"r2"}]}}');
  const one = untrack(both, tab1);
  assert.equal(stateJson(one.state), '{"marie":{"metas":[{"phx_ref":"r2"}]}}');
  assert.equal(diffJson(one.diff!), '{"joins":{},"leaves":{"marie":{"metas":[{"phx_ref":"r1"}]}}}');
  assert.equal(stateJson(untrack(one.state, tab2).state), '{}');
});

test('who is not there cannot leave', () => {
  assert.deepEqual(untrack([], tab1), { state: [] });
});
