import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addEvent, insert, share } from './fixtures.ts';
import { openProject, refusal } from './project.ts';
import type { Person, TestProject, Who } from './project.ts';

describe('sharing', () => {
  let project: TestProject;
  before(async () => {
    project = await openProject();
  });
  after(() => project.close());

  const level = (who: Who, owner: Person) =>
    project.value<string>(who, 'select nality_level($1)', [owner.id]);
  const grant = (who: Person, owner: Person, to: Person, as: string) =>
    insert(project, who, 'timeline_shares', {
      owner_id: owner.id,
      grantee_kind: 'user',
      grantee_id: to.id,
      level: as,
    });

  it('gives the highest of all levels that reach a person', async () => {
    const [owner, person] = [await project.person(), await project.person()];
    assert.deepEqual(
      [await level(owner, owner), await level(person, owner), await level('anon', owner)],
      ['owner', 'none', 'none'],
    );
    await share(project, owner, 'public');
    assert.deepEqual([await level(person, owner), await level('anon', owner)], ['view', 'view']);
    const family = (await insert(project, owner, 'families', { name: 'Curie' }))['id'];
    await insert(project, owner, 'family_members', { family_id: family, user_id: person.id });
    await insert(project, owner, 'timeline_shares', {
      grantee_kind: 'family',
      grantee_id: family,
      level: 'edit',
    });
    await share(project, owner, person, 'comment');
    assert.equal(await level(person, owner), 'edit');
    await project.rows(person, 'delete from family_members where user_id = $1', [person.id]);
    assert.equal(await level(person, owner), 'comment');
  });

  it('ends with the share, and comes back with it', async () => {
    const [owner, person] = [await project.person(), await project.person()];
    const event = await addEvent(project, owner);
    const id = await share(project, owner, person, 'edit');
    const sees = async () =>
      (await project.rows(person, 'select id from life_events where id = $1', [event])).length;
    assert.equal(await sees(), 1);
    await project.rows(owner, 'delete from timeline_shares where id = $1', [id]);
    assert.deepEqual([await sees(), await level(person, owner)], [0, 'none']);
    await project.rows(owner, 'update timeline_shares set deleted_at = null where id = $1', [id]);
    assert.deepEqual([await sees(), await level(person, owner)], [1, 'edit']);
  });

  it('is managed by admins, except that only the owner makes and unmakes admins', async () => {
    const [owner, admin, other, guest] = await Promise.all([
      project.person(),
      project.person(),
      project.person(),
      project.person(),
    ]);
    await share(project, owner, admin, 'admin');
    const otherAdmin = await share(project, owner, other, 'admin');
    const id = (await grant(admin, owner, guest, 'view'))['id'];

    const change = (who: Person, to: string, share: unknown) =>
      project.rows(who, 'update timeline_shares set level = $1 where id = $2 returning level', [to, share]);
    assert.deepEqual(await change(admin, 'edit', id), [{ level: 'edit' }]);
    await assert.rejects(change(admin, 'admin', id), refusal('42501'));
    await assert.rejects(grant(admin, owner, await project.person(), 'admin'), refusal('42501'));
    assert.deepEqual(await change(admin, 'view', otherAdmin), []);
    await project.rows(admin, 'delete from timeline_shares where id = $1', [otherAdmin]);
    assert.equal(await level(other, owner), 'admin');
    assert.deepEqual(await change(owner, 'admin', id), [{ level: 'admin' }]);
    assert.equal(await level(guest, owner), 'admin');
  });

  it('is not a matter of editors, nor of people on the own timeline of the grantee', async () => {
    const [owner, editor, friend] = await Promise.all([project.person(), project.person(), project.person()]);
    await share(project, owner, editor, 'edit');
    await assert.rejects(grant(editor, owner, friend, 'view'), refusal('42501'));
    await assert.rejects(grant(friend, owner, friend, 'view'), refusal('42501'));
    assert.equal(await level(owner, editor), 'none');
  });

  it('can be declined by the grantee, who cannot take it up again', async () => {
    const [owner, guest] = [await project.person(), await project.person()];
    const id = await share(project, owner, guest, 'edit');
    await project.rows(guest, 'delete from timeline_shares where id = $1', [id]);
    assert.equal(await level(guest, owner), 'none');
    const again = await project.rows(
      guest,
      'update timeline_shares set deleted_at = null where id = $1 returning id',
      [id],
    );
    assert.deepEqual(again, []);
  });

  it('cannot be signed with the name of somebody else, nor moved to another timeline', async () => {
    const [owner, admin, guest] = await Promise.all([project.person(), project.person(), project.person()]);
    await share(project, owner, admin, 'admin');
    await assert.rejects(
      insert(project, admin, 'timeline_shares', {
        owner_id: owner.id,
        grantee_kind: 'user',
        grantee_id: guest.id,
        created_by: owner.id,
      }),
      refusal('42501'),
    );
    const id = await share(project, admin, guest);
    for (const column of ['owner_id', 'grantee_id', 'created_by'])
      await assert.rejects(
        project.rows(admin, `update timeline_shares set ${column} = $1 where id = $2`, [owner.id, id]),
        refusal('42501'),
        column,
      );
  });
});
