import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepLastSeen } from '../../../src/core/features/last-seen.ts';
import { watchActivity } from '../../../src/core/sync/activity.ts';
import { fakeEnvironment, settle } from '../../support/fake-environment.ts';

const MINUTE = 60_000;

function scene(rpc: () => Promise<void> = async () => undefined) {
  const environment = fakeEnvironment();
  const begin = environment.now();
  const noted: number[] = [];
  const end = new AbortController();
  const status = watchActivity(environment, end.signal);
  keepLastSeen({
    status,
    remote: {
      rpc: async (name: string) => {
        assert.equal(name, 'nality_seen');
        noted.push(environment.now() - begin);
        return (await rpc()) as never;
      },
    },
    connection: { ready: async () => undefined },
    environment,
    until: end.signal,
  });
  return { environment, noted, end };
}

test('whoever arrives is noted, and every two minutes while they are at the page', async () => {
  const { environment, noted } = scene();
  await environment.advance(4 * MINUTE);
  assert.deepEqual(noted, [0, 2 * MINUTE, 4 * MINUTE]);
});

test('whoever hides the page is noted once more, and not again before they are back', async () => {
  const { environment, noted } = scene();
  await environment.advance(MINUTE);
  environment.visible.set(false);
  await environment.advance(60 * MINUTE);
  assert.deepEqual(noted, [0, MINUTE]);
  environment.visible.set(true);
  await settle();
  assert.deepEqual(noted, [0, MINUTE, 61 * MINUTE]);
});

test('whoever falls idle was last seen when they did something, to two minutes', async () => {
  const { environment, noted } = scene();
  await environment.advance(60 * MINUTE);
  assert.ok(noted.at(-1)! <= 6 * MINUTE, `noted after ${noted.at(-1)} ms`);
});

test('a page that is shown and hidden again and again writes once in ten seconds', async () => {
  const { environment, noted } = scene();
  for (let turn = 0; turn < 100; turn += 1) {
    environment.visible.set(turn % 2 === 1);
    await environment.advance(200);
  }
  assert.ok(noted.length <= 3, `${noted.length} calls in 20 s`);
});

test('a page that opens hidden notes nobody; a failure is logged and no more', async () => {
  const { environment, noted } = scene(() => Promise.reject(new Error('no')));
  await settle();
  assert.equal(noted.length, 1);
  assert.equal(environment.logged.length, 1);
  const hidden = fakeEnvironment();
  hidden.visible.set(false);
  const end = new AbortController();
  const calls: string[] = [];
  keepLastSeen({
    status: watchActivity(hidden, end.signal),
    remote: { rpc: async (name: string) => calls.push(name) as never },
    connection: { ready: async () => undefined },
    environment: hidden,
    until: end.signal,
  });
  await hidden.advance(10 * MINUTE);
  assert.deepEqual(calls, []);
});

test('after the end nothing is noted', async () => {
  const { environment, noted, end } = scene();
  await settle();
  end.abort();
  environment.visible.set(false);
  environment.visible.set(true);
  await environment.advance(10 * MINUTE);
  assert.deepEqual(noted, [0]);
});
