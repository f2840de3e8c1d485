import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { addComment, addEvent, insert, share } from './fixtures.ts';
import { openProject, refusal, type Person, type Row, type TestProject } from './project.ts';

describe('what comments need beside their rows', () => {
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

  const write = (who: Person, values: Row = {}): Promise<string> => addComment(project, who, event, values);
  const remove = (who: Person, id: string) =>
    project.rows(who, 'delete from event_comments where id = $1', [id]);
  const restore = (who: Person, id: string) =>
    project.rows(who, 'update event_comments set deleted_at = null where id = $1', [id]);

  /** The hints of a name that went out while `work` was done: topics in alphabetical order, and what they say. */
  const toldBy = async (hint: string, work: () => Promise<unknown>) => {
    await project.rows('postgres', 'delete from realtime.messages');
    await work();
    return project.rows<{ topic: string; private: boolean; payload: Record<string, unknown> }>(
      'postgres',
      `select topic, private, payload - 'id' as payload from realtime.messages where event = $1 order by topic`,
      [hint],
    );
  };

  it('changing the words of a comment is noted as an edit, deleting and restoring it are not', async () => {
    const id = await write(guest);
    const editedAt = () =>
      project.value<unknown>(owner, 'select edited_at from event_comments where id = $1', [id]);
    await remove(guest, id);
    await restore(guest, id);
    assert.equal(await editedAt(), null);
    await project.rows(guest, `update event_comments set content = 'Better' where id = $1`, [id]);
    assert.notEqual(await editedAt(), null);
    await assert.rejects(
      project.rows(guest, 'update event_comments set edited_at = null where id = $1', [id]),
      refusal('42501'),
    );
  });

  it('comments of live events are counted, of those that are asked for or of all, without the deleted', async () => {
    const [second, gone] = [await addEvent(project, owner), await addEvent(project, owner)];
    const counts = (who: Person, events: readonly string[] | null = null) =>
      project.value<Record<string, number>>(who, 'select nality_comment_counts($1, $2)', [owner.id, events]);
    const before = (await counts(owner))[event] ?? 0;
    await write(guest);
    const id = await write(guest);
    await remove(guest, id);
    await write(owner, { event_id: second });
    await write(owner, { event_id: gone });
    await project.rows(owner, 'delete from life_events where id = $1', [gone]);
    assert.deepEqual(await counts(guest), { [event]: before + 1, [second]: 1 });
    assert.deepEqual(await counts(guest, [second, randomUUID()]), { [second]: 1 });
    assert.deepEqual(await counts(await project.person('Camille')), {});
  });

  it('a comment more or less is told on the timeline, with the event and nothing else', async () => {
    let id = '';
    const told = [{ topic: `timeline:${owner.id}`, private: true, payload: { event_id: event } }];
    assert.deepEqual(await toldBy('comments', async () => (id = await write(guest))), told);
    const edit = `update event_comments set content = 'Better' where id = $1`;
    assert.deepEqual(await toldBy('comments', () => project.rows(guest, edit, [id])), []);
    assert.deepEqual(await toldBy('comments', () => remove(guest, id)), told);
    assert.deepEqual(await toldBy('comments', () => restore(guest, id)), told);
  });

  it('a changed name is told, without a word on whose it is, wherever that person belongs or has written', async () => {
    const person = await project.person('Irène');
    const stranger = await project.person('Camille');
    await share(project, owner, person, 'comment');
    const { id: family } = await insert(project, person, 'families', { name: 'Joliot' });
    const { id: session } = await insert(project, person, 'chat_sessions', { title: 'Radium' });
    await share(project, stranger, person, 'comment');
    await write(person, { event_id: await addEvent(project, stranger) });
    await project.rows(stranger, 'delete from timeline_shares where grantee_id = $1', [person.id]);
    const rename = (name: string) =>
      project.rows('supabase_admin', 'update auth.users set raw_user_meta_data = $2 where id = $1', [
        person.id,
        JSON.stringify({ display_name: name }),
      ]);
    const told = await toldBy('profile', () => rename('Irène Joliot-Curie'));
    const rooms = [owner.id, person.id, stranger.id].flatMap((id) => [`presence:${id}`, `timeline:${id}`]);
    rooms.push(
      `family:${family}`,
      `presence:${family}`,
      `chat:${session}`,
      `live:${session}`,
      `presence:${session}`,
    );
    assert.deepEqual(
      told,
      rooms.sort().map((topic) => ({ topic, private: true, payload: {} })),
    );
    assert.deepEqual(await toldBy('profile', () => rename('Irène Joliot-Curie')), [], 'nothing has changed');
  });

  it('an inbox says the names of who is mentioned, but of nobody with whom its person shares nothing', async () => {
    const stranger = await project.person('Camille');
    const cut = 'x'.repeat(120);
    const inbox = async (content: string) => {
      const id = await write(guest, { content, mentions: [owner.id] });
      const message = 'select message from user_notifications where user_id = $1 and subject_id = $2';
      return project.value<string>(owner, message, [owner.id, id]);
    };
    assert.equal(await inbox(`@[${owner.id}] look, @[${guest.id}]!`), '@Marie look, @Ève!');
    assert.equal(await inbox(`Ask @[${stranger.id}].`), 'Ask @….');
    assert.equal(await inbox(`${cut} @[${owner.id}]`), `${cut} @…`);
  });

  it('and nobody can tell anything by calling the functions', async () => {
    const call = `select nality.tell('profile', '{}', '${owner.id}', 'timeline')`;
    for (const who of ['anon', guest, 'service_role'] as const)
      await assert.rejects(project.rows(who, call), { code: '42501' });
  });
});
