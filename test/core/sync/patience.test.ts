import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signal } from '../../../src/core/lib/signal.ts';
import { IDLE, nextState, type ConnectionEvent } from '../../../src/core/sync/connection-state.ts';
import { createPatience } from '../../../src/core/sync/patience.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';

/** The patience of a line to which things happen. */
function open() {
  const environment = fakeEnvironment();
  const end = new AbortController();
  const state = signal(IDLE);
  const meet = (...types: ('wanted' | 'answered' | 'lost')[]): void =>
    types.forEach((type) => state.set(nextState(state.get(), { type } as ConnectionEvent)));
  return { environment, end, meet, patience: createPatience(state, environment, end.signal) };
}

const codeOf = ({ signal }: { signal: AbortSignal }): string | undefined =>
  (signal.reason as { code: string } | undefined)?.code;

test('a call is waited for, and given up after a quarter of a minute', async () => {
  const { environment, patience } = open();
  const call = patience.begin();
  await environment.advance(14_900);
  assert.equal(call.signal.aborted, false);
  await environment.advance(100);
  assert.equal(codeOf(call), 'timeout');
});

test('a call of before the loss is given up soon after the line stands again, one of later is not', async () => {
  const { environment, meet, patience } = open();
  meet('wanted', 'answered');
  const [before, answered] = [patience.begin(), patience.begin()];
  meet('lost');
  const later = patience.begin();
  await environment.advance(5_000);
  assert.equal(before.signal.aborted, false);
  meet('answered');
  answered.done();
  await environment.advance(2_000);
  assert.deepEqual([before, answered, later].map(codeOf), ['offline', undefined, undefined]);
});

test('a line that stands for the first time puts nothing in doubt', async () => {
  const { environment, meet, patience } = open();
  const call = patience.begin();
  meet('wanted', 'answered');
  await environment.advance(5_000);
  assert.equal(call.signal.aborted, false);
});

test('while the line is lost once more nothing is given up', async () => {
  const { environment, meet, patience } = open();
  meet('wanted', 'answered');
  const call = patience.begin();
  meet('lost', 'answered', 'lost');
  await environment.advance(5_000);
  assert.equal(call.signal.aborted, false);
});

test('with the end everything is given up, and what begins after it at once', () => {
  const { end, patience } = open();
  const call = patience.begin();
  end.abort();
  assert.deepEqual([call.signal.aborted, patience.begin().signal.aborted], [true, true]);
});
