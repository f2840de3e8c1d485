import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkInThreads } from './check-in-threads.ts';
import { REGRESSIONS } from './regressions.ts';
import { describeFailure, neverStruck } from './report.ts';
import { run } from './run.ts';
import { schedules } from './schedule.ts';

/** The same schedules every time; `npm run test:sim` runs others, and more. */
const SEED = 1;
const RUNS = 250;

test(`${RUNS} schedules hold I1 to I14, and every fault of the list has struck`, async () => {
  const result = await checkInThreads({ runs: RUNS, seed: SEED, shrinkMs: 20_000 }, 1);
  assert.ok(!result.failure, result.failure && describeFailure(result.failure));
  assert.deepEqual(neverStruck(result), []);
  assert.ok(result.operations > RUNS, 'hardly anything was written');
});

for (const { what, schedule } of REGRESSIONS)
  test(`once failed: ${what}`, async () => {
    const { violations, trace } = await run(schedule);
    assert.deepEqual(violations, [], trace.join('\n'));
  });

test('the same schedule is the same run, to the last line of its trace', async () => {
  const [schedule] = fc.sample(schedules(), { numRuns: 1, seed: 42 });
  const [first, second] = [await run(schedule!), await run(schedule!)];
  assert.ok(first.trace.length > 50);
  assert.deepEqual(second.trace, first.trace);
});
