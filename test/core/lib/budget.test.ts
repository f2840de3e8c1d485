import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { budget } from '../../../src/core/lib/budget.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';

/** A budget of four runs in thirty seconds, as Supabase allows for presence. */
function setUp() {
  const environment = fakeEnvironment(0);
  const end = new AbortController();
  const runs: number[] = [];
  const { request } = budget(() => runs.push(environment.now()), {
    calls: 4,
    perMs: 30_000,
    now: environment.now,
    after: environment.after,
    until: end.signal,
  });
  return { environment, request, runs, end };
}

describe('budget', () => {
  it('runs at once while the budget allows', () => {
    const { request, runs } = setUp();
    for (let wish = 0; wish < 4; wish += 1) request();
    assert.deepEqual(runs, [0, 0, 0, 0]);
  });

  it('puts off what is over the budget until the oldest run no longer counts, and then runs once', async () => {
    const { request, runs, environment } = setUp();
    for (let wish = 0; wish < 9; wish += 1) request();
    await environment.advance(29_999);
    assert.equal(runs.length, 4);
    await environment.advance(1);
    assert.deepEqual(runs, [0, 0, 0, 0, 30_000]);
    await environment.advance(60_000);
    assert.equal(runs.length, 5);
  });

  it('forgets what was put off when its life ends', async () => {
    const { request, runs, environment, end } = setUp();
    for (let wish = 0; wish < 5; wish += 1) request();
    end.abort();
    request();
    await environment.advance(60_000);
    assert.equal(runs.length, 4);
  });

  it('never exceeds the budget in any window, and the last wish is always answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20_000), { minLength: 1, maxLength: 40 }), async (pauses) => {
        const { request, runs, environment } = setUp();
        let lastWish = 0;
        for (const pause of pauses) {
          await environment.advance(pause);
          lastWish = environment.now();
          request();
        }
        await environment.advance(30_000);
        runs.slice(4).forEach((at, index) => assert.ok(at - runs[index]! >= 30_000, String(runs)));
        assert.ok(runs.at(-1)! >= lastWish);
      }),
      { numRuns: 50 },
    );
  });
});
