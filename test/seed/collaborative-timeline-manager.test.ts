import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../support/until.ts';
import { openFamily, type Family } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

/** Two people who see each other, and an event that both know. */
async function meet() {
  const pair = await family.pair();
  const id = pair.mine.add({ title: 'Radium', start_date: '1898-12-26' });
  await until(pair.theirs.events, (rows) => rows.length === 1);
  await until(pair.mine.collaborators, (count) => count === 1);
  await until(pair.theirs.collaborators, (count) => count === 1);
  return { ...pair, id };
}

describe('CollaborativeTimelineManager', () => {
  it('broadcastEditStart and broadcastEditEnd: the other sees who is editing what, by name, until it ends', async () => {
    const { mine, theirs, editor, id } = await meet();
    const release = theirs.claim(id);
    const editors = await until(mine.editors, (all) => all.get(id)?.[0]?.name === 'Irène');
    assert.deepEqual(
      editors.get(id)!.map((person) => person.id),
      [editor.id],
    );
    release();
    await until(mine.editors, (all) => all.size === 0);
  });

  it('handleCollaborationEvent: my own events are not shown to me', async () => {
    const { mine, theirs, id } = await meet();
    mine.claim(id);
    await until(theirs.editors, (all) => all.has(id));
    assert.equal(mine.editors.get().size, 0);
  });

  it('showEditIndicator and hideEditIndicator: the page’s marks follow the core’s editing', async () => {
    const { left, theirs, id } = await meet();
    const release = theirs.claim(id);
    await until(left.core.editing, (all) => all.has(id));
    release();
    await until(left.core.editing, (all) => all.size === 0);
  });

  it('an editor whose connection is lost edits nothing any more', async () => {
    const { mine, theirs, right, id } = await meet();
    theirs.claim(id);
    await until(mine.editors, (all) => all.has(id));
    right.line.set({ cut: true });
    await until(mine.editors, (all) => all.size === 0);
  });

  it('cursor_move and selection_change: where the other points and what they have marked', async () => {
    const { mine, theirs, editor, id } = await meet();
    theirs.point({ subject: id, x: 0.25, y: 0.75 });
    theirs.select({ subject: id, field: 'title', start: 0, end: 4 });
    const cursors = await until(mine.cursors, (all) => all.has(editor.id));
    const selections = await until(mine.selections, (all) => all.has(editor.id));
    assert.deepEqual(cursors.get(editor.id), { subject: id, x: 0.25, y: 0.75 });
    assert.deepEqual(selections.get(editor.id), { subject: id, field: 'title', start: 0, end: 4 });
    theirs.point(null);
    theirs.select(null);
    await until(mine.cursors, (all) => all.size === 0);
    await until(mine.selections, (all) => all.size === 0);
  });

  it('onCollaboratorsUpdate: how many others are in, without me', async () => {
    const { mine, right } = await meet();
    right.end.abort();
    await until(mine.collaborators, (count) => count === 0);
  });
});
