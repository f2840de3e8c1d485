import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { commentsFeature, type Comment, type Comments, type NalityOptions } from '../../src/core/index.ts';
import type { RowChange } from '../../src/core/index.ts';
import { eventually } from '../support/eventually.ts';
import { until } from '../support/until.ts';
import { openFamily, type Family } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

/** Two people at the comments on one event of the first, both live. */
async function meet(changes: NalityOptions['changes'] = 'postgres', level = 'comment') {
  const { backend } = family;
  const [owner, guest] = [await backend.createPerson('Marie'), await backend.createPerson('Irène')];
  await family.share(owner, guest, level);
  const event = crypto.randomUUID();
  const row = { id: event, user_id: owner.id, title: 'Radium', start_date: '1898-12-26' };
  const { error } = await owner.client.from('life_events').insert(row);
  assert.equal(error, null);
  const [left, right] = [await family.sit(owner, { changes }), await family.sit(guest, { changes })];
  const mine = left.core.use(commentsFeature, event, left.end.signal);
  const theirs = right.core.use(commentsFeature, event, right.end.signal);
  for (const { phase } of [mine, theirs]) await until(phase, ({ name }) => name === 'live');
  return { owner, guest, event, left, right, mine, theirs };
}

const texts = ({ threads }: Comments): readonly (string | undefined)[] =>
  threads.get().map(({ root }) => root?.row.content);

const stored = async (id: string) =>
  (
    await family.backend.admin
      .from('event_comments')
      .select('event_id,user_id,parent_id,content,deleted_at')
      .eq('id', id)
      .single()
  ).data;

for (const changes of ['postgres', 'broadcast'] as const)
  describe('EventCommentsManager', () => {
    it(`subscribe: onCommentAdded, onCommentUpdated and onCommentDeleted reach the other client (by ${changes})`, async () => {
      const { mine, theirs } = await meet(changes);
      const heard: RowChange<Comment>[] = [];
      theirs.changes.subscribe((batch) => void heard.push(...batch));
      const hears = (type: RowChange<Comment>['type']): Promise<unknown> =>
        eventually(`she hears of the ${type}`, () => heard.at(-1)?.type === type);
      const id = mine.add({ content: 'It glows' });
      await hears('insert');
      mine.edit(id, { content: 'It glows at night' });
      await hears('update');
      mine.remove(id);
      await hears('delete');
      assert.deepEqual(
        heard.map((change) => [change.type, 'row' in change ? change.row.content : change.before.content]),
        [
          ['insert', 'It glows'],
          ['update', 'It glows at night'],
          ['delete', 'It glows at night'],
        ],
      );
      assert.deepEqual(texts(theirs), []);
      assert.notEqual((await stored(id))!.deleted_at, null);
    });

    it(`addComment: seen at once under the id that it keeps, by everybody once, and stored as mine (by ${changes})`, async () => {
      const { mine, theirs, event, guest } = await meet(changes);
      const id = theirs.add({ content: 'Bravo' });
      const [first] = theirs.threads.get();
      assert.deepEqual([first!.id, first!.root!.state === 'saved'], [id, false]);
      await until(mine.threads, ([thread]) => thread?.root?.row.id === id);
      await until(theirs.threads, ([thread]) => thread!.root!.state === 'saved');
      assert.deepEqual([texts(mine), texts(theirs)], [['Bravo'], ['Bravo']]);
      assert.deepEqual(await stored(id), {
        event_id: event,
        user_id: guest.id,
        parent_id: null,
        content: 'Bravo',
        deleted_at: null,
      });
    });

    it(`user: a comment comes with its author’s name and picture, and the new ones when they change (by ${changes})`, async () => {
      const { mine, theirs, guest } = await meet(changes);
      theirs.add({ content: 'Bravo' });
      await until(mine.people, (people) => people.get(guest.id)?.name === 'Irène');
      const { error } = await family.backend.admin.auth.admin.updateUserById(guest.id, {
        user_metadata: { display_name: 'Irène Joliot-Curie', avatar_url: 'https://pictures.test/irene.webp' },
      });
      assert.equal(error, null);
      await until(mine.people, (people) => {
        const { name, avatarUrl } = people.get(guest.id)!;
        return name === 'Irène Joliot-Curie' && avatarUrl === 'https://pictures.test/irene.webp';
      });
    });
  });

describe('EventCommentsManager', () => {
  it('answers are under what they answer, for everybody and in the database', async () => {
    const { mine, theirs } = await meet();
    const question = mine.add({ content: 'Where was this?' });
    await until(theirs.threads, (threads) => threads.length === 1);
    const answer = theirs.add({ content: 'Rue Lhomond', parentId: question });
    const [thread] = await until(mine.threads, ([one]) => one?.replies.length === 1);
    assert.deepEqual([thread!.id, thread!.replies[0]!.row.id], [question, answer]);
    await until(theirs.threads, ([one]) => one!.replies[0]!.state === 'saved');
    assert.equal((await stored(answer))!.parent_id, question);
  });

  it('a deletion is undone for everybody, and in the database', async () => {
    const { mine, theirs } = await meet();
    const id = mine.add({ content: 'Said too much' });
    await until(theirs.threads, (threads) => threads.length === 1);
    mine.remove(id);
    assert.deepEqual(texts(mine), []);
    await until(theirs.threads, (threads) => threads.length === 0);
    mine.restore(id);
    await until(theirs.threads, ([thread]) => thread?.root?.row.content === 'Said too much');
    assert.equal((await stored(id))!.deleted_at, null);
  });

  it('addComment that the server refuses is marked with its reason, kept until discarded, and seen by nobody', async () => {
    const { mine, theirs, owner, guest } = await meet();
    await owner.client.from('timeline_shares').update({ level: 'view' }).eq('grantee_id', guest.id);
    const id = theirs.add({ content: 'May I?' });
    const [thread] = await until(theirs.threads, ([one]) => one?.root?.state === 'failed');
    assert.deepEqual([thread!.root!.error?.code, texts(theirs)], ['denied', ['May I?']]);
    assert.deepEqual([texts(mine), await stored(id)], [[], null]);
    theirs.settle(thread!.root!.operationId!, 'discard');
    await until(theirs.threads, (threads) => threads.length === 0);
  });

  it('addComment without a connection is kept, and sent once when there is one', async () => {
    const { left, mine, theirs, event } = await meet();
    left.line.set({ cut: true });
    left.environment.online.set(false);
    mine.add({ content: 'On the train' });
    await until(mine.threads, ([thread]) => thread?.root?.state === 'queued');
    left.line.set({ cut: false });
    left.environment.online.set(true);
    await until(theirs.threads, ([thread]) => thread?.root?.row.content === 'On the train');
    await until(mine.threads, ([thread]) => thread!.root!.state === 'saved');
    const { count } = await family.backend.admin
      .from('event_comments')
      .select('id', { count: 'exact', head: true })
      .eq('event_id', event);
    assert.equal(count, 1);
  });
});
