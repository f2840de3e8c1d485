import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ConflictStrategy, LifeEventDraft, NalityOptions } from '../../src/core/index.ts';
import { eventually } from '../support/eventually.ts';
import { until } from '../support/until.ts';
import { openFamily, type Family, type Pair } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

/** Both change the same event, mine without having seen theirs; returns its id once mine has met it. No strategy: as it is. */
async function collide(
  pair: Pair,
  strategy: ConflictStrategy | undefined,
  mine: LifeEventDraft,
  theirs: LifeEventDraft,
  start: LifeEventDraft = {},
): Promise<string> {
  if (strategy) pair.mine.resolveConflicts(strategy);
  const id = pair.mine.add({ title: 'Radium', start_date: '1898-12-26', ...start });
  await until(pair.theirs.events, ([row]) => row?.row.id === id);
  pair.left.line.set({ cut: true });
  await until(pair.left.core.connection, ({ name }) => name !== 'online');
  pair.mine.update(id, mine);
  pair.theirs.update(id, theirs);
  await until(pair.right.core.outbox.status, ({ pending }) => pending === 0);
  pair.left.line.set({ cut: false });
  pair.left.environment.visible.set(false);
  pair.left.environment.visible.set(true);
  await until(pair.left.core.outbox.status, ({ pending }) => pending === 0);
  return id;
}

const seen = ({ mine }: Pair) => mine.events.get()[0]!.row;
const settled = (pair: Pair, holds: (row: ReturnType<typeof seen>) => boolean): Promise<unknown> =>
  until(pair.theirs.events, ([row]) => row !== undefined && holds(row.row));

describe('ConflictResolver', () => {
  it('setResolutionStrategy, resolveConflict: by server_wins theirs stays, mine is kept and can be put back', async () => {
    const pair = await family.pair();
    await collide(pair, 'server_wins', { title: 'Mine' }, { title: 'Theirs' });
    await until(pair.mine.events, ([row]) => row!.row.title === 'Theirs');
    const [conflict] = pair.left.core.outbox.conflicts.get();
    assert.deepEqual([conflict!.mine, conflict!.theirs], [{ title: 'Mine' }, { title: 'Theirs' }]);
    pair.left.core.outbox.resolve(conflict!.id, 'mine');
    await settled(pair, ({ title }) => title === 'Mine');
  });

  it('setResolutionStrategy, resolveConflict: by client_wins mine replaces theirs', async () => {
    const pair = await family.pair();
    await collide(pair, 'client_wins', { title: 'Mine' }, { title: 'Theirs' });
    await settled(pair, ({ title }) => title === 'Mine');
  });

  it('mergeVersions: by merge tags are united, the longer description and the higher importance stay', async () => {
    const pair = await family.pair();
    await collide(
      pair,
      'merge',
      { tags: ['shed', 'night'], description: 'The bottles shone like fairy lights.', importance: 6 },
      { tags: ['shed', 'radium'], description: 'They shone.', importance: 9 },
      { tags: ['shed'], importance: 5 },
    );
    await settled(pair, ({ tags }) => tags.includes('night'));
    const { tags, description, importance } = seen(pair);
    assert.deepEqual([...tags].sort(), ['night', 'radium', 'shed']);
    assert.deepEqual([description, importance], ['The bottles shone like fairy lights.', 9]);
  });

  const tags = ['tags'];
  for (const [where, options, say] of [
    ['of the core', { conflictStrategy: 'merge', mergeFields: tags }, () => undefined],
    ['of the core, for a timeline', { mergeFields: tags }, ({ mine }) => mine.resolveConflicts('merge')],
    ['of the timeline', { mergeFields: [] }, ({ mine }) => mine.resolveConflicts('merge', tags)],
  ] satisfies [string, Partial<NalityOptions>, (pair: Pair) => void][])
    it(`mergeFields: by merge only these are brought together, for the others the server’s version stays (${where})`, async () => {
      const pair = await family.pair(options);
      say(pair);
      const id = await collide(
        pair,
        undefined,
        { tags: ['night'], description: 'The bottles shone like fairy lights.', importance: 9 },
        { tags: ['radium'], description: 'They shone.', importance: 6 },
      );
      await settled(pair, ({ tags }) => tags.includes('night'));
      const { data } = await pair.editor.client
        .from('life_events')
        .select('tags,description,importance')
        .eq('id', id)
        .single();
      assert.deepEqual(data, { tags: ['radium', 'night'], description: 'They shone.', importance: 6 });
      const kept = pair.left.core.outbox.conflicts.get().map((conflict) => conflict.mine);
      assert.deepEqual(
        kept.find((values) => 'description' in values),
        { description: 'The bottles shone like fairy lights.', importance: 9 },
      );
    });

  it('what only one side changed is no conflict, whatever the strategy', async () => {
    const pair = await family.pair();
    await collide(pair, 'server_wins', { location: 'Paris' }, { title: 'Theirs' });
    await settled(pair, ({ location, title }) => location === 'Paris' && title === 'Theirs');
    assert.deepEqual(pair.left.core.outbox.conflicts.get(), []);
  });

  it('promptUserForResolution and applyResolution: by prompt_user timeline:conflict asks, and the answer is written', async () => {
    const pair = await family.pair();
    await collide(pair, 'prompt_user', { title: 'Mine' }, { title: 'Theirs' });
    await eventually('it is asked', () => pair.left.events.some(({ type }) => type === 'conflict'));
    const asked = pair.left.events.find((event) => event.type === 'conflict')!;
    assert.deepEqual(
      [asked.localVersion.title, asked.serverVersion.title, asked.conflictFields],
      ['Mine', 'Theirs', ['title']],
    );
    asked.onResolve({ ...asked.serverVersion, title: 'Ours' });
    await settled(pair, ({ title }) => title === 'Ours');
    assert.equal(seen(pair).title, 'Ours');
  });
});
