import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addEvent, insert, share } from './fixtures.ts';
import { openProject } from './project.ts';
import type { Person, Row, TestProject } from './project.ts';

describe('the kind of a notification', () => {
  let project: TestProject;
  let owner: Person;
  let eve: Person;
  let event: string;
  before(async () => {
    project = await openProject();
    [owner, eve] = [await project.person('Marie'), await project.person('Ève')];
    await share(project, owner, eve, 'edit');
    event = await addEvent(project, owner);
  });
  after(() => project.close());

  const told = (person: Person, subject: unknown): Promise<Row[]> =>
    project.rows(person, 'select kind, details, title from user_notifications where subject_id = $1', [
      subject,
    ]);
  const about = (): object => ({ actor: 'Ève', event_id: event, title: 'Radium' });
  const comment = async (who: Person, values: Row): Promise<unknown> =>
    (await insert(project, who, 'event_comments', { event_id: event, content: 'Bravo', ...values }))['id'];

  it('says what was done by whom, and on which event, beside the words', async () => {
    const first = await comment(eve, {});
    assert.deepEqual(await told(owner, first), [
      { kind: 'comment', details: about(), title: 'Ève commented on “Radium”' },
    ]);
    const mine = await comment(owner, {});
    const kinds = [
      await comment(eve, { parent_id: mine }),
      await comment(eve, { mentions: [owner.id] }),
      await project.rows(eve, 'update event_comments set mentions = $2 where id = $1 returning id', [
        await comment(eve, { parent_id: mine }),
        [owner.id],
      ]),
    ].map((id) => (Array.isArray(id) ? (id[0] as Row)['id'] : id));
    const rows = (await Promise.all(kinds.map((id) => told(owner, id)))).flat();
    assert.deepEqual(rows.map(({ kind }) => kind).sort(), ['mention', 'mention', 'reply', 'reply']);
    for (const { details } of rows) assert.deepEqual(details, about());
    await project.rows(eve, `update life_events set description = 'Shining' where id = $1`, [event]);
    assert.deepEqual(await told(owner, event), [
      { kind: 'edit', details: about(), title: 'Ève changed “Radium”' },
    ]);
  });

  it('tells a share by the owner from one by somebody else, and an invitation', async () => {
    const irene = await project.person('Irène');
    const pierre = await project.person('Pierre');
    await share(project, owner, pierre, 'admin');
    const own = await share(project, owner, irene);
    assert.deepEqual(await told(irene, own), [
      {
        kind: 'share',
        details: { actor: 'Marie', owner_id: owner.id },
        title: 'Marie shared a timeline with you',
      },
    ]);
    const guest = await project.person('Hélène');
    const given = await insert(project, pierre, 'timeline_shares', {
      owner_id: owner.id,
      grantee_kind: 'user',
      grantee_id: guest.id,
      created_by: pierre.id,
      level: 'view',
    });
    assert.deepEqual(await told(guest, given['id']), [
      {
        kind: 'access',
        details: { actor: 'Pierre', owner_id: owner.id },
        title: 'Pierre gave you access to a timeline',
      },
    ]);
    const session = (await insert(project, owner, 'chat_sessions', {}))['id'];
    await insert(project, owner, 'chat_participants', { session_id: session, user_id: eve.id });
    assert.deepEqual(await told(eve, session), [
      { kind: 'invitation', details: { actor: 'Marie' }, title: 'Marie invited you to a conversation' },
    ]);
  });

  it('loses its details with what it tells of, and has them again when its person restores it', async () => {
    const id = await comment(eve, {});
    const rows = (person: Person): Promise<Row[]> =>
      project.rows(person, 'select details from user_notifications where subject_id = $1', [id]);
    await project.rows(owner, 'delete from user_notifications where subject_id = $1', [id]);
    assert.deepEqual(await rows(owner), [{ details: {} }]);
    await project.rows(owner, 'update user_notifications set deleted_at = null where subject_id = $1', [id]);
    assert.deepEqual(await rows(owner), [{ details: about() }]);
    await project.rows(eve, 'delete from event_comments where id = $1', [id]);
    assert.deepEqual(await rows(owner), [{ details: {} }]);
  });

  it('is nothing that its person can forge', async () => {
    const id = await comment(eve, {});
    for (const change of [`kind = 'share'`, `details = '{"actor": "Pierre"}'`])
      await assert.rejects(
        project.rows(owner, `update user_notifications set ${change} where subject_id = $1`, [id]),
        change,
      );
  });
});
