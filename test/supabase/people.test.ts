import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addEvent, insert, share } from './fixtures.ts';
import { openProject, refusal } from './project.ts';
import type { Person, Row, TestProject, Who } from './project.ts';

describe('people', () => {
  let project: TestProject;
  before(async () => {
    project = await openProject();
  });
  after(() => project.close());

  const profile = async (who: Who, person: Person): Promise<Row | undefined> =>
    (await project.rows(who, 'select display_name, avatar_url from profiles where id = $1', [person.id]))[0];
  const describeAs = (person: Person, metadata: Row) =>
    project.rows('postgres', 'update auth.users set raw_user_meta_data = $2 where id = $1', [
      person.id,
      JSON.stringify(metadata),
    ]);

  it('have a private record and a profile from the moment they sign up', async () => {
    const marie = await project.person('Marie');
    assert.deepEqual(await profile(marie, marie), { display_name: 'Marie', avatar_url: null });
    const [record] = await project.rows(marie, 'select id, email, timezone from users');
    assert.deepEqual(record, { id: marie.id, email: `${marie.id}@people.test`, timezone: 'UTC' });
  });

  it('have a profile that follows what they say of themselves, within reason', async () => {
    const person = await project.person();
    assert.deepEqual(await profile(person, person), { display_name: null, avatar_url: null });
    await describeAs(person, { full_name: `  ${'x'.repeat(200)}`, picture: 'https://img.test/a.png' });
    assert.deepEqual(await profile(person, person), {
      display_name: 'x'.repeat(100),
      avatar_url: 'https://img.test/a.png',
    });
    for (const picture of [
      'javascript:alert(1)',
      '//evil.test/x.png',
      'data:text/html;base64,AA',
      `https://img.test/${'x'.repeat(9000)}`,
    ]) {
      await describeAs(person, { name: 'Y', avatar_url: picture });
      assert.deepEqual(
        await profile(person, person),
        { display_name: 'Y', avatar_url: null },
        picture.slice(0, 40),
      );
    }
  });

  it('change their own time zone and birthday, nothing else and nobody else', async () => {
    const [one, other] = [await project.person(), await project.person()];
    await project.rows(one, `update users set timezone = 'Europe/Paris', birth_date = '1867-11-07'`);
    assert.deepEqual(
      await project.rows('postgres', 'select timezone from users where id = any ($1) order by timezone', [
        [one.id, other.id],
      ]),
      [{ timezone: 'Europe/Paris' }, { timezone: 'UTC' }],
    );
    for (const column of ['email', 'last_seen_at', 'id'])
      await assert.rejects(project.rows(one, `update users set ${column} = null`), refusal('42501'), column);
    await assert.rejects(
      project.rows(one, `update profiles set display_name = 'Marie Curie'`),
      refusal('42501'),
    );
  });

  it('are strangers until they share something', async () => {
    const [one, other] = [await project.person('One'), await project.person('Other')];
    assert.equal(await profile(one, other), undefined);
    const id = await share(project, one, other);
    assert.ok(await profile(one, other));
    assert.ok(await profile(other, one));
    await project.rows(one, 'delete from timeline_shares where id = $1', [id]);
    assert.equal(await profile(other, one), undefined);
  });

  it('know who else is on the timeline, in the family and in the conversation', async () => {
    const [owner, one, other] = [
      await project.person(),
      await project.person('One'),
      await project.person('Other'),
    ];
    await share(project, owner, one);
    await share(project, owner, other);
    assert.ok(await profile(one, other), 'timeline');

    const [founder, member] = [await project.person(), await project.person()];
    const family = await insert(project, founder, 'families', { name: 'Curie' });
    await insert(project, founder, 'family_members', { family_id: family['id'], user_id: member.id });
    assert.ok(await profile(member, founder), 'family');

    const [host, guest] = [await project.person(), await project.person()];
    const session = await insert(project, host, 'chat_sessions', {});
    await insert(project, host, 'chat_participants', { session_id: session['id'], user_id: guest.id });
    assert.ok(await profile(guest, host), 'conversation');
  });

  it('are known to everybody as owners and authors of something public', async () => {
    const [owner, writer, commenter] = [
      await project.person('O'),
      await project.person('W'),
      await project.person('C'),
    ];
    await share(project, owner, writer, 'edit');
    await share(project, owner, commenter, 'comment');
    const event = await insert(project, writer, 'life_events', {
      user_id: owner.id,
      title: 'x',
      start_date: '1900-01-01',
    });
    await insert(project, commenter, 'event_comments', { event_id: event['id'], content: 'x' });
    for (const person of [owner, writer, commenter]) assert.equal(await profile('anon', person), undefined);
    await share(project, owner, 'public');
    for (const person of [owner, writer, commenter]) assert.ok(await profile('anon', person));
  });

  it('are listed by nality_members with when they were last seen, for members only', async () => {
    const [owner, member, outsider] = [
      await project.person('Owner'),
      await project.person('Member'),
      await project.person(),
    ];
    const family = await insert(project, owner, 'families', { name: 'Curie' });
    await insert(project, owner, 'family_members', { family_id: family['id'], user_id: member.id });
    await insert(project, owner, 'timeline_shares', {
      grantee_kind: 'family',
      grantee_id: family['id'],
      level: 'comment',
    });
    await share(project, owner, 'public');
    const event = await addEvent(project, owner);
    const session = await insert(project, owner, 'chat_sessions', {});
    await project.rows(member, 'select nality_seen()');

    const members = (who: Who, topic: string) =>
      project.value<Row[]>(who, 'select nality_members($1)', [topic]);
    for (const topic of [
      `timeline:${owner.id}`,
      `timeline_collab:${owner.id}`,
      `presence:${owner.id}`,
      `event_comments:${event}`,
      `family:${family['id']}`,
      `presence:${family['id']}`,
    ]) {
      const listed = await members(member, topic);
      assert.deepEqual(
        listed.map((person) => person['display_name']),
        ['Member', 'Owner'],
        topic,
      );
      assert.ok(listed[0]?.['last_seen_at'] && listed[1]?.['last_seen_at'] === null, topic);
      for (const who of [outsider, 'anon'] as const) assert.deepEqual(await members(who, topic), [], topic);
    }
    for (const topic of [`chat:${session['id']}`, `presence:${session['id']}`]) {
      assert.equal((await members(owner, topic)).length, 1, topic);
      assert.deepEqual(await members(member, topic), [], topic);
    }
    for (const topic of ['presence:lobby', 'timeline:', 'nonsense', ''])
      assert.deepEqual(await members(owner, topic), [], topic);
  });
});
