import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { mediaFeature, timelineFeature, type RowChange, type LifeEvent } from '../../src/core/index.ts';
import { until } from '../support/until.ts';
import { eventually } from '../support/eventually.ts';
import { converse } from './conversation.ts';
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
  it('subscribeToTimeline, handleTimelineChange: after onSubscribed, onEventAdded, onEventUpdated and onEventDeleted reach the other client', async () => {
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

  it('subscribeToTimeline, handleMediaChange: onMediaAdded, onMediaUpdated and onMediaDeleted reach the other client, on the same join', async () => {
    const { left, right, owner, mine, theirs } = await family.pair();
    const event = mine.add({ title: 'Radium', start_date: '1898-12-26' });
    await until(theirs.events, ([row]) => row?.state === 'saved');
    const media = left.core.use(mediaFeature, owner.id, left.end.signal);
    const seen = right.core.use(mediaFeature, owner.id, right.end.signal);
    await until(seen.phase, ({ name }) => name === 'live');
    const photo = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])], 'radium.jpg', { type: 'image/jpeg' });
    assert.deepEqual(await media.add(event, [photo]), []);
    const all = await until(seen.byEvent, (byEvent) => byEvent.get(event)?.length === 1);
    const { id, file_name: name } = all.get(event)![0]!.row;
    assert.equal(name, 'radium.jpg');
    media.describe(id, 'A glass that glows');
    await until(seen.byEvent, (byEvent) => byEvent.get(event)?.[0]?.row.alt_text === 'A glass that glows');
    media.remove(id);
    await until(seen.byEvent, (byEvent) => !byEvent.has(event));
    assert.deepEqual(topicsOf(right), ['timeline', 'timeline_collab']);
  });

  it('subscribeToChat: onNewMessage, onTyping and onPresenceChange reach the other client, on one join', async () => {
    const { right, mine, theirs, owner } = await converse(family);
    await until(theirs.others, ([person]) => person?.id === owner.id);
    mine.type();
    await until(theirs.typists, ([person]) => person?.id === owner.id);
    mine.send('Hello');
    await until(theirs.items, ([item]) => item?.text === 'Hello' && item.row.user_id === owner.id);
    await until(theirs.typists, (people) => people.length === 0);
    assert.deepEqual(topicsOf(right), ['answers', 'chat']);
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
