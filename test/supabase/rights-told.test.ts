import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { insert, share } from './fixtures.ts';
import { openProject } from './project.ts';
import type { Person, TestProject } from './project.ts';

interface Message {
  topic: string;
  private: boolean;
  payload: Record<string, unknown>;
}

describe('a change of rights is told in the rooms that it concerns', () => {
  let project: TestProject;
  let owner: Person;
  let guest: Person;
  before(async () => {
    project = await openProject();
    [owner, guest] = [await project.person('Marie'), await project.person('Ève')];
  });
  after(() => project.close());

  /** The topics on which `rights` went out while `work` was done, in alphabetical order. */
  const toldBy = async (work: () => Promise<unknown>): Promise<string[]> => {
    await project.rows('postgres', 'delete from realtime.messages');
    await work();
    const messages = await project.rows<Message>(
      'postgres',
      `select topic, private, payload from realtime.messages where event = 'rights' order by topic`,
    );
    for (const { private: hidden, payload } of messages)
      assert.deepEqual([hidden, Object.keys(payload)], [true, ['id']], 'it says nothing of anybody');
    return messages.map(({ topic }) => topic);
  };
  const roomsOf = ({ id }: Person): string[] => [`presence:${id}`, `timeline:${id}`];
  const inboxOf = ({ id }: Person): string => `notifications:${id}`;

  it('when a timeline is shared, shared differently, and no longer shared', async () => {
    let id = '';
    const rooms = [inboxOf(guest), ...roomsOf(owner)];
    assert.deepEqual(await toldBy(async () => (id = await share(project, owner, guest, 'edit'))), rooms);
    const change = `update timeline_shares set level = 'view' where id = $1`;
    assert.deepEqual(await toldBy(() => project.rows(owner, change, [id])), rooms);
    assert.deepEqual(await toldBy(() => project.rows(owner, change, [id])), [], 'nothing has changed');
    const end = 'delete from timeline_shares where id = $1';
    assert.deepEqual(await toldBy(() => project.rows(guest, end, [id])), rooms);
  });

  it('when somebody joins or leaves a family, in its room and on the timelines that it may see', async () => {
    const { id: family } = await insert(project, owner, 'families', { id: randomUUID(), name: 'Curie' });
    await insert(project, owner, 'timeline_shares', {
      grantee_kind: 'family',
      grantee_id: family,
      level: 'edit',
    });
    const rooms = [`family:${family}`, inboxOf(guest), `presence:${family}`, ...roomsOf(owner)].sort();
    const join = 'insert into family_members (family_id, user_id) values ($1, $2)';
    assert.deepEqual(await toldBy(() => project.rows(owner, join, [family, guest.id])), rooms);
    const leave = 'delete from family_members where family_id = $1 and user_id = $2';
    assert.deepEqual(await toldBy(() => project.rows(guest, leave, [family, guest.id])), rooms);
  });

  it('when somebody joins or leaves a conversation', async () => {
    const { id: session } = await insert(project, owner, 'chat_sessions', { title: 'Radium' });
    const rooms = ['chat', 'live', 'presence'].map((kind) => `${kind}:${session}`);
    const join = 'insert into chat_participants (session_id, user_id) values ($1, $2)';
    assert.deepEqual(await toldBy(() => project.rows('service_role', join, [session, guest.id])), rooms);
    const leave = 'delete from chat_participants where session_id = $1 and user_id = $2';
    assert.deepEqual(await toldBy(() => project.rows('service_role', leave, [session, guest.id])), rooms);
  });

  it('when a conversation becomes a live session, ends to be one, is deleted or restored', async () => {
    const { id: session } = await insert(project, owner, 'chat_sessions', { title: 'Radium' });
    const rooms = ['chat', 'live', 'presence'].map((kind) => `${kind}:${session}`);
    for (const change of [
      `update chat_sessions set session_type = 'live' where id = $1`,
      `update chat_sessions set session_type = 'interview' where id = $1`,
      'delete from chat_sessions where id = $1',
      'update chat_sessions set deleted_at = null where id = $1',
    ])
      assert.deepEqual(await toldBy(() => project.rows(owner, change, [session])), rooms, change);
    const title = `update chat_sessions set title = 'Polonium' where id = $1`;
    assert.deepEqual(await toldBy(() => project.rows(owner, title, [session])), []);
  });

  it('when the right changes that lets people into a live session, in its rooms, too', async () => {
    const host = await project.person('Bronia');
    const live = { session_type: 'live' };
    const { id: session } = await insert(project, host, 'chat_sessions', live);
    await insert(project, host, 'chat_sessions', { title: 'Not live' });
    const rooms = ['chat', 'live', 'presence'].map((kind) => `${kind}:${session}`);
    const both = [...rooms, ...roomsOf(host)].sort();
    const withInboxOf = (person: Person): string[] => [...both, inboxOf(person)].sort();
    assert.deepEqual(await toldBy(() => share(project, host, guest, 'comment')), withInboxOf(guest));
    const { id: family } = await insert(project, host, 'families', { id: randomUUID(), name: 'Dłuski' });
    const grant = { grantee_kind: 'family', grantee_id: family, level: 'comment' };
    assert.deepEqual(await toldBy(() => insert(project, host, 'timeline_shares', grant)), withInboxOf(host));
    const join = 'insert into family_members (family_id, user_id) values ($1, $2)';
    const told = await toldBy(() => project.rows(host, join, [family, owner.id]));
    assert.deepEqual(told, [...withInboxOf(owner), `family:${family}`, `presence:${family}`].sort());
  });

  it('and nobody can tell it of a room by calling the function', async () => {
    const call = `select nality.tell_rights('${owner.id}', 'timeline')`;
    for (const who of ['anon', guest, 'service_role'] as const)
      await assert.rejects(project.rows(who, call), { code: '42501' });
  });
});
