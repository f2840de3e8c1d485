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
  /** Those of them that said that the person turns away. */
  const leavings: number[] = [];
  const end = new AbortController();
  const status = watchActivity(environment, end.signal);
  keepLastSeen({
    status,
    remote: {
      rpc: async (name: string, args?: object) => {
        assert.equal(name, 'nality_seen');
        noted.push(environment.now() - begin);
        if (args) {
          assert.deepEqual(args, { leaving: true });
          leavings.push(environment.now() - begin);
        }
        return (await rpc()) as never;
      },
    },
    connection: { ready: async () => undefined },
    environment,
    until: end.signal,
  });
  return { environment, noted, leavings, end };
}

test('whoever arrives is noted, and every two minutes while they are at the page', async () => {
  const { environment, noted } = scene();
  await environment.advance(4 * MINUTE);
  assert.deepEqual(noted, [0, 2 * MINUTE, 4 * MINUTE]);
});

test('whoever hides the page is noted once more, as leaving, and not again before they are back', async () => {
  const { environment, noted, leavings } = scene();
  await environment.advance(MINUTE);
  environment.visible.set(false);
  await environment.advance(60 * MINUTE);
  assert.deepEqual(noted, [0, MINUTE]);
  environment.visible.set(true);
  await settle();
  assert.deepEqual(noted, [0, MINUTE, 61 * MINUTE]);
  assert.deepEqual(leavings, [MINUTE]);
});

test('whoever comes and goes at once is noted as leaving, and who is back at once, as being here soon', async () => {
  const { environment, noted, leavings } = scene();
  await environment.advance(1000);
  environment.visible.set(false);
  await settle();
  assert.deepEqual(leavings, [1000]);
  environment.visible.set(true);
  await environment.advance(1000);
  assert.deepEqual(noted, [0, 1000]);
  await environment.advance(8000);
  assert.deepEqual(noted, [0, 1000, 10_000]);
  await environment.advance(2 * MINUTE);
  assert.deepEqual(noted.slice(3), [10_000 + 2 * MINUTE]);
  assert.deepEqual(leavings, [1000]);
});

test('whoever falls idle was last seen when they did something, to two minutes', async () => {
  const { environment, noted, leavings } = scene();
  await environment.advance(60 * MINUTE);
  assert.deepEqual(leavings, []);
  assert.ok(noted.at(-1)! <= 6 * MINUTE, `noted after ${noted.at(-1)} ms`);
});

test('a page that is shown and hidden again and again writes twice in ten seconds, the last time that it is left', async () => {
  const { environment, noted, leavings } = scene();
  for (let turn = 0; turn < 101; turn += 1) {
    environment.visible.set(turn % 2 === 1);
    await environment.advance(200);
  }
  assert.ok(noted.length <= 6, `${noted.length} calls in 20 s`);
  assert.equal(noted.at(-1), leavings.at(-1));
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
