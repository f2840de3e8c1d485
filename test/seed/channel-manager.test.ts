import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { timelineFeature, type RowChange, type LifeEvent } from '../../src/core/index.ts';
import { until } from '../support/until.ts';
import { eventually } from '../support/eventually.ts';
import { openFamily, type Family, type Seat } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

const topicsOf = ({ core }: Seat): string[] =>
  core
    .stats()
    .map(({ topic }) => topic.split(':', 1)[0]!)
    .sort();

describe('ChannelManager', () => {
  it('subscribeToTimeline: onEventAdded, onEventUpdated and onEventDeleted reach the other client', async () => {
    const { mine, theirs } = await family.pair();
    const heard: RowChange<LifeEvent>[] = [];
    theirs.changes.subscribe((batch) => void heard.push(...batch));
    const hears = (type: RowChange<LifeEvent>['type']): Promise<unknown> =>
      eventually(`she hears of the ${type}`, () => heard.at(-1)?.type === type);
    const id = mine.add({ title: 'Sorbonne', start_date: '1906-05-13' });
    await hears('insert');
    mine.update(id, { title: 'First lecture at the Sorbonne' });
    await hears('update');
    mine.remove(id);
    await hears('delete');
    assert.deepEqual(
      heard.map((change) => [change.type, 'row' in change ? change.row.title : change.before.title]),
      [
        ['insert', 'Sorbonne'],
        ['update', 'First lecture at the Sorbonne'],
        ['delete', 'First lecture at the Sorbonne'],
      ],
    );
  });

  it('subscribing twice is one join', async () => {
    const { right, owner, theirs } = await family.pair();
    const before = topicsOf(right);
    const again = right.core.use(timelineFeature, owner.id, right.end.signal);
    assert.equal(again, theirs);
    assert.deepEqual(topicsOf(right), before);
    assert.deepEqual(before, ['timeline', 'timeline_collab']);
  });

  it('unsubscribe: a room is left soon after its last user, and the others no longer see them', async () => {
    const { right, mine } = await family.pair();
    await until(mine.collaborators, (count) => count === 1);
    right.end.abort();
    await until(mine.collaborators, (count) => count === 0);
    assert.deepEqual(topicsOf(right), ['timeline']);
  });

  it('unsubscribeAll: a closed core is joined to nothing', async () => {
    const { right, mine } = await family.pair();
    await until(mine.collaborators, (count) => count === 1);
    await right.core.close();
    assert.deepEqual(topicsOf(right), []);
    await until(mine.collaborators, (count) => count === 0);
  });
});
