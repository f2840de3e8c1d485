import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openCircle } from './circle.ts';
import { addEvent, insert, share } from './fixtures.ts';
import type { Person, Row, TestProject } from './project.ts';

describe('notifications of edits and answers', () => {
  let project: TestProject;
  let owner: Person;
  let eve: Person;
  let irene: Person;
  before(async () => {
    ({ project, owner, eve, irene } = await openCircle('edit'));
  });
  after(() => project.close());

  const inbox = (person: Person, subject: unknown): Promise<Row[]> =>
    project.rows(
      person,
      `select title, message, actor_id, action_url from user_notifications
       where subject_id = $1 and deleted_at is null order by created_at`,
      [subject],
    );
  const rename = (who: Person | 'service_role', event: string, title: string): Promise<Row[]> =>
    project.rows(who, 'update life_events set title = $2 where id = $1', [event, title]);

  it('tell owner and author of an edit by somebody else, and lead to the event', async () => {
    const event = await addEvent(project, owner);
    await rename(eve, event, 'Polonium');
    assert.deepEqual(await inbox(owner, event), [
      {
        title: 'Ève changed “Polonium”',
        message: '',
        actor_id: eve.id,
        action_url: `#nality-event-${event}`,
      },
    ]);
    assert.deepEqual(await inbox(eve, event), []);

    const hers = (
      await insert(project, irene, 'life_events', {
        user_id: owner.id,
        created_by: irene.id,
        title: 'Hers',
        start_date: '1934-01-15',
      })
    )['id'];
    await rename(eve, String(hers), 'Artificial radioactivity');
    assert.equal((await inbox(irene, hers)).length, 1);
    assert.equal((await inbox(owner, hers)).length, 1);
  });

  it('tell of many edits of one person within ten minutes once, and of another person’s apart', async () => {
    const event = await addEvent(project, owner);
    for (const title of ['a', 'b', 'c']) await rename(eve, event, title);
    assert.equal((await inbox(owner, event)).length, 1);
    await rename(irene, event, 'd');
    assert.equal((await inbox(owner, event)).length, 2);
    await project.rows(
      'postgres',
      `update user_notifications set created_at = created_at - interval '11 minutes' where subject_id = $1`,
      [event],
    );
    await rename(eve, event, 'e');
    assert.equal((await inbox(owner, event)).length, 3);
  });

  it('tell nothing of one’s own edits, of the service’s, of what changes nothing, or of coming and going', async () => {
    const event = await addEvent(project, owner, { title: 'Same' });
    await rename(owner, event, 'Mine');
    await rename('service_role', event, 'Theirs');
    await rename(eve, event, 'Theirs');
    await project.rows(eve, 'delete from life_events where id = $1', [event]);
    await project.rows(eve, 'update life_events set deleted_at = null where id = $1', [event]);
    assert.deepEqual(await inbox(owner, event), []);
  });

  it('tell nothing to an author who may not read the event any more', async () => {
    const camille = await project.person('Camille');
    const id = await share(project, owner, camille, 'edit');
    const event = (
      await insert(project, camille, 'life_events', {
        user_id: owner.id,
        created_by: camille.id,
        title: 'Once',
        start_date: '1934-01-15',
      })
    )['id'];
    await project.rows(owner, 'delete from timeline_shares where id = $1', [id]);
    await rename(eve, String(event), 'Later');
    assert.deepEqual(await inbox(camille, event), []);
  });

  it('of an edit go with the event', async () => {
    const event = await addEvent(project, owner);
    await rename(eve, event, 'Polonium');
    await project.rows(eve, 'delete from life_events where id = $1', [event]);
    assert.deepEqual(await inbox(owner, event), []);
  });

  it('lead to the comment and its event, the conversation and the timeline that they tell of', async () => {
    const event = await addEvent(project, owner);
    const comment = (await insert(project, eve, 'event_comments', { event_id: event, content: 'Bravo' }))[
      'id'
    ];
    const address = `#nality-event-${event}&nality-comment-${String(comment)}`;
    assert.equal((await inbox(owner, comment))[0]?.['action_url'], address);
    const session = (await insert(project, owner, 'chat_sessions', {}))['id'];
    await insert(project, owner, 'chat_participants', { session_id: session, user_id: eve.id });
    assert.equal((await inbox(eve, session))[0]?.['action_url'], `#nality-chat-${String(session)}`);
    const guest = await project.person('Hélène');
    const shared = await share(project, owner, guest);
    assert.equal((await inbox(guest, shared))[0]?.['action_url'], `#nality-timeline-${owner.id}`);
  });

  /** A conversation of the owner's with Ève, in which Ève asks; answers with the service's row of the answer. */
  const ask = async (status: string): Promise<{ session: unknown; answer: unknown }> => {
    const session = (await insert(project, owner, 'chat_sessions', {}))['id'];
    await insert(project, owner, 'chat_participants', { session_id: session, user_id: eve.id });
    const question = await insert(project, eve, 'chat_messages', {
      session_id: session,
      content: 'When was it?',
    });
    const [answer] = await project.rows(
      'service_role',
      `insert into chat_messages (session_id, message_type, reply_to, status, content)
       values ($1, 'assistant_response', $2, $3, 'In 1898, I think.') returning id`,
      [session, question['id'], status],
    );
    return { session, answer: answer?.['id'] };
  };
  const finish = (id: unknown): Promise<Row[]> =>
    project.rows('service_role', `update chat_messages set status = 'final' where id = $1`, [id]);
  const seen = (ago: string): Promise<Row[]> =>
    project.rows('postgres', `update users set last_seen_at = now() - $2::interval where id = $1`, [
      eve.id,
      ago,
    ]);

  it('tell who asked of the answer when it is finished, once, and lead to the conversation', async () => {
    await seen('1 hour');
    const { session, answer } = await ask('streaming');
    assert.deepEqual(await inbox(eve, answer), []);
    await finish(answer);
    await project.rows('service_role', `update chat_messages set status = 'stopped' where id = $1`, [answer]);
    await finish(answer);
    assert.deepEqual(await inbox(eve, answer), [
      {
        title: 'The interviewer has answered you',
        message: 'In 1898, I think.',
        actor_id: null,
        action_url: `#nality-chat-${String(session)}`,
      },
    ]);
    assert.deepEqual(await inbox(owner, answer), []);
    const whole = await ask('final');
    assert.equal((await inbox(eve, whole.answer)).length, 1);
  });

  it('tell nothing of an answer to who was at a page just now', async () => {
    await seen('2 minutes');
    const { answer } = await ask('final');
    assert.deepEqual(await inbox(eve, answer), []);
  });

  it('tell of an answer whoever turned away from the page just now, and not who has come back', async () => {
    const note = (call: string): Promise<Row[]> => project.rows(eve, `select ${call}`);
    const answered = async (): Promise<number> => (await inbox(eve, (await ask('final')).answer)).length;
    const lastSeen = () => project.value<Date>(eve, 'select last_seen_at from users where id = $1', [eve.id]);
    await seen('1 hour');
    await note('nality_seen()');
    assert.equal(await answered(), 0);
    await seen('1 minute');
    const before = await lastSeen();
    await note('nality_seen(leaving => true)');
    assert.ok((await lastSeen()) > before, 'until then they were here');
    assert.equal(await answered(), 1);
    await note('nality_seen(leaving => false)');
    assert.equal(await answered(), 0);
    await note('nality_seen(true)');
    await note('nality_seen()');
    assert.equal(await answered(), 0);
  });

  it('tell nothing of an answer to who has left the conversation', async () => {
    await seen('1 hour');
    const { session, answer } = await ask('streaming');
    await project.rows(eve, 'delete from chat_participants where session_id = $1', [session]);
    await finish(answer);
    assert.deepEqual(await inbox(eve, answer), []);
  });

  it('of an answer go with it, or with the conversation', async () => {
    await seen('1 hour');
    const one = await ask('final');
    await project.rows(owner, 'delete from chat_messages where id = $1', [one.answer]);
    assert.deepEqual(await inbox(eve, one.answer), []);
    const two = await ask('final');
    await project.rows(owner, 'delete from chat_sessions where id = $1', [two.session]);
    assert.deepEqual(await inbox(eve, two.answer), []);
    assert.deepEqual(await inbox(eve, two.session), []);
  });

  it('are counted and marked below a place, without what has expired', async () => {
    const reader = await project.person('Pierre');
    const put = async (minutes: number, values = ''): Promise<Row> =>
      (
        await project.rows(
          'service_role',
          `insert into user_notifications (user_id, title, created_at, expires_at)
           values ($1, 'x', now() - $2 * interval '1 minute', ${values || 'null'}) returning id, created_at::text`,
          [reader.id, minutes],
        )
      )[0] ?? {};
    await put(1);
    const edge = await put(2);
    await put(3);
    await put(4, `now() - interval '1 second'`);
    const before = JSON.stringify({ value: edge['created_at'], id: edge['id'] });
    const count = (place: string | null): Promise<unknown> =>
      project.value(reader, 'select nality_unread_count($1)::int', [place]);
    assert.deepEqual([await count(null), await count(before)], [3, 1]);
    await project.rows(reader, 'select nality_read_all($1)', [before]);
    assert.deepEqual([await count(null), await count(before)], [2, 0]);
  });
});
