import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addEvent, share } from './fixtures.ts';
import { openProject } from './project.ts';
import type { Person, TestProject, Who } from './project.ts';

/** What the policies on realtime.messages make of a topic; who may do what is in test/rls. */
describe('topics', () => {
  let project: TestProject;
  let owner: Person;
  let event: string;
  before(async () => {
    project = await openProject();
    owner = await project.person('Marie');
    event = await addEvent(project, owner);
  });
  after(() => project.close());

  /** Asks as the Realtime server does: rows written as the superuser, read as the person. */
  const hears = (who: Who, topic: string, extension = 'broadcast'): Promise<boolean> =>
    project.as('supabase_admin', async (sql) => {
      await sql.query(`insert into realtime.messages (topic, extension) values ($1, $2)`, [topic, extension]);
      await sql.query(
        `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true), set_config('realtime.topic', $3, true)`,
        typeof who === 'object'
          ? ['authenticated', JSON.stringify({ sub: who.id, role: 'authenticated' }), topic]
          : [who, JSON.stringify({ role: who }), topic],
      );
      const { rows } = await sql.query('select from realtime.messages where topic = $1 and extension = $2', [
        topic,
        extension,
      ]);
      return rows.length > 0;
    });

  it('are understood in one spelling only', async () => {
    assert.equal(await hears(owner, `timeline:${owner.id}`), true);
    for (const topic of [
      `timeline:${owner.id.toUpperCase()}`,
      `timeline:${owner.id} `,
      `timeline:${owner.id}:x`,
      `timeline:x:${owner.id}`,
      `timeline:{${owner.id}}`,
      `timeline:${owner.id.replaceAll('-', '')}`,
      `Timeline:${owner.id}`,
      ` timeline:${owner.id}`,
      `timeline:${owner.id}\n`,
      `timeline:%`,
      'timeline:*',
      'timeline:',
      'timeline',
      `chat:${owner.id}`,
      `event_comments:${owner.id}`,
      `timeline:${event}`,
      `unheard_of:${owner.id}`,
    ])
      assert.equal(await hears(owner, topic), false, JSON.stringify(topic));
  });

  it('carry broadcast and presence, nothing else', async () => {
    assert.equal(await hears(owner, `timeline_collab:${owner.id}`, 'presence'), true);
    assert.equal(await hears(owner, `timeline_collab:${owner.id}`, 'postgres_changes'), false);
  });

  it('name presence rooms for everybody who is signed in', async () => {
    for (const room of ['lobby', 'Café Curie', 'a:b', 'x'.repeat(200)]) {
      assert.equal(await hears(owner, `presence:${room}`), true, room);
      assert.equal(await hears('anon', `presence:${room}`), false, room);
    }
    for (const room of ['', 'x'.repeat(201), 'a\nb'])
      assert.equal(await hears(owner, `presence:${room}`), false, room);
  });

  it('of a public timeline are heard by everybody, except where its members talk', async () => {
    await share(project, owner, 'public');
    assert.equal(await hears('anon', `timeline:${owner.id}`), true);
    assert.equal(await hears('anon', `event_comments:${event}`), true);
    for (const room of [`timeline_collab:${owner.id}`, `presence:${owner.id}`])
      assert.equal(await hears('anon', room), false, room);
  });
});
