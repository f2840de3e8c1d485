import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { openCircle } from './circle.ts';
import { addComment, addEvent, age, insert, share } from './fixtures.ts';
import { applyOp, op } from './operations.ts';
import { refusal } from './project.ts';
import type { Person, Row, TestProject } from './project.ts';

describe('notifications of what its author changes or takes back', () => {
  let project: TestProject;
  let owner: Person;
  let eve: Person;
  let irene: Person;
  let event: string;
  before(async () => {
    ({ project, owner, eve, irene } = await openCircle('edit'));
    event = await addEvent(project, owner);
  });
  after(() => project.close());

  const comment = (who: Person, values: Row = {}): Promise<string> =>
    addComment(project, who, event, { content: 'Secret', ...values });
  const remove = (who: Person | 'postgres', table: string, id: string): Promise<Row[]> =>
    project.rows(who, `delete from ${table} where id = $1`, [id]);
  const restore = (who: Person, table: string, id: string): Promise<Row[]> =>
    project.rows(who, `update ${table} set deleted_at = null where id = $1 returning *`, [id]);
  const told = async (who: Person, subject: string): Promise<Row> =>
    (await project.rows(who, 'select * from user_notifications where subject_id = $1', [subject]))[0] ?? {};
  const message = async (who: Person, subject: string): Promise<unknown> =>
    (await told(who, subject))['message'];
  /** Every text that its person can get of a notification, by reading it and by bringing it back in each way. */
  const found = async (who: Person, subject: string): Promise<string> => {
    const id = (await told(who, subject))['id'] as string;
    assert.ok(id, 'there was never any');
    const TAKEN_BACK = refusal('42501');
    const trash = await project.rows(who, 'select * from nality_trash where id = $1', [id]);
    await assert.rejects(restore(who, 'user_notifications', id), TAKEN_BACK);
    const undo = await applyOp(project, who, op('restore', { table: 'user_notifications', id }));
    assert.deepEqual([undo.outcome, undo.code], ['refused', '42501']);
    return JSON.stringify([trash, await told(who, subject), undo]);
  };
  const nothing = async (who: Person, subject: string): Promise<void> =>
    assert.doesNotMatch(await found(who, subject), /Secret|Radium|Ève/);

  it('are neither read nor restored by their person once the comment is deleted', async () => {
    const id = await comment(eve, { mentions: [irene.id] });
    assert.equal(await message(irene, id), 'Secret');
    await remove(eve, 'event_comments', id);
    await nothing(irene, id);
    await nothing(owner, id);
  });

  it('are not either when their person had deleted them first', async () => {
    const id = await comment(eve);
    await remove(owner, 'user_notifications', (await told(owner, id))['id'] as string);
    await remove(eve, 'event_comments', id);
    await nothing(owner, id);
  });

  it('are not either when the event, or an account, is gone', async () => {
    const leaver = await project.person('Leaver');
    await share(project, owner, leaver, 'comment');
    const theirs = await comment(leaver);
    const id = await comment(eve, { mentions: [irene.id] });
    await remove(eve, 'life_events', event);
    await nothing(irene, id);
    await restore(owner, 'life_events', event);
    await remove('postgres', 'auth.users', leaver.id);
    await nothing(owner, theirs);
    assert.equal(await message(irene, id), 'Secret');
  });

  it('come again with the comment, as they were', async () => {
    const id = await comment(eve, { mentions: [irene.id] });
    await age(project, 'user_notifications', 'updated_at', ['subject_id', id]);
    const before = await told(irene, id);
    await remove(eve, 'event_comments', id);
    await restore(eve, 'event_comments', id);
    const { rev, changed_xid, updated_at, ...same } = await told(irene, id);
    assert.deepEqual({ ...before, ...same }, before);
    assert.ok(rev === 3 && changed_xid !== before['changed_xid'] && updated_at !== before['updated_at']);
    assert.equal((await told(owner, id))['deleted_at'], null);
  });

  it('come again to a person who deleted the comment themselves, to clear up, and restored it', async () => {
    const id = await comment(eve);
    await remove(owner, 'event_comments', id);
    await nothing(owner, id);
    await restore(owner, 'event_comments', id);
    assert.equal(await message(owner, id), 'Secret');
  });

  it('that their person had deleted stay so when the comment comes again, and can be restored again', async () => {
    const id = await comment(eve);
    const notification = (await told(owner, id))['id'] as string;
    await remove(owner, 'user_notifications', notification);
    await remove(eve, 'event_comments', id);
    await restore(eve, 'event_comments', id);
    assert.equal(await message(owner, id), '');
    await restore(owner, 'user_notifications', notification);
    assert.equal(await message(owner, id), 'Secret');
  });

  it('come again with an event, without those of comments that are still deleted', async () => {
    const [kept, gone] = [await comment(eve), await comment(eve)];
    await project.rows(eve, `update life_events set description = 'Shining' where id = $1`, [event]);
    await remove(eve, 'event_comments', gone);
    await remove(owner, 'life_events', event);
    await restore(owner, 'life_events', event);
    assert.equal(await message(owner, kept), 'Secret');
    assert.equal((await told(owner, event))['title'], 'Ève changed “Radium”');
    await nothing(owner, gone);
    await restore(eve, 'event_comments', gone);
    assert.equal(await message(owner, gone), 'Secret');
  });

  it('come again with a conversation, the invitation and the answers', async () => {
    const session = (await insert(project, owner, 'chat_sessions', { title: 'Secret' }))['id'] as string;
    await insert(project, owner, 'chat_participants', { session_id: session, user_id: eve.id });
    const question = await insert(project, eve, 'chat_messages', { session_id: session, content: 'When?' });
    const answer = randomUUID();
    await project.rows(
      'service_role',
      `insert into chat_messages (id, session_id, message_type, reply_to, content)
       values ($1, $2, 'assistant_response', $3, 'Secret')`,
      [answer, session, question['id']],
    );
    await remove(owner, 'chat_sessions', session);
    await nothing(eve, session);
    await nothing(eve, answer);
    await restore(owner, 'chat_sessions', session);
    assert.deepEqual([await message(eve, session), await message(eve, answer)], ['Secret', 'Secret']);
  });

  it('neither come again nor learn new words for whom the timeline is closed by now', async () => {
    const guest = await project.person('Hélène');
    const id = await share(project, owner, guest, 'comment');
    const [edited, restored] = [
      await comment(eve, { content: 'Before', mentions: [guest.id, irene.id] }),
      await comment(eve, { mentions: [guest.id] }),
    ];
    const cleared = await comment(eve, { content: 'Before', mentions: [guest.id] });
    await remove(guest, 'user_notifications', (await told(guest, cleared))['id'] as string);
    await remove(owner, 'timeline_shares', id);
    await project.rows(eve, `update event_comments set content = 'Secret' where id = any ($1)`, [
      [edited, cleared],
    ]);
    assert.deepEqual([await message(guest, edited), await message(irene, edited)], ['Before', 'Secret']);
    await restore(guest, 'user_notifications', (await told(guest, cleared))['id'] as string);
    assert.equal(await message(guest, cleared), 'Before');
    await remove(eve, 'event_comments', restored);
    await restore(eve, 'event_comments', restored);
    await nothing(guest, restored);
  });

  it('of an answer learn no new words for whoever is out of the conversation', async () => {
    const session = (await insert(project, owner, 'chat_sessions', {}))['id'] as string;
    await insert(project, owner, 'chat_participants', { session_id: session, user_id: eve.id });
    const question = await insert(project, eve, 'chat_messages', { session_id: session, content: 'When?' });
    const answer = randomUUID();
    await project.rows(
      'service_role',
      `insert into chat_messages (id, session_id, message_type, reply_to, content)
       values ($1, $2, 'assistant_response', $3, 'Before')`,
      [answer, session, question['id']],
    );
    const say = (content: string): Promise<Row[]> =>
      project.rows('service_role', 'update chat_messages set content = $2 where id = $1', [answer, content]);
    await say('Between');
    assert.equal(await message(eve, answer), 'Between');
    await project.rows(eve, 'delete from chat_participants where session_id = $1', [session]);
    await say('Secret');
    assert.equal(await message(eve, answer), 'Between');
  });

  it('are restored with the words of now, and with names in place of ids', async () => {
    const id = await comment(eve, { content: 'Before' });
    const notification = (await told(owner, id))['id'] as string;
    await remove(owner, 'user_notifications', notification);
    await project.rows(eve, 'update event_comments set content = $2 where id = $1', [
      id,
      `Ask @[${irene.id}]`,
    ]);
    await restore(owner, 'user_notifications', notification);
    assert.equal(await message(owner, id), 'Ask @Irène');
  });
});
