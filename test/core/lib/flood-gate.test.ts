import assert from 'node:assert/strict';
import { test } from 'node:test';
import { floodGate } from '../../../src/core/lib/flood-gate.ts';

test('so many of each sender are let through in a second, and the next second anew', () => {
  let time = 0;
  const admits = floodGate({ perSecond: 3, now: () => time });
  const heard = (sender: string) => Array.from({ length: 10 }, () => admits(sender)).filter(Boolean).length;
  assert.deepEqual([heard('a'), heard('b'), heard('a')], [3, 3, 0]);
  time = 999;
  assert.equal(heard('a'), 0);
  time = 1_000;
  assert.equal(heard('a'), 3);
});

test('a clock that is set back closes it for nobody', () => {
  let time = 1e12;
  const admits = floodGate({ perSecond: 1, now: () => time });
  assert.deepEqual([admits('a'), admits('a')], [true, false]);
  time = 0;
  assert.equal(admits('a'), true);
});
