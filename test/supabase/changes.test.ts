import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addEvent, share } from './fixtures.ts';
import { openProject, refusal } from './project.ts';
import type { Person, Row, TestProject, Who } from './project.ts';

interface Page {
  epoch: string;
  rows: Row[];
  next: { xid: string; id: string } | null;
  cursor: string;
}

describe('nality_changes', () => {
  let project: TestProject;
  let marie: Person;
  let camille: Person;
  before(async () => {
    project = await openProject();
    [marie, camille] = await Promise.all([project.person('Marie'), project.person('Camille')]);
  });
  after(() => project.close());

  const changes = (who: Who, scope: Person, since: string | null = null, after: unknown = null, page = 500) =>
    project.value<Page>(who, `select public.nality_changes('life_events', $1, $2, $3::jsonb, $4)`, [
      scope.id,
      since,
      after && JSON.stringify(after),
      page,
    ]);
  const titles = (page: Page) => page.rows.map((row) => row['title']);

  it('answers the live rows, the epoch of nality_info and a cursor', async () => {
    const owner = await project.person();
    await addEvent(project, owner, { title: 'One' });
    const page = await changes(owner, owner);
    const info = await project.value<Row>('anon', 'select public.nality_info()');
    assert.deepEqual(info, { schema: 4, epoch: page.epoch });
    assert.deepEqual([titles(page), page.next], [['One'], null]);
    assert.match(page.cursor, /^\d+$/);
    assert.deepEqual(
      [typeof page.rows[0]?.['rev'], typeof page.rows[0]?.['changed_xid']],
      ['number', 'string'],
    );
  });

  it('since a cursor: what changed, tombstones without content included, and nothing else', async () => {
    const owner = await project.person();
    const [kept, edited, deleted] = await Promise.all(
      ['Kept', 'Edited', 'Deleted'].map((title) => addEvent(project, owner, { title })),
    );
    const { cursor } = await changes(owner, owner);
    await project.rows(owner, `update life_events set title = 'Anew' where id = $1`, [edited]);
    await project.rows(owner, 'delete from life_events where id = $1', [deleted]);
    const later = await changes(owner, owner, cursor);
    assert.deepEqual(
      later.rows.map((row) => row['id']),
      [edited, deleted],
    );
    assert.deepEqual(titles(later), ['Anew', '']);
    assert.ok(later.rows[1]?.['deleted_at']);
    assert.deepEqual(
      (await changes(owner, owner)).rows.map((row) => row['id']).sort(),
      [kept, edited].sort(),
    );
  });

  it('pages through rows of one and of many transactions, each exactly once', async () => {
    const owner = await project.person();
    await project.as(owner, async (sql) => {
      for (let n = 0; n < 5; n++)
        await sql.query(`insert into life_events (title, start_date) values ('batch', '1900-01-01')`);
    });
    for (let n = 0; n < 4; n++) await addEvent(project, owner, { title: `single ${n}` });
    const seen: unknown[] = [];
    let after: Page['next'] = null;
    do {
      const page: Page = await changes(owner, owner, null, after, 2);
      assert.ok(page.rows.length <= 2);
      seen.push(...page.rows.map((row) => row['id']));
      after = page.next;
    } while (after);
    assert.deepEqual([seen.length, new Set(seen).size], [9, 9]);
  });

  it('never gives more than 500 rows at once', async () => {
    const owner = await project.person();
    await project.rows(
      owner,
      `insert into life_events (title, start_date) select 'many', '1900-01-01' from generate_series(1, 501)`,
    );
    const first = await changes(owner, owner, null, null, 100000);
    assert.equal(first.rows.length, 500);
    assert.equal((await changes(owner, owner, null, first.next)).rows.length, 1);
  });

  it('shows nobody more than they may see', async () => {
    const owner = await project.person();
    const id = await addEvent(project, owner);
    assert.deepEqual((await changes(camille, owner)).rows, []);
    assert.deepEqual((await changes('anon', owner)).rows, []);
    await share(project, owner, 'public');
    assert.deepEqual(
      (await changes('anon', owner)).rows.map((row) => row['id']),
      [id],
    );
  });

  it('refuses tables that are not synced, and cursors of another database', async () => {
    await assert.rejects(
      project.rows(marie, `select nality_changes('users', $1)`, [marie.id]),
      refusal('42P01'),
    );
    await assert.rejects(changes(marie, marie, '9000000000'), refusal('22023'));
  });

  it('follows every synced table by its scope column', async () => {
    const scopes = await project.rows<{ name: string; scope: string }>(
      'postgres',
      'select name, scope from nality.sources order by name',
    );
    assert.deepEqual(
      scopes.map(({ name, scope }) => `${name}.${scope}`),
      [
        'chat_extracted_events.session_id',
        'chat_messages.session_id',
        'chat_sessions.user_id',
        'event_comments.event_id',
        'life_events.user_id',
        'media_objects.user_id',
        'timeline_shares.owner_id',
        'user_notifications.user_id',
      ],
    );
    for (const { name } of scopes) {
      const page = await project.value<Page>(marie, 'select nality_changes($1, $2)', [name, marie.id]);
      assert.deepEqual(page.rows, [], name);
    }
  });

  it('has a new epoch when the operator says so', async () => {
    const { epoch } = await changes(marie, marie);
    await assert.rejects(project.rows(marie, 'select nality_new_epoch()'), refusal('42501'));
    const next = await project.value<string>('service_role', 'select nality_new_epoch()');
    assert.notEqual(next, epoch);
    assert.equal((await changes(marie, marie)).epoch, next);
  });
});
