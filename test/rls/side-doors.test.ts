import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { SupabaseClient } from '@supabase/supabase-js';
import { ROLES, type Role } from './matrix.ts';
import { refused } from './refused.ts';
import { join } from './room.ts';
import { createWorld } from './world.ts';
import type { Row, World } from './world.ts';

const png = (): Blob => new Blob(['x'], { type: 'image/png' });

/** Ways around the tables: the trash, functions, embedding, files; and rights that go beyond the matrix. */
describe('side doors', () => {
  let world: World;
  let clients: Record<Role, SupabaseClient>;
  let owner: string;
  let editor: string;
  before(async () => {
    world = await createWorld();
    clients = world.clients;
    owner = world.timeline.owner;
    editor = world.ids.editor ?? '';
  });
  after(() => world.close());

  const newEvent = async (): Promise<string> =>
    (
      await world.put('public.life_events', {
        user_id: owner,
        created_by: owner,
        title: 'Polonium',
        start_date: '1898-07-18',
      })
    )['id'] as string;

  it('cannot read the content of what was deleted: not in the row, not in the trash, not by changes', async () => {
    const id = await newEvent();
    await clients.owner.from('life_events').delete().eq('id', id);
    for (const role of ['viewer', 'commenter'] as const) {
      const { data: row } = await clients[role].from('life_events').select().eq('id', id).single();
      assert.deepEqual([row.title, row.start_date, row.rev], ['', null, 2], role);
      assert.deepEqual((await clients[role].from('nality_trash').select().eq('id', id)).data, [], role);
      const { data: changes } = await clients[role].rpc('nality_changes', {
        source: 'life_events',
        scope: owner,
        since: '3',
      });
      assert.equal(changes.rows.find((found: Row) => found['id'] === id).title, '', role);
    }
    const { data: kept } = await clients.editor.from('nality_trash').select('content').eq('id', id).single();
    assert.equal(kept?.content.title, 'Polonium');
  });

  it('cannot read, take over or end where somebody else is reached by web push', async () => {
    const endpoint = `https://push.test/${randomUUID()}`;
    const keys = { p256dh: 'k', auth: 'a' };
    const stored = await world.put('public.push_subscriptions', { user_id: owner, endpoint, keys });
    const id = stored['id'];
    for (const role of ['outsider', 'admin'] as const) {
      const found = await clients[role].from('push_subscriptions').select().eq('endpoint', endpoint);
      assert.deepEqual(found.data, [], role);
      const person = world.ids[role];
      await clients[role].rpc('nality_push_on', { id: randomUUID(), person, endpoint, keys, instead: id });
      await clients[role].rpc('nality_push_off', { id });
    }
    await refused(clients.anonymous.rpc('nality_push_off', { id }));
    const { data } = await clients.owner.from('push_subscriptions').select('id').eq('endpoint', endpoint);
    assert.deepEqual(data, [{ id }]);
  });

  it('cannot call what is for the service role, nor anything of the private schema', async () => {
    for (const role of ['anonymous', 'outsider', 'owner'] as const) {
      await refused(clients[role].rpc('nality_purge'));
      await refused(clients[role].rpc('nality_new_epoch'));
      await refused(clients[role].rpc('nality_orphans'));
      await refused(
        clients[role].schema('nality').rpc('bury', { source: 'life_events', row_id: world.timeline.event }),
        'PGRST106',
      );
      await refused(
        clients[role].rpc('bury', { source: 'life_events', row_id: world.timeline.event }),
        'PGRST202',
      );
    }
    await refused(clients.anonymous.rpc('nality_seen'));
    assert.equal((await world.backend.admin.rpc('nality_purge')).error, null);
  });

  it('cannot learn of rows by embedding, counting or filtering', async () => {
    const { data, count } = await clients.outsider
      .from('life_events')
      .select('*, media_objects(*), event_comments(*)', { count: 'exact' })
      .eq('user_id', owner);
    assert.deepEqual([data, count], [[], 0]);
    const { data: people } = await clients.viewer
      .from('life_events')
      .select('id, profiles(display_name, users(email))')
      .eq('id', world.timeline.event);
    assert.deepEqual(people, [
      { id: world.timeline.event, profiles: { display_name: 'owner', users: null } },
    ]);
    const { data: known } = await clients.outsider.from('profiles').select('id').in('id', [owner, editor]);
    assert.deepEqual(known, []);
  });

  it('cannot put a file where it does not belong', async () => {
    const files = clients.editor.storage.from('user-media');
    const { event: eventId } = world.timeline;
    for (const path of [
      `${owner}/${world.publicTimeline.event}/${randomUUID()}`,
      `${world.publicTimeline.owner}/${eventId}/${randomUUID()}`,
      `${owner}/${eventId}/x/${randomUUID()}`,
      `${owner}/${eventId}/not-an-id`,
      `x/${eventId}/${randomUUID()}`,
      randomUUID(),
      `${world.publicTimeline.owner}/avatar.png`,
    ]) {
      const { error } = await files.upload(path, png(), { contentType: 'image/png' });
      assert.ok(error, path);
    }
    assert.equal(
      (await files.upload(`${owner}/${eventId}/${randomUUID()}.png`, png(), { contentType: 'image/png' }))
        .error,
      null,
    );
  });

  it('cannot see the file of a deleted medium or event, unless they may restore it', async () => {
    const id = randomUUID();
    const eventId = await newEvent();
    const path = `${owner}/${eventId}/${id}`;
    await world.backend.admin.storage.from('user-media').upload(path, png(), { contentType: 'image/png' });
    await world.put('public.media_objects', {
      id,
      user_id: owner,
      created_by: owner,
      life_event_id: eventId,
      storage_path: path,
      file_name: 'x.png',
      file_size: 1,
      mime_type: 'image/png',
      media_type: 'image',
    });
    const sees = async (role: Role) =>
      (await clients[role].storage.from('user-media').download(path)).data !== null;
    assert.deepEqual([await sees('viewer'), await sees('editor')], [true, true]);
    await clients.owner.from('media_objects').delete().eq('id', id);
    assert.deepEqual([await sees('viewer'), await sees('editor')], [false, true]);
    await clients.owner.from('media_objects').update({ deleted_at: null }).eq('id', id);
    await clients.owner.from('life_events').delete().eq('id', eventId);
    assert.deepEqual([await sees('viewer'), await sees('editor')], [false, true]);
  });

  it('cannot see a file that no live medium names: of a purged one, of none, beside that of another', async () => {
    const id = randomUUID();
    const { event } = world.publicTimeline;
    const path = `${world.publicTimeline.owner}/${event}/${id}`;
    const files = world.backend.admin.storage.from('user-media');
    for (const suffix of ['', '-small.webp', '-other.png'])
      await files.upload(path + suffix, png(), { contentType: 'image/png' });
    const sees = async (role: Role, suffix = ''): Promise<boolean> =>
      (await clients[role].storage.from('user-media').createSignedUrl(path + suffix, 60)).data !== null;
    assert.equal(await sees('anonymous'), false);
    await world.put('public.media_objects', {
      id,
      user_id: world.publicTimeline.owner,
      created_by: world.publicTimeline.owner,
      life_event_id: event,
      storage_path: path,
      thumbnail_path: `${path}-small.webp`,
      file_name: 'x.png',
      file_size: 1,
      mime_type: 'image/png',
      media_type: 'image',
    });
    const seen = [await sees('anonymous'), await sees('anonymous', '-small.webp'), await sees('viewer')];
    assert.deepEqual([...seen, await sees('anonymous', '-other.png')], [true, true, true, false]);
    await world.sql(`select nality.bury('media_objects', $1)`, [id]);
    await world.sql(`update public.media_objects set deleted_at = now() - interval '31 days' where id = $1`, [
      id,
    ]);
    await world.backend.admin.rpc('nality_purge');
    assert.equal(await world.find('public.media_objects', { id }), undefined);
    for (const role of ['anonymous', 'outsider', 'viewer', 'editor'] as const)
      assert.deepEqual([await sees(role), await sees(role, '-small.webp')], [false, false], role);
  });

  it('lets authors change and delete their own comments, while they may comment', async () => {
    const { id } = await world.put('public.event_comments', {
      event_id: world.timeline.event,
      user_id: world.ids.commenter,
      content: 'Mine',
    });
    await clients.commenter.from('event_comments').update({ content: 'Better' }).eq('id', id);
    assert.equal((await world.find('public.event_comments', { id }))?.['content'], 'Better');
    await clients.viewer.from('event_comments').delete().eq('id', id);
    assert.equal((await world.find('public.event_comments', { id }))?.['deleted_at'], null);
    await clients.commenter.from('event_comments').delete().eq('id', id);
    assert.ok((await world.find('public.event_comments', { id }))?.['deleted_at']);
  });

  it('tells of an event whose it is and what one may do, and of its comments how many, to nobody who may not see it', async () => {
    const { timeline, publicTimeline } = world;
    await world.put('public.event_comments', { event_id: timeline.event, user_id: owner, content: 'One' });
    const deleted = await newEvent();
    await clients.owner.from('life_events').delete().eq('id', deleted);
    const levels = {
      anonymous: 'none',
      outsider: 'none',
      viewer: 'view',
      commenter: 'comment',
      editor: 'edit',
      admin: 'admin',
      owner: 'owner',
    } as const;
    for (const role of ROLES) {
      const access = async (event: string) =>
        (await clients[role].rpc('nality_event_access', { event })).data as unknown;
      const counted = async (owner: string) =>
        Object.keys((await clients[role].rpc('nality_comment_counts', { owner })).data as object);
      const level = levels[role];
      const sees = level !== 'none';
      const restores = level === 'edit' || level === 'admin' || level === 'owner';
      assert.deepEqual(await access(timeline.event), { owner: sees ? owner : null, level }, role);
      assert.deepEqual(
        await access(deleted),
        { owner: sees ? owner : null, level: restores ? level : 'none' },
        role,
      );
      assert.deepEqual(await access(randomUUID()), { owner: null, level: 'none' }, role);
      assert.deepEqual(
        await access(publicTimeline.event),
        { owner: publicTimeline.owner, level: 'view' },
        role,
      );
      assert.equal((await counted(owner)).includes(timeline.event), sees, role);
    }
  });

  it('opens live sessions to commenters who have the link, other sessions to nobody', async () => {
    const live = await world.put('public.chat_sessions', { user_id: owner, session_type: 'live' });
    const enter = (role: Role, session: unknown) =>
      clients[role].from('chat_participants').insert({ session_id: session, user_id: world.ids[role] });
    for (const role of ['outsider', 'viewer'] as const) await refused(enter(role, live['id']));
    await refused(enter('admin', world.session));
    assert.equal((await enter('commenter', live['id'])).error, null);
    const { error } = await clients.commenter
      .from('chat_messages')
      .insert({ session_id: live['id'], content: 'Here I am' });
    assert.equal(error, null);
  });

  it('keeps nobody in a live session who has lost the right to be there, or after it has ended; but whom its owner invited', async () => {
    const { id } = await world.put('public.chat_sessions', { user_id: owner, session_type: 'live' });
    const guest = world.ids.commenter;
    await clients.commenter.from('chat_participants').insert({ session_id: id, user_id: guest });
    await clients.owner.from('chat_participants').insert({ session_id: id, user_id: world.ids.viewer });
    const reads = async (role: Role) =>
      (await clients[role].from('chat_sessions').select('id').eq('id', id)).data?.length === 1;
    const members = async () =>
      ((await clients.owner.rpc('nality_members', { topic: `live:${id as string}` })).data as Row[]).map(
        (person) => person['id'],
      );
    const whoReads = async () => [await reads('commenter'), await reads('viewer')];
    assert.deepEqual(await whoReads(), [true, true]);
    const demote = (level: string) =>
      clients.owner.from('timeline_shares').update({ level }).eq('grantee_id', world.family);
    await demote('view');
    assert.deepEqual(await whoReads(), [false, true]);
    assert.ok(!(await members()).includes(guest));
    for (const kind of ['chat', 'answers', 'live', 'presence'])
      assert.equal(await join(clients.commenter, `${kind}:${id as string}`), undefined, kind);
    await demote('comment');
    assert.deepEqual(await whoReads(), [true, true]);
    await clients.owner.from('chat_sessions').update({ session_type: 'interview' }).eq('id', id);
    assert.deepEqual(await whoReads(), [false, true]);
    const { error } = await clients.commenter
      .from('chat_participants')
      .update({ invited: true })
      .eq('session_id', id);
    assert.equal(error?.code, '42501');
  });

  it('lets people out of a conversation or family, and only its owner end it or take somebody else out', async () => {
    const { id } = await world.put('public.chat_sessions', { user_id: owner, session_type: 'live' });
    const room = `chat:${id as string}`;
    const family = `family:${world.family}`;
    const { commenter, viewer } = world.ids;
    for (const user_id of [commenter, viewer])
      await world.put('public.chat_participants', { session_id: id, user_id });
    for (const role of ['commenter', 'outsider'] as const)
      await refused(clients[role].rpc('nality_live', { session: id, is_live: false }));
    await refused(clients.anonymous.rpc('nality_live', { session: id, is_live: false }));
    const leave = (role: Role, topic: string, person?: string | null) =>
      clients[role].rpc('nality_leave', { topic, person });
    const isIn = async (user_id: string | null) =>
      (await world.find('public.chat_participants', { session_id: id, user_id })) !== undefined;
    await refused(leave('anonymous', room));
    for (const role of ['commenter', 'outsider'] as const) await refused(leave(role, room, viewer));
    await refused(leave('commenter', family, owner));
    assert.deepEqual([await isIn(commenter), await isIn(viewer)], [true, true]);
    assert.equal((await leave('commenter', room)).error, null);
    assert.equal((await leave('owner', room, viewer)).error, null);
    assert.deepEqual([await isIn(commenter), await isIn(viewer)], [false, false]);
    assert.equal((await leave('commenter', room)).error, null, 'who is out already is out');
    const member = { family_id: world.family, user_id: commenter };
    assert.equal((await leave('commenter', family)).error, null);
    assert.equal(await world.find('public.family_members', member), undefined);
    await world.put('public.family_members', member);
  });
});
