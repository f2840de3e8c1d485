import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { addEvent, age, insert, share } from './fixtures.ts';
import { openProject, refusal } from './project.ts';
import type { Person, Row, TestProject } from './project.ts';

describe('soft deletion', () => {
  let project: TestProject;
  let owner: Person;
  let editor: Person;
  let viewer: Person;
  before(async () => {
    project = await openProject();
    [owner, editor, viewer] = await Promise.all([
      project.person('O'),
      project.person('E'),
      project.person('V'),
    ]);
    await share(project, owner, editor, 'edit');
    await share(project, owner, viewer, 'comment');
  });
  after(() => project.close());

  const remove = (who: Person | 'service_role', table: string, id: unknown) =>
    project.rows(who, `delete from ${table} where id = $1`, [id]);
  const restore = (who: Person, table: string, id: unknown) =>
    project.rows(who, `update ${table} set deleted_at = null where id = $1 returning *`, [id]);
  const read = async (who: Person, table: string, id: unknown): Promise<Row | undefined> =>
    (await project.rows(who, `select * from ${table} where id = $1`, [id]))[0];

  const full = {
    title: 'Nobel Prize',
    description: 'Physics',
    start_date: '1903-12-10',
    end_date: '1903-12-11',
    date_precision: 'month',
    is_ongoing: true,
    category: 'achievement',
    location: 'Stockholm',
    importance: 10,
    tags: ['nobel'],
    metadata: { by: 'Becquerel' },
  };

  it('leaves a tombstone without content, which whoever saw the row still sees', async () => {
    const id = await addEvent(project, owner, full);
    await remove(editor, 'life_events', id);
    const tombstone = await read(viewer, 'life_events', id);
    assert.ok(tombstone?.['deleted_at']);
    assert.equal(tombstone?.['rev'], 2);
    for (const [column, value] of Object.entries(full))
      assert.notDeepEqual(tombstone?.[column], value, `${column} is still there`);
  });

  it('keeps the content for author and editors alone', async () => {
    const id = await addEvent(project, owner, full);
    await remove(editor, 'life_events', id);
    const content = (who: Person) =>
      project.value<Row>(who, 'select content from nality_trash where id = $1', [id]);
    assert.equal((await content(owner))?.['title'], full.title);
    assert.equal((await content(editor))?.['title'], full.title);
    assert.equal(await content(viewer), undefined);
  });

  it('gives everything back on restoring, and empties the trash', async () => {
    const id = await addEvent(project, owner, full);
    await age(project, 'life_events', 'updated_at', ['id', id]);
    const original = await read(owner, 'life_events', id);
    await remove(owner, 'life_events', id);
    await restore(editor, 'life_events', id);
    const restored = await read(owner, 'life_events', id);
    const { rev, changed_xid, updated_at, ...kept } = restored ?? {};
    assert.equal(rev, 3);
    assert.deepEqual({ ...original, ...kept }, original);
    assert.ok(changed_xid !== original?.['changed_xid'] && updated_at !== original?.['updated_at']);
    assert.deepEqual(await project.rows(owner, 'select from nality_trash where id = $1', [id]), []);
  });

  it('does nothing twice, and nothing without the right', async () => {
    const id = await addEvent(project, owner);
    await remove(viewer, 'life_events', id);
    assert.equal((await read(owner, 'life_events', id))?.['deleted_at'], null);
    await remove('service_role', 'life_events', id);
    await remove(owner, 'life_events', id);
    assert.equal((await read(owner, 'life_events', id))?.['rev'], 2);
    assert.deepEqual(await restore(viewer, 'life_events', id), []);
  });

  it('lets deleted_at only be cleared, and a tombstone only be restored', async () => {
    const id = await addEvent(project, owner);
    await assert.rejects(
      project.rows(owner, 'update life_events set deleted_at = now() where id = $1', [id]),
      refusal('42501'),
    );
    await remove(owner, 'life_events', id);
    await assert.rejects(
      project.rows(owner, `update life_events set title = 'x' where id = $1`, [id]),
      refusal('42501'),
    );
    await restore(owner, 'life_events', id);
    assert.equal((await read(owner, 'life_events', id))?.['title'], 'Radium');
  });

  it('hides comments and media of a deleted event from those who may not restore it', async () => {
    const event = await addEvent(project, owner);
    const comment = await insert(project, viewer, 'event_comments', { event_id: event, content: 'Bravo' });
    await remove(owner, 'life_events', event);
    assert.equal(await read(viewer, 'event_comments', comment['id']), undefined);
    assert.equal((await read(editor, 'event_comments', comment['id']))?.['content'], 'Bravo');
    await restore(owner, 'life_events', event);
    assert.equal((await read(viewer, 'event_comments', comment['id']))?.['content'], 'Bravo');
  });

  it('lets only who deleted a comment bring it back', async () => {
    const event = await addEvent(project, owner);
    const comment = await insert(project, viewer, 'event_comments', { event_id: event, content: 'Well…' });
    await remove(owner, 'event_comments', comment['id']);
    await assert.rejects(restore(viewer, 'event_comments', comment['id']), refusal('42501'));
    assert.equal((await restore(owner, 'event_comments', comment['id']))[0]?.['content'], 'Well…');
    await remove(viewer, 'event_comments', comment['id']);
    await assert.rejects(restore(owner, 'event_comments', comment['id']), refusal('42501'));
    assert.equal((await restore(viewer, 'event_comments', comment['id']))[0]?.['content'], 'Well…');
  });

  it('lets the owner of a timeline change no word of a comment', async () => {
    const event = await addEvent(project, owner);
    const comment = await insert(project, viewer, 'event_comments', { event_id: event, content: 'Mine' });
    const forge = `update event_comments set content = 'Forged', deleted_at = null where id = $1 returning id`;
    assert.deepEqual(await project.rows(owner, forge, [comment['id']]), []);
    await remove(owner, 'event_comments', comment['id']);
    await project.rows(owner, forge, [comment['id']]);
    assert.equal((await read(viewer, 'event_comments', comment['id']))?.['content'], 'Mine');
  });

  it('really deletes when an account goes, with everything that was theirs', async () => {
    const leaver = await project.person('Leaver');
    await share(project, owner, leaver, 'edit');
    const own = await addEvent(project, leaver);
    const theirs = await insert(project, leaver, 'life_events', {
      user_id: owner.id,
      title: 'By Leaver',
      start_date: '1900-01-01',
    });
    await remove(leaver, 'life_events', own);
    await project.rows('postgres', 'delete from auth.users where id = $1', [leaver.id]);
    assert.deepEqual(await project.rows('postgres', 'select from life_events where id = $1', [own]), []);
    assert.deepEqual(
      await project.rows('postgres', 'select from timeline_shares where grantee_id = $1', [leaver.id]),
      [],
    );
    const left = await read(owner, 'life_events', theirs['id']);
    assert.deepEqual([left?.['title'], left?.['created_by']], ['By Leaver', null]);
  });

  it('purges tombstones and their content after 30 days, for the service role alone', async () => {
    const [old, recent] = [await addEvent(project, owner), await addEvent(project, owner)];
    await remove(owner, 'life_events', old);
    await remove(owner, 'life_events', recent);
    await project.rows(
      'postgres',
      `update life_events set deleted_at = now() - interval '31 days' where id = $1`,
      [old],
    );
    await project.rows(
      'postgres',
      `update nality_trash set deleted_at = now() - interval '31 days' where id = $1`,
      [old],
    );
    for (const who of [owner, 'anon'] as const)
      await assert.rejects(project.rows(who, 'select nality_purge()'), refusal('42501'));
    assert.equal(await project.value('service_role', 'select nality_purge()'), 1);
    assert.equal(await read(owner, 'life_events', old), undefined);
    assert.ok(await read(owner, 'life_events', recent));
    assert.deepEqual(
      await project.rows('postgres', 'select id from nality_trash where id = any ($1)', [[old, recent]]),
      [{ id: recent }],
    );
  });

  it('forgets operations after 400 days, not earlier', async () => {
    const [forgotten, remembered] = [randomUUID(), randomUUID()];
    await project.rows(
      'postgres',
      `insert into nality.ledger (actor, op_id, at) values
      ($1, $2, now() - interval '401 days'), ($1, $3, now() - interval '399 days')`,
      [owner.id, forgotten, remembered],
    );
    await project.value('service_role', 'select nality_purge()');
    assert.deepEqual(
      await project.rows('postgres', 'select op_id from nality.ledger where op_id = any ($1)', [
        [forgotten, remembered],
      ]),
      [{ op_id: remembered }],
    );
  });
});
