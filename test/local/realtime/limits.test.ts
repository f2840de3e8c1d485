import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallWindow, RateCounter } from '../../../src/local/realtime/limits.ts';

test('a burst counts when its tick is over, and passes if the minute allows it', () => {
  let now = 0;
  const rate = new RateCounter(100, () => now);
  rate.add(6000);
  assert.equal(rate.exceeded, false);
  now = 5000;
  assert.equal(rate.average, 100);
  assert.equal(rate.exceeded, false);
  rate.add(1);
  now = 10_000;
  assert.equal(rate.exceeded, true);
});

test('what is older than a minute is forgotten', () => {
  let now = 0;
  const rate = new RateCounter(1, () => now);
  rate.add(600);
  now = 60_000;
  assert.equal(rate.average, 10);
  now = 65_000;
  assert.equal(rate.average, 0);
  rate.add(60);
  now = 10_000_000;
  assert.equal(rate.average, 0);
});

test('calls in a window that begins with the first', () => {
  let now = 1000;
  const window = new CallWindow(2, 30_000, () => now);
  assert.equal(window.exhausted, false);
  window.take();
  window.take();
  now = 30_999;
  assert.equal(window.exhausted, true);
  now = 31_000;
  assert.equal(window.exhausted, false);
  window.take();
  assert.equal(window.exhausted, false);
});
