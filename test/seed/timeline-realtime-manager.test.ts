import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../support/until.ts';
import { openFamily, type Family, type Pair } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

const stored = async ({ owner }: Pair, id: string) =>
  (await owner.client.from('life_events').select('title,deleted_at,rev').eq('id', id).single()).data!;

for (const changes of ['postgres', 'broadcast'] as const)
  describe('TimelineRealtimeManager', () => {
    it(`subscribe: rows of the other person are live (by ${changes})`, async () => {
      const { mine, theirs } = await family.pair({ changes });
      const id = theirs.add({ title: 'From Irène', start_date: '1925-03-30' });
      const [seen] = await until(mine.events, (rows) => rows.length === 1);
      assert.deepEqual([seen!.row.id, seen!.row.title, seen!.state], [id, 'From Irène', 'saved']);
    });

    it(`addEventOptimistically: seen at once under the id that it keeps, and once by everybody (by ${changes})`, async () => {
      const pair = await family.pair({ changes });
      const id = pair.mine.add({ title: 'At once', start_date: '1903-06-25' });
      const [first] = pair.mine.events.get();
      assert.deepEqual([first!.row.id, first!.state === 'saved'], [id, false]);
      await until(pair.theirs.events, (rows) => rows.length === 1);
      await until(pair.mine.events, ([row]) => row!.state === 'saved');
      assert.deepEqual(
        pair.mine.events.get().map(({ row }) => row.id),
        [id],
      );
    });

    it(`updateEventOptimistically: seen at once, and then in the database (by ${changes})`, async () => {
      const pair = await family.pair({ changes });
      const id = pair.mine.add({ title: 'Before', start_date: '1903-06-25' });
      await until(pair.theirs.events, (rows) => rows.length === 1);
      pair.mine.update(id, { title: 'After' });
      assert.equal(pair.mine.events.get()[0]!.row.title, 'After');
      await until(pair.theirs.events, ([row]) => row!.row.title === 'After');
      assert.deepEqual((await stored(pair, id)).title, 'After');
    });
  });

describe('TimelineRealtimeManager', () => {
  it('onEventDeleted: a deletion is seen at once and by everybody, leaves a tombstone, and can be undone', async () => {
    const pair = await family.pair();
    const id = pair.mine.add({ title: 'Gone and back', start_date: '1903-06-25' });
    await until(pair.theirs.events, (rows) => rows.length === 1);
    pair.mine.remove(id);
    assert.deepEqual(pair.mine.events.get(), []);
    await until(pair.theirs.events, (rows) => rows.length === 0);
    assert.notEqual((await stored(pair, id)).deleted_at, null);
    pair.mine.restore(id);
    await until(pair.theirs.events, ([row]) => row?.row.title === 'Gone and back');
  });

  it('what the other has changed elsewhere in the event comes to mine, and mine to theirs', async () => {
    const pair = await family.pair();
    const id = pair.mine.add({ title: 'Shed', start_date: '1898-01-01' });
    await until(pair.theirs.events, (rows) => rows.length === 1);
    pair.theirs.update(id, { location: 'Rue Lhomond' });
    pair.mine.update(id, { title: 'The shed' });
    for (const timeline of [pair.mine, pair.theirs])
      await until(
        timeline.events,
        ([row]) => row!.state === 'saved' && row!.row.title === 'The shed' && row!.row.location !== null,
      );
  });

  it('resolveOptimisticUpdate and hasConflict: where the server’s version contradicts mine, mine is seen at once and then corrected, and kept', async () => {
    const pair = await family.pair();
    const { left, mine, theirs } = pair;
    const id = mine.add({ title: 'Shed', start_date: '1898-01-01' });
    await until(theirs.events, (rows) => rows.length === 1);
    const seen = ['Shed'];
    mine.events.subscribe(([row]) => row!.row.title === seen.at(-1) || seen.push(row!.row.title));
    left.line.set({ stalled: 'both' });
    theirs.update(id, { title: 'A stable' });
    await until(theirs.events, ([row]) => row!.state === 'saved' && row!.row.title === 'A stable');
    mine.update(id, { title: 'A palace', location: 'Rue Lhomond' });
    assert.equal(mine.events.get()[0]!.row.title, 'A palace');
    left.line.set({ stalled: 'none' });
    for (const timeline of [mine, theirs])
      await until(
        timeline.events,
        ([row]) => row!.row.title === 'A stable' && row!.row.location === 'Rue Lhomond',
      );
    await until(left.core.outbox.status, ({ pending }) => pending === 0);
    assert.deepEqual(seen, ['Shed', 'A palace', 'A stable']);
    assert.equal((await stored(pair, id)).title, 'A stable');
    assert.deepEqual(left.core.outbox.conflicts.get()[0]?.mine, { title: 'A palace' });
  });

  it('rollback: what the server refuses is marked with its reason, and discarded it is as before', async () => {
    const { owner, editor, mine, theirs } = await family.pair();
    const id = mine.add({ title: 'Hers to see only', start_date: '1898-01-01' });
    await until(theirs.events, (rows) => rows.length === 1);
    await owner.client.from('timeline_shares').update({ level: 'view' }).eq('grantee_id', editor.id);
    theirs.update(id, { title: 'Not hers to change' });
    const [failed] = await until(theirs.events, ([row]) => row!.state === 'failed');
    assert.equal(failed!.error?.code, 'denied');
    theirs.settle(failed!.operationId!, 'discard');
    await until(theirs.events, ([row]) => row!.row.title === 'Hers to see only');
    assert.equal(mine.events.get()[0]!.row.title, 'Hers to see only');
  });
});
