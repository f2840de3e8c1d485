import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { age, insert } from './fixtures.ts';
import { openProject } from './project.ts';
import type { Person, Row, TestProject } from './project.ts';

describe('a family', () => {
  let project: TestProject;
  let founder: Person;
  let first: Person;
  let second: Person;
  let family: string;
  before(async () => {
    project = await openProject();
  });
  after(() => project.close());
  beforeEach(async () => {
    founder = await project.person('Founder');
    [first, second] = [await project.person('First'), await project.person('Second')];
    family = (await insert(project, founder, 'families', { name: 'Curie' }))['id'] as string;
    for (const person of [first, second]) await add(founder, person);
    await age(project, 'family_members', 'created_at', ['user_id', first.id]);
  });

  const add = (who: Person, person: Person, role = 'member'): Promise<Row> =>
    insert(project, who, 'family_members', { family_id: family, user_id: person.id, role });
  const leave = (who: Person, person?: Person): Promise<Row[]> =>
    project.rows(who, 'select nality_leave($1, $2)', [`family:${family}`, person?.id ?? null]);
  const owners = async (): Promise<unknown[]> => {
    const sql = `select user_id from family_members where family_id = $1 and role = 'owner'`;
    return (await project.rows('postgres', sql, [family])).map((row) => row['user_id']);
  };

  it('is handed on to whoever has been in it longest when its last owner leaves', async () => {
    await leave(second);
    await add(founder, second);
    await leave(founder);
    assert.deepEqual(await owners(), [first.id]);
    await leave(first);
    assert.deepEqual(await owners(), [second.id]);
    await add(second, founder);
    assert.deepEqual(await owners(), [second.id]);
  });

  it('is handed on when the last owner’s account is deleted, or the service takes them out', async () => {
    await project.rows('postgres', 'delete from auth.users where id = $1', [founder.id]);
    assert.deepEqual(await owners(), [first.id]);
    await project.rows('service_role', 'delete from family_members where user_id = $1', [first.id]);
    assert.deepEqual(await owners(), [second.id]);
  });

  it('is handed on when the last owner steps back, to somebody else as long as there is anybody', async () => {
    const stepBack = (who: Person): Promise<Row[]> =>
      project.rows(who, `update family_members set role = 'member' where user_id = $1`, [who.id]);
    await stepBack(founder);
    assert.deepEqual(await owners(), [first.id]);
    await leave(founder);
    await leave(second);
    await stepBack(first);
    assert.deepEqual(await owners(), [first.id]);
  });

  it('keeps its owners as long as one of them is there', async () => {
    await project.rows(founder, `update family_members set role = 'owner' where user_id = $1`, [second.id]);
    await leave(founder);
    assert.deepEqual(await owners(), [second.id]);
  });

  it('is handed on when all its owners are taken out at once', async () => {
    await project.rows(founder, `update family_members set role = 'owner' where user_id = $1`, [second.id]);
    const sql = `delete from family_members where family_id = $1 and role = 'owner'`;
    await project.rows('service_role', sql, [family]);
    assert.deepEqual(await owners(), [first.id]);
  });

  it('goes whole when it is dissolved, and is empty when the last one leaves', async () => {
    const [alone] = [await project.person()];
    const { id } = await insert(project, alone, 'families', { name: 'Solo' });
    await project.rows(alone, 'select nality_leave($1)', [`family:${String(id)}`]);
    await project.rows(founder, 'delete from families where id = $1', [family]);
    const left = await project.rows('postgres', 'select from family_members where family_id = any ($1)', [
      [id, family],
    ]);
    assert.deepEqual(left, []);
  });

  it('that had lost its owner before has one again by the migration', async () => {
    await project.rows('postgres', 'alter table family_members disable trigger user');
    await project.rows('postgres', 'delete from family_members where user_id = $1', [founder.id]);
    await project.rows('postgres', 'alter table family_members enable trigger user');
    assert.deepEqual(await owners(), []);
    await project.rows('postgres', 'select nality.keep_an_owner(id) from families');
    assert.deepEqual(await owners(), [first.id]);
  });
});
