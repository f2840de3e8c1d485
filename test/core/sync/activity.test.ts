import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchActivity } from '../../../src/core/sync/activity.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';

const MINUTE = 60_000;

function scene() {
  const environment = fakeEnvironment();
  const end = new AbortController();
  return { environment, end, status: watchActivity(environment, end.signal) };
}

test('whoever has done nothing for five minutes is away, as is noticed within thirty seconds', async () => {
  const { environment, status } = scene();
  await environment.advance(5 * MINUTE);
  assert.equal(status.get(), 'online');
  await environment.advance(30_000);
  assert.equal(status.get(), 'away');
});

test('whoever does something is online at once, and again for five minutes', async () => {
  const { environment, status } = scene();
  await environment.advance(10 * MINUTE);
  environment.act();
  assert.equal(status.get(), 'online');
  await environment.advance(4 * MINUTE);
  environment.act();
  await environment.advance(4 * MINUTE);
  assert.equal(status.get(), 'online');
});

test('whoever hides the page is away at once, and online when they show it again', async () => {
  const { environment, status } = scene();
  environment.visible.set(false);
  assert.equal(status.get(), 'away');
  environment.act();
  assert.equal(status.get(), 'away');
  await environment.advance(10 * MINUTE);
  environment.visible.set(true);
  assert.equal(status.get(), 'online');
});

test('after the end nothing is watched any more', async () => {
  const { environment, status, end } = scene();
  end.abort();
  environment.visible.set(false);
  await environment.advance(10 * MINUTE);
  assert.equal(status.get(), 'online');
});
