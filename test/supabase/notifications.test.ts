import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openCircle } from './circle.ts';
import { addEvent, insert, share } from './fixtures.ts';
import { refusal } from './project.ts';
import type { Person, Row, TestProject } from './project.ts';

describe('notifications', () => {
  let project: TestProject;
  let owner: Person;
  let eve: Person;
  let irene: Person;
  let event: string;
  before(async () => {
    ({ project, owner, eve, irene } = await openCircle('comment'));
    event = await addEvent(project, owner);
  });
  after(() => project.close());

  const comment = async (who: Person, row: Row) =>
    (await insert(project, who, 'event_comments', { event_id: event, content: 'Bravo', ...row }))['id'];
  const inbox = (person: Person, subject: unknown) =>
    project.rows(
      person,
      'select title, message, actor_id, read from user_notifications where subject_id = $1',
      [subject],
    );

  it('tell the owner of a comment, and nobody of their own', async () => {
    const id = await comment(eve, {});
    assert.deepEqual(await inbox(owner, id), [
      { title: 'Ève commented on “Radium”', message: 'Bravo', actor_id: eve.id, read: false },
    ]);
    assert.deepEqual(await inbox(eve, id), []);
    const own = await comment(owner, {});
    assert.deepEqual(await inbox(owner, own), []);
  });

  it('tell each person once, for the most personal reason', async () => {
    const first = await comment(eve, {});
    const answer = await comment(irene, { parent_id: first, mentions: [eve.id, irene.id] });
    assert.deepEqual(
      (await inbox(eve, answer)).map((row) => row['title']),
      ['Irène mentioned you in a comment'],
    );
    assert.deepEqual(await inbox(irene, answer), []);
    const plain = await comment(irene, { parent_id: first });
    assert.deepEqual(
      (await inbox(eve, plain)).map((row) => row['title']),
      ['Irène answered your comment'],
    );
  });

  it('tell nothing to people who may not read the comment', async () => {
    const stranger = await project.person('Camille');
    const id = await comment(eve, { mentions: [stranger.id] });
    assert.deepEqual(await inbox(stranger, id), []);
  });

  it('tell of mentions that come with an edit, and of the changed words', async () => {
    const id = await comment(eve, {});
    await project.rows(eve, `update event_comments set content = 'Brava', mentions = $2 where id = $1`, [
      id,
      [irene.id],
    ]);
    assert.equal((await inbox(irene, id)).length, 1);
    assert.deepEqual(
      (await inbox(owner, id)).map((row) => row['message']),
      ['Brava'],
    );
  });

  it('lose their words with the comment, or with its event', async () => {
    const id = await comment(eve, {});
    await project.rows(eve, 'delete from event_comments where id = $1', [id]);
    assert.deepEqual(
      (await inbox(owner, id)).map((row) => [row['title'], row['message']]),
      [['', '']],
    );

    event = await addEvent(project, owner);
    const other = await comment(owner, { mentions: [eve.id] });
    await project.rows(owner, 'delete from life_events where id = $1', [event]);
    assert.deepEqual(
      (await inbox(eve, other)).map((row) => row['message']),
      [''],
    );
    event = await addEvent(project, owner);
  });

  it('hold the longest names and titles', async () => {
    const long = await addEvent(project, owner, { title: 'x'.repeat(200) });
    const windy = await project.person('y'.repeat(150));
    await share(project, owner, windy, 'comment');
    const id = await comment(windy, { event_id: long, content: 'z'.repeat(5000) });
    const [row] = await inbox(owner, id);
    assert.deepEqual([String(row?.['title']).length, String(row?.['message']).length], [300, 140]);
  });

  it('tell of shares and invitations', async () => {
    const guest = await project.person();
    const id = await share(project, owner, guest);
    assert.deepEqual(
      (await inbox(guest, id)).map((row) => row['title']),
      ['Marie shared a timeline with you'],
    );

    const relative = await project.person();
    const family = (await insert(project, owner, 'families', { name: 'Curie' }))['id'];
    await insert(project, owner, 'family_members', { family_id: family, user_id: guest.id });
    await insert(project, owner, 'family_members', { family_id: family, user_id: relative.id });
    const shared = await insert(project, owner, 'timeline_shares', {
      grantee_kind: 'family',
      grantee_id: family,
    });
    assert.equal((await inbox(relative, shared['id'])).length, 1);
    assert.equal((await inbox(guest, shared['id'])).length, 0, 'the same timeline again');
    assert.equal((await inbox(owner, shared['id'])).length, 0);

    const session = (await insert(project, owner, 'chat_sessions', { title: 'Sunday' }))['id'];
    await insert(project, owner, 'chat_participants', { session_id: session, user_id: guest.id });
    assert.deepEqual(
      (await inbox(guest, session)).map((row) => [row['title'], row['message']]),
      [['Marie invited you to a conversation', 'Sunday']],
    );
  });

  it('are marked and deleted by their person, and changed in no other way', async () => {
    const id = await comment(eve, {});
    const mark = (who: Person) =>
      project.rows(who, 'update user_notifications set read = true where subject_id = $1 returning id', [id]);
    assert.equal((await mark(eve)).length, 0);
    assert.equal((await mark(owner)).length, 1);
    await assert.rejects(
      project.rows(owner, `update user_notifications set title = 'x' where subject_id = $1`, [id]),
      refusal('42501'),
    );
    await project.rows(owner, 'delete from user_notifications where subject_id = $1', [id]);
    assert.deepEqual(
      (await inbox(owner, id)).map((row) => row['title']),
      [''],
    );
  });

  it('lead to safe addresses only', async () => {
    const write = (action_url: string) =>
      project.rows(
        'service_role',
        `insert into user_notifications (user_id, title, action_url) values ($1, 'x', $2)`,
        [owner.id, action_url],
      );
    for (const url of ['javascript:alert(1)', '//evil.test', '/\\evil.test', 'data:text/html,x'])
      await assert.rejects(write(url), refusal('23514', 'user_notifications_action_url_safe'), url);
    for (const url of ['https://nality.test/x', '/events/1', '/', '#event']) await write(url);
  });
});
