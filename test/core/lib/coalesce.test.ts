import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { coalesce, type CoalesceOptions } from '../../../src/core/lib/coalesce.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';

function setUp(options: Omit<CoalesceOptions, 'after'> = {}) {
  const environment = fakeEnvironment();
  const batches: (readonly number[])[] = [];
  const coalescer = coalesce<number>((batch) => batches.push(batch), {
    ...options,
    after: environment.after,
  });
  return { environment, batches, ...coalescer };
}

describe('coalesce', () => {
  it('delivers what came within a tenth of a second together, in order', async () => {
    const { add, batches, environment } = setUp();
    add(1);
    await environment.advance(60);
    add(2);
    await environment.advance(39);
    assert.deepEqual(batches, []);
    await environment.advance(1);
    assert.deepEqual(batches, [[1, 2]]);
  });

  it('delivers a full batch at once and begins the next', async () => {
    const { add, batches, environment } = setUp({ size: 2, ms: 100 });
    for (const item of [1, 2, 3]) add(item);
    assert.deepEqual(batches, [[1, 2]]);
    await environment.advance(100);
    assert.deepEqual(batches, [[1, 2], [3]]);
  });

  it('counts its time from the first thing of each batch', async () => {
    const { add, batches, environment } = setUp({ size: 2, ms: 100 });
    add(1);
    await environment.advance(90);
    add(2);
    add(3);
    await environment.advance(99);
    assert.deepEqual(batches, [[1, 2]]);
  });

  it('delivers at once when it is told to, and then not again', async () => {
    const { add, flush, batches, environment } = setUp();
    add(1);
    flush();
    flush();
    await environment.advance(1000);
    assert.deepEqual(batches, [[1]]);
  });

  it('keeps what is added while it delivers', async () => {
    const environment = fakeEnvironment();
    const batches: (readonly string[])[] = [];
    const { add } = coalesce<string>(
      (batch) => {
        batches.push(batch);
        if (batches.length === 1) add('an answer');
      },
      { after: environment.after },
    );
    add('a question');
    await environment.advance(200);
    assert.deepEqual(batches, [['a question'], ['an answer']]);
  });

  it('loses nothing, repeats nothing and keeps the order, whatever happens when', async () => {
    const step = fc.oneof(fc.constant('add' as const), fc.constant('flush' as const), fc.nat(150));
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        async (steps, size) => {
          const { add, flush, batches, environment } = setUp({ size });
          let added = 0;
          for (const what of steps) {
            if (what === 'add') add((added += 1));
            else if (what === 'flush') flush();
            else await environment.advance(what);
          }
          await environment.advance(100);
          assert.deepEqual(
            batches.flat(),
            Array.from({ length: added }, (_, index) => index + 1),
          );
          assert.ok(batches.every(({ length }) => length >= 1 && length <= size));
        },
      ),
      { numRuns: 50 },
    );
  });
});
