import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addEvent, insert, share } from './fixtures.ts';
import { openProject } from './project.ts';
import type { Person, Row, TestProject } from './project.ts';

interface Message {
  event: string;
  private: boolean;
  payload: { table: string; operation: string; record: Row; old_record: Row | null };
}

describe('the broadcast feed', () => {
  let project: TestProject;
  let owner: Person;
  let guest: Person;
  before(async () => {
    project = await openProject();
    [owner, guest] = [await project.person('Marie'), await project.person('Ève')];
    await share(project, owner, guest, 'comment');
  });
  after(() => project.close());

  /** What went out on a topic while `work` was done. */
  const sentOn = async (topic: string, work: () => Promise<unknown>): Promise<Message[]> => {
    await project.rows('postgres', 'delete from realtime.messages');
    await work();
    return project.rows(
      'postgres',
      'select event, private, payload from realtime.messages where topic = $1 order by inserted_at, ctid',
      [topic],
    );
  };

  it('says what was inserted and changed, privately, on the topic of the timeline', async () => {
    let id = '';
    const messages = await sentOn(`timeline:${owner.id}`, async () => {
      id = await addEvent(project, owner);
      await project.rows(owner, `update life_events set title = 'Polonium' where id = $1`, [id]);
    });
    assert.deepEqual(
      messages.map(({ event, private: hidden, payload }) => [
        event,
        hidden,
        payload.table,
        payload.record['title'],
        payload.old_record?.['title'],
      ]),
      [
        ['INSERT', true, 'life_events', 'Radium', undefined],
        ['UPDATE', true, 'life_events', 'Polonium', 'Radium'],
      ],
    );
    assert.equal(typeof messages[0]?.payload.record['changed_xid'], 'string');
  });

  it('sends no content with a deletion, and the content again with a restoration', async () => {
    const id = await addEvent(project, owner, { description: 'secret' });
    const deletion = await sentOn(`timeline:${owner.id}`, () =>
      project.rows(owner, 'delete from life_events where id = $1', [id]),
    );
    assert.equal(deletion.length, 1);
    assert.ok(deletion[0]?.payload.record['deleted_at']);
    assert.doesNotMatch(JSON.stringify(deletion), /secret|Radium/);
    const restoration = await sentOn(`timeline:${owner.id}`, () =>
      project.rows(owner, 'update life_events set deleted_at = null where id = $1', [id]),
    );
    assert.equal(restoration[0]?.payload.record['description'], 'secret');
  });

  it('goes to the topics of comments, conversations and inboxes', async () => {
    const event = await addEvent(project, owner);
    const session = (await insert(project, owner, 'chat_sessions', {}))['id'];
    const tablesOn = async (topic: string, work: () => Promise<unknown>) =>
      (await sentOn(topic, work)).map(({ payload }) => payload.table);
    const comment = () => insert(project, guest, 'event_comments', { event_id: event, content: 'x' });
    assert.deepEqual(await tablesOn(`event_comments:${event}`, comment), ['event_comments']);
    assert.deepEqual(await tablesOn(`notifications:${owner.id}`, comment), ['user_notifications']);
    assert.deepEqual(
      await tablesOn(`chat:${session}`, async () => {
        const message = await insert(project, owner, 'chat_messages', { session_id: session, content: 'x' });
        await insert(project, owner, 'chat_reads', {
          session_id: session,
          last_read_message_id: message['id'],
        });
        await project.rows(
          'service_role',
          `insert into chat_extracted_events (session_id, user_id, title) values ($1, $2, 'x')`,
          [session, owner.id],
        );
      }),
      ['chat_messages', 'chat_reads', 'chat_extracted_events'],
    );
  });

  it('tells the followers of a timeline nothing about its shares but that there was a change', async () => {
    const messages = await sentOn(`timeline:${owner.id}`, async () =>
      share(project, owner, await project.person()),
    );
    assert.deepEqual(
      messages.map(({ event, payload }) => [event, Object.keys(payload)]),
      [['rights', ['id']]],
    );
  });

  it('never undoes the write, whatever is wrong with it', async () => {
    const id = await project.as('supabase_admin', async (sql) => {
      await sql.exec('alter function realtime.broadcast_changes rename to broadcast_changes_gone');
      const { rows } = await sql.query<{ id: string }>(
        `insert into life_events (user_id, title, start_date) values ($1, 'Kept', '1900-01-01') returning id`,
        [owner.id],
      );
      await sql.exec('alter function realtime.broadcast_changes_gone rename to broadcast_changes');
      return rows[0]?.id;
    });
    assert.equal(await project.value(owner, 'select title from life_events where id = $1', [id]), 'Kept');
  });
});
