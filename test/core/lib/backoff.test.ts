import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { backoff } from '../../../src/core/lib/backoff.ts';

describe('backoff', () => {
  it('doubles from attempt to attempt, up to the longest pause', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 6].map((attempt) => backoff(attempt));
    assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('takes another start and another end', () => {
    const pauses = [0, 1, 2, 3].map((attempt) => backoff(attempt, { baseMs: 50, maxMs: 150 }));
    assert.deepEqual(pauses, [50, 100, 150, 150]);
  });

  it('draws the upper half of each pause by chance', () => {
    assert.equal(backoff(2, { random: () => 0 }), 2000);
    assert.equal(backoff(2, { random: () => 0.5 }), 3000);
  });

  it('stays between half a pause and a whole one, at any attempt', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.nat(5000), chance, (attempt, drawn) => {
        const pause = backoff(attempt, { random: () => drawn });
        const full = backoff(attempt);
        assert.ok(pause >= full / 2 && pause <= full && full <= 30_000);
      }),
    );
  });
});
