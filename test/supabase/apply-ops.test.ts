import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { addEvent, share } from './fixtures.ts';
import { applyOp, applyOps, op } from './operations.ts';
import { openProject, refusal } from './project.ts';
import type { Person, TestProject } from './project.ts';

describe('nality_apply_ops', () => {
  let project: TestProject;
  let marie: Person;
  let bronia: Person;
  let camille: Person;
  before(async () => {
    project = await openProject();
    [marie, bronia, camille] = await Promise.all([
      project.person('Marie'),
      project.person('Bronia'),
      project.person('Camille'),
    ]);
    await share(project, marie, bronia, 'view');
  });
  after(() => project.close());

  it('applies an insert and answers the whole row', async () => {
    const insert = op('insert', {
      values: { title: 'Polonium', start_date: '1898-07-18', tags: ['element'] },
    });
    const { op_id, outcome, row } = await applyOp(project, marie, insert);
    assert.deepEqual({ op_id, outcome }, { op_id: insert.op_id, outcome: 'applied' });
    assert.deepEqual(
      {
        id: row?.['id'],
        rev: row?.['rev'],
        user_id: row?.['user_id'],
        created_by: row?.['created_by'],
        tags: row?.['tags'],
      },
      { id: insert.id, rev: 1, user_id: marie.id, created_by: marie.id, tags: ['element'] },
    );
    assert.equal(typeof row?.['changed_xid'], 'string');
  });

  it('answers "already" to the same operation, also with other content, and does nothing', async () => {
    const insert = op('insert', { values: { title: 'Once', start_date: '1900-01-01' } });
    await applyOp(project, marie, insert);
    const again = await applyOp(project, marie, {
      ...insert,
      values: { title: 'Twice', start_date: '1900-01-01' },
    });
    assert.deepEqual([again.outcome, again.row?.['title'], again.row?.['rev']], ['already', 'Once', 1]);
  });

  it('keeps the operations of two people with the same op_id apart', async () => {
    const op_id = randomUUID();
    const values = { title: 'Mine', start_date: '1900-01-01' };
    const outcomes = [
      await applyOp(project, marie, op('insert', { op_id, values })),
      await applyOp(project, bronia, op('insert', { op_id, values })),
    ];
    assert.deepEqual(
      outcomes.map((answer) => answer.outcome),
      ['applied', 'applied'],
    );
  });

  it('applies a patch on the right rev and leaves the other columns', async () => {
    const id = await addEvent(project, marie, { description: 'first' });
    const { outcome, row } = await applyOp(
      project,
      marie,
      op('update', { id, base_rev: 1, values: { title: 'New' } }),
    );
    assert.deepEqual(
      [outcome, row?.['title'], row?.['description'], row?.['rev']],
      ['applied', 'New', 'first', 2],
    );
  });

  it('answers a conflict with the row of the server when the rev is another', async () => {
    const id = await addEvent(project, marie);
    await applyOp(project, marie, op('update', { id, base_rev: 1, values: { title: 'Faster' } }));
    const late = op('update', { id, base_rev: 1, values: { title: 'Slower' } });
    const conflict = await applyOp(project, marie, late);
    assert.deepEqual(
      [conflict.outcome, conflict.row?.['title'], conflict.row?.['rev']],
      ['conflict', 'Faster', 2],
    );
    const rebased = await applyOp(project, marie, { ...late, base_rev: 2 });
    assert.equal(rebased.outcome, 'applied', 'what was not applied may come again under its op_id');
  });

  it('answers a conflict to an update of a row that was deleted', async () => {
    const id = await addEvent(project, marie);
    await applyOp(project, marie, op('delete', { id, base_rev: 1 }));
    const { outcome, row } = await applyOp(
      project,
      marie,
      op('update', { id, base_rev: 1, values: { title: 'Late' } }),
    );
    assert.equal(outcome, 'conflict');
    assert.ok(row?.['deleted_at']);
  });

  it('deletes and restores; both may come twice', async () => {
    const id = await addEvent(project, marie, { title: 'Kept' });
    const outcomes = await applyOps(project, marie, [
      op('delete', { id, base_rev: 1 }),
      op('delete', { id, base_rev: 1 }),
      op('restore', { id, base_rev: 2 }),
      op('restore', { id, base_rev: 2 }),
    ]);
    assert.deepEqual(
      outcomes.map(({ outcome, row }) => [outcome, row?.['title'], row?.['rev']]),
      [
        ['applied', '', 2],
        ['applied', '', 2],
        ['applied', 'Kept', 3],
        ['applied', 'Kept', 3],
      ],
    );
  });

  it('calls the deletion of a row that never was applied, the update of one refused', async () => {
    assert.deepEqual(
      (
        await applyOps(project, marie, [
          op('delete', { base_rev: 1 }),
          op('update', { base_rev: 1, values: { title: 'x' } }),
        ])
      ).map(({ outcome, row, code }) => [outcome, row ?? null, code]),
      [
        ['applied', null, undefined],
        ['refused', null, 'P0002'],
      ],
    );
  });

  it('refuses with 42501 what policies forbid, whether the row can be seen or not', async () => {
    const id = await addEvent(project, marie);
    for (const person of [bronia, camille]) {
      for (const forbidden of [
        op('update', { id, base_rev: 1, values: { title: 'Mine now' } }),
        op('delete', { id, base_rev: 1 }),
        op('insert', { values: { user_id: marie.id, title: 'Forged', start_date: '1900-01-01' } }),
      ]) {
        const { outcome, code } = await applyOp(project, person, forbidden);
        assert.deepEqual([outcome, code], ['refused', '42501'], forbidden.type);
      }
    }
    assert.equal(await project.value(marie, 'select title from life_events where id = $1', [id]), 'Radium');
  });

  it('gives each operation its own fate, in order', async () => {
    const id = randomUUID();
    const outcomes = await applyOps(project, marie, [
      op('insert', { id, values: { title: 'One', start_date: '1900-01-01' } }),
      op('update', { id, base_rev: 1, values: { title: ' ' } }),
      op('update', { id, base_rev: 1, values: { importance: 11 } }),
      op('update', { id, base_rev: 1, values: { end_date: 'soon' } }),
      op('update', { id, base_rev: 1, values: { title: 'Two' } }),
    ]);
    assert.deepEqual(
      outcomes.map(({ outcome, code, constraint }) => [outcome, code, constraint]),
      [
        ['applied', undefined, undefined],
        ['refused', '23514', 'life_events_title_not_blank'],
        ['refused', '23514', 'life_events_importance_range'],
        ['refused', '22007', null],
        ['applied', undefined, undefined],
      ],
    );
  });

  it('refuses columns that are not on the list', async () => {
    const id = await addEvent(project, marie);
    for (const column of [
      'rev',
      'changed_xid',
      'deleted_at',
      'updated_at',
      'created_at',
      'user_id',
      'created_by',
      'nope',
    ]) {
      const { outcome, code } = await applyOp(
        project,
        marie,
        op('update', { id, base_rev: 1, values: { [column]: null } }),
      );
      assert.deepEqual([outcome, code], ['refused', '42703'], column);
    }
  });

  it('refuses tables, types and ids that it does not know', async () => {
    const outcomes = await applyOps(project, marie, [
      op('update', { table: 'users', values: { email: 'x' } }),
      op('update', { table: 'life_events; drop table users', values: {} }),
      op('merge'),
      op('insert', { id: 'not-a-uuid' }),
      op('update', { base_rev: 1, values: {} }),
      op('update', { op_id: 'not-a-uuid', base_rev: 1, values: { title: 'x' } }),
    ]);
    assert.deepEqual(
      outcomes.map(({ outcome, code }) => [outcome, code]),
      [
        ['refused', '42P01'],
        ['refused', '42P01'],
        ['refused', '22023'],
        ['refused', '22P02'],
        ['refused', '22023'],
        ['refused', '22P02'],
      ],
    );
  });

  it('writes no row of a table that only the server writes', async () => {
    const { outcome, code } = await applyOp(
      project,
      marie,
      op('insert', { table: 'user_notifications', values: { user_id: marie.id, title: 'Forged' } }),
    );
    assert.deepEqual([outcome, code], ['refused', '42501']);
  });

  it('refuses every operation of who is not signed in', async () => {
    for (const who of ['anon', 'service_role'] as const) {
      const { outcome, code } = await applyOp(
        project,
        who,
        op('insert', { values: { title: 'x', start_date: '1900-01-01' } }),
      );
      assert.deepEqual([outcome, code], ['refused', '42501'], who);
    }
  });

  it('takes at most 100 operations, and only in an array', async () => {
    const hundred = Array.from({ length: 100 }, () => op('delete'));
    assert.equal((await applyOps(project, marie, hundred)).length, 100);
    await assert.rejects(applyOps(project, marie, [...hundred, op('delete')]), refusal('54000'));
    await assert.rejects(applyOps(project, marie, { table: 'life_events' }), refusal('22023'));
    assert.deepEqual(await applyOps(project, marie, []), []);
  });
});
