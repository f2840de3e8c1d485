import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { addComment, addEvent, share } from './fixtures.ts';
import { applyOps, op } from './operations.ts';
import { openProject, refusal, type Person, type TestProject } from './project.ts';

describe('a thread of comments', () => {
  let project: TestProject;
  let owner: Person;
  let guest: Person;
  let event: string;
  before(async () => {
    project = await openProject();
    [owner, guest] = [await project.person('Marie'), await project.person('Ève')];
    await share(project, owner, guest, 'comment');
    event = await addEvent(project, owner);
  });
  after(() => project.close());

  const TOO_DEEP = refusal('23514', 'event_comments_threads_flat');
  const NOT_THERE = refusal('23503', 'event_comments_parent_on_event');
  const write = (parent: string | null = null, on = event): Promise<string> =>
    addComment(project, guest, on, { parent_id: parent });
  /** Several comments by one statement, as REST writes them: `[id, parent]` each. */
  const writeAll = (rows: readonly (readonly [string, string | null])[]) =>
    project.rows(
      guest,
      `insert into event_comments (id, event_id, content, parent_id)
       select id, $1, 'Bravo', parent from unnest($2::uuid[], $3::uuid[]) as given (id, parent)`,
      [event, rows.map(([id]) => id), rows.map(([, parent]) => parent)],
    );
  const parents = async (ids: readonly string[]): Promise<unknown[]> => {
    const sql = 'select id, parent_id from event_comments where id = any ($1)';
    const rows = await project.rows('postgres', sql, [ids]);
    return ids.map((id) => rows.find((row) => row['id'] === id)?.['parent_id']);
  };

  it('is one answer deep: an answer to an answer is refused, also from whom no policy concerns', async () => {
    const answer = await write(await write());
    await assert.rejects(write(answer), TOO_DEEP);
    const row = [event, owner.id, answer];
    const sql = `insert into event_comments (event_id, user_id, content, parent_id) values ($1, $2, 'x', $3)`;
    await assert.rejects(project.rows('service_role', sql, row), TOO_DEEP);
  });

  it('cannot be a ring: comments of one statement that answer each other are refused whole', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await assert.rejects(writeAll([[a, b], [b, a]]), NOT_THERE); // prettier-ignore
    assert.deepEqual(await parents([a, b]), [undefined, undefined]);
  });

  it('begins with what is answered: of one statement in this order, not in the other', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await assert.rejects(writeAll([[b, a], [a, null]]), NOT_THERE); // prettier-ignore
    await writeAll([[a, null], [b, a]]); // prettier-ignore
    assert.deepEqual(await parents([a, b]), [null, a]);
  });

  it('stays on its event', async () => {
    const elsewhere = await write(null, await addEvent(project, owner));
    await assert.rejects(write(elsewhere), NOT_THERE);
    await assert.rejects(write(randomUUID()), NOT_THERE);
  });

  it('cannot be hung below another by changing what a comment answers', async () => {
    const [root, other] = [await write(), await write()];
    await write(root);
    const sql = 'update event_comments set parent_id = $2 where id = $1';
    await assert.rejects(project.rows('service_role', sql, [root, other]), TOO_DEEP);
  });

  it('takes answers by operations, each with an outcome of its own', async () => {
    const [root, answer, deep, early] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const comment = (id: string, parent_id: string | null) =>
      op('insert', { table: 'event_comments', id, values: { event_id: event, content: 'x', parent_id } });
    const outcomes = await applyOps(project, guest, [
      comment(early, root),
      comment(root, null),
      comment(answer, root),
      comment(deep, answer),
    ]);
    assert.deepEqual(
      outcomes.map(({ outcome, code, constraint }) => [outcome, code, constraint]),
      [
        ['refused', '23503', 'event_comments_parent_on_event'],
        ['applied', undefined, undefined],
        ['applied', undefined, undefined],
        ['refused', '23514', 'event_comments_threads_flat'],
      ],
    );
  });

  it('goes on below a deleted comment, and is restored whole', async () => {
    const root = await write();
    const first = await write(root);
    await project.rows(guest, 'delete from event_comments where id = any ($1)', [[root, first]]);
    const second = await write(root);
    await project.rows(guest, 'update event_comments set deleted_at = null where id = any ($1)', [
      [root, first],
    ]);
    assert.deepEqual(await parents([root, first, second]), [null, root, root]);
  });

  it('that was stored deeper, or as a ring, is made flat by the migration', async () => {
    const ids = Array.from({ length: 7 }, () => randomUUID());
    const [root, answer, deep, deeper, a, b, tail] = ids as [string, string, string, string, ...string[]];
    await project.rows('postgres', 'alter table event_comments disable trigger keep_threads_flat');
    await writeAll([
      [root, null],
      [answer, root],
      [deep, answer],
      [deeper, deep],
      [a!, b!],
      [b!, a!],
      [tail!, a!],
    ]);
    const folder = new URL('../../supabase/migrations/', import.meta.url);
    const migration = await readFile(new URL('20261126002500_comment_threads.sql', folder), 'utf8');
    const [statement] = /with recursive[^;]*;/.exec(migration) ?? [];
    await project.rows('postgres', statement!);
    await project.rows('postgres', 'alter table event_comments enable trigger keep_threads_flat');
    assert.deepEqual(await parents(ids), [null, root, root, root, null, null, null]);
    const again = await project.rows('postgres', statement!.replace(';', ' returning 1'));
    assert.deepEqual(again, []);
  });
});
