import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openCircle } from './circle.ts';
import { insert } from './fixtures.ts';
import { refusal } from './project.ts';
import type { Person, Row, TestProject } from './project.ts';

describe('a live session', () => {
  let project: TestProject;
  let owner: Person;
  let eve: Person;
  let irene: Person;
  let session: string;
  before(async () => {
    ({ project, owner, eve, irene } = await openCircle('comment'));
  });
  after(() => project.close());
  beforeEach(async () => {
    session = (await insert(project, owner, 'chat_sessions', { session_type: 'live' }))['id'] as string;
    for (const guest of [eve, irene]) await join(guest);
  });

  const join = (who: Person): Promise<Row> =>
    insert(project, who, 'chat_participants', { session_id: session, user_id: who.id });
  const takeOut = (who: Person, person?: Person): Promise<Row[]> =>
    project.rows(who, 'select nality_leave($1, $2)', [`live:${session}`, person?.id ?? null]);
  const live = (is_live: boolean): Promise<Row[]> =>
    project.rows(owner, 'select nality_live($1, $2)', [session, is_live]);
  const isIn = async (who: Person): Promise<boolean> =>
    (await project.rows(who, 'select from chat_sessions where id = $1', [session])).length === 1;

  it('lets nobody back whom its host took out, and lets the others stay', async () => {
    await takeOut(owner, eve);
    await assert.rejects(join(eve), refusal('42501'));
    await live(true);
    await assert.rejects(join(eve), refusal('42501'), 'it was open all the time');
    assert.deepEqual([await isIn(eve), await isIn(irene)], [false, true]);
  });

  it('lets back who left by themselves', async () => {
    await takeOut(eve);
    await join(eve);
    assert.ok(await isIn(eve));
  });

  it('lets them back when its host invites them, and from then on when they leave', async () => {
    await takeOut(owner, eve);
    await insert(project, owner, 'chat_participants', { session_id: session, user_id: eve.id });
    assert.ok(await isIn(eve));
    await takeOut(eve);
    await join(eve);
    assert.ok(await isIn(eve));
  });

  it('lets them back when its host opens it anew', async () => {
    await takeOut(owner, eve);
    await live(false);
    await live(true);
    await join(eve);
    assert.ok(await isIn(eve));
  });

  it('is another one than the next, and remembers nobody who is gone', async () => {
    await takeOut(owner, eve);
    session = (await insert(project, owner, 'chat_sessions', { session_type: 'live' }))['id'] as string;
    await join(eve);
    const guest = await project.person();
    await insert(project, owner, 'chat_participants', { session_id: session, user_id: guest.id });
    await takeOut(owner, guest);
    for (const person of [guest, owner])
      await project.as('postgres', async (sql) => {
        // As by somebody who is signed in: an account is deleted by a function of the project.
        await sql.query(`select set_config('request.jwt.claims', $1, true)`, [
          JSON.stringify({ sub: eve.id }),
        ]);
        await sql.query('delete from auth.users where id = $1', [person.id]);
      });
    assert.deepEqual(await project.rows('postgres', 'select from nality.taken_out'), []);
  });
});
