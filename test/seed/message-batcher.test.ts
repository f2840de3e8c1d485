import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { LifeEvent, RowChange } from '../../src/core/index.ts';
import { coalesce } from '../../src/core/lib/coalesce.ts';
import { eventually } from '../support/eventually.ts';
import { openFamily, type Family } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

/** A clock that a test turns. */
function stoppedClock() {
  const waits: { ms: number; task: () => void; cancelled: boolean }[] = [];
  return {
    waits,
    after(ms: number, task: () => void) {
      const wait = { ms, task, cancelled: false };
      waits.push(wait);
      return () => void (wait.cancelled = true);
    },
  };
}

describe('MessageBatcher', () => {
  it('addMessage and processBatch: of many changes the other client hears in batches of at most ten, of each once', async () => {
    const { mine, theirs } = await family.pair();
    const batches: (readonly RowChange<LifeEvent>[])[] = [];
    theirs.changes.subscribe((batch) => void batches.push(batch));
    const titles = Array.from({ length: 25 }, (_, n) => `Notebook ${n}`);
    for (const title of titles) mine.add({ title, start_date: '1898-01-01' });
    await eventually('all of them are told', () => batches.flat().length >= titles.length);
    assert.ok(batches.length < titles.length && batches.every((batch) => batch.length <= 10));
    const told = batches.flat().map((change) => ('row' in change ? change.row.title : ''));
    assert.deepEqual(told.sort(), titles.sort());
  });

  it('a batch is delivered when ten have come, or 100 ms after the first', () => {
    const { waits, after } = stoppedClock();
    const batches: (readonly number[])[] = [];
    const batcher = coalesce<number>((batch) => batches.push(batch), { after });
    for (let n = 1; n <= 11; n += 1) batcher.add(n);
    assert.deepEqual(batches, [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]);
    assert.deepEqual(
      waits.map(({ ms, cancelled }) => [ms, cancelled]),
      [
        [100, true],
        [100, false],
      ],
    );
    waits[1]!.task();
    assert.deepEqual(batches[1], [11]);
  });

  it('flush: delivers what waits, and nothing twice', () => {
    const { waits, after } = stoppedClock();
    const batches: (readonly string[])[] = [];
    const batcher = coalesce<string>((batch) => batches.push(batch), { after });
    batcher.add('kept');
    batcher.flush();
    batcher.flush();
    assert.deepEqual([batches, waits[0]!.cancelled], [[['kept']], true]);
  });
});
