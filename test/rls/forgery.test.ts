import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Role } from './matrix.ts';
import { refused } from './refused.ts';
import { createWorld } from './world.ts';
import type { Row, World } from './world.ts';

/** Forged authors, moved rows, claimed versions and levels. */
describe('forgery', () => {
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

  const event = (fields: Row = {}): Row => ({
    user_id: owner,
    title: 'Polonium',
    start_date: '1898-07-18',
    ...fields,
  });
  const newEvent = async (): Promise<string> =>
    (await world.put('public.life_events', event({ created_by: owner })))['id'] as string;

  it('cannot write in the name of somebody else', async () => {
    const session = world.session;
    const someone = await world.stranger();
    await refused(clients.editor.from('life_events').insert(event({ created_by: owner })));
    await refused(clients.editor.from('life_events').insert(event({ created_by: null })));
    await refused(
      clients.editor
        .from('event_comments')
        .insert({ event_id: world.timeline.event, user_id: owner, content: 'x' }),
    );
    await refused(
      clients.editor.from('chat_messages').insert({ session_id: session, user_id: owner, content: 'x' }),
    );
    await refused(clients.editor.from('chat_reads').insert({ session_id: session, user_id: someone }));
    await refused(clients.editor.from('chat_sessions').insert({ user_id: owner }));
    await refused(clients.editor.from('families').insert({ name: 'x', created_by: owner }));
    await refused(
      clients.editor
        .from('push_subscriptions')
        .insert({ user_id: owner, endpoint: 'https://push.test/x', keys: { p256dh: 'k', auth: 'a' } }),
    );
    await refused(
      clients.editor.rpc('nality_push_on', {
        id: randomUUID(),
        person: owner,
        endpoint: 'https://push.test/x',
        keys: { p256dh: 'k', auth: 'a' },
      }),
    );
    await refused(
      clients.admin.from('timeline_shares').insert({
        owner_id: owner,
        grantee_kind: 'user',
        grantee_id: someone,
        created_by: owner,
      }),
    );
  });

  it('cannot give a row to another owner, author, event or session', async () => {
    const id = await newEvent();
    for (const change of [
      { user_id: editor },
      { created_by: editor },
      { id: randomUUID() },
      { created_at: '2000-01-01' },
    ])
      await refused(clients.editor.from('life_events').update(change).eq('id', id).select());
    const comment = await world.put('public.event_comments', { event_id: id, user_id: editor, content: 'x' });
    for (const change of [{ event_id: world.publicTimeline.event }, { user_id: owner }])
      await refused(clients.editor.from('event_comments').update(change).eq('id', comment['id']).select());
    const message = await world.put('public.chat_messages', {
      session_id: world.session,
      user_id: editor,
      content: 'x',
    });
    for (const change of [
      { session_id: randomUUID() },
      { user_id: owner },
      { message_type: 'assistant_response' },
      { status: 'streaming' },
    ])
      await refused(clients.editor.from('chat_messages').update(change).eq('id', message['id']).select());
  });

  it('cannot move a row by an upsert, which may otherwise change it', async () => {
    const id = await newEvent();
    await refused(
      clients.editor
        .from('life_events')
        .upsert(event({ id, user_id: editor, created_by: editor }))
        .select(),
    );
    const { error } = await clients.owner
      .from('life_events')
      .upsert(event({ id, title: 'Upserted' }))
      .select();
    assert.equal(error, null);
    assert.equal((await world.find('public.life_events', { id }))?.['title'], 'Upserted');
  });

  it('cannot claim a version, a time or a tombstone', async () => {
    const id = await newEvent();
    for (const change of [
      { rev: 2 ** 52 },
      { changed_xid: '1' },
      { updated_at: '2000-01-01' },
      { deleted_at: '2000-01-01' },
    ]) {
      await refused(clients.editor.from('life_events').update(change).eq('id', id).select());
      await refused(clients.editor.from('life_events').insert(event({ created_by: editor, ...change })));
    }
    const { data } = await clients.editor
      .from('life_events')
      .update({ title: 'Honest' })
      .eq('id', id)
      .select('rev')
      .single();
    assert.equal(data?.rev, 2);
  });

  it('cannot speak as the assistant or the system', async () => {
    for (const message_type of ['assistant_response', 'system_message'])
      for (const user_id of [owner, null])
        await refused(
          clients.owner
            .from('chat_messages')
            .insert({ session_id: world.session, message_type, user_id, content: 'x' }),
        );
    const answer = await world.put('public.chat_messages', {
      session_id: world.session,
      message_type: 'assistant_response',
      content: 'When were you born?',
    });
    await clients.owner.from('chat_messages').update({ content: 'Forged' }).eq('id', answer['id']);
    assert.equal(
      (await world.find('public.chat_messages', { id: answer['id'] }))?.['content'],
      'When were you born?',
    );
  });

  it('cannot write notifications or proposals, not even by the ledger’s door', async () => {
    const op = (table: string, values: Row) => ({
      op_id: randomUUID(),
      table,
      type: 'insert',
      id: randomUUID(),
      base_rev: null,
      values,
    });
    const { data } = await clients.owner.rpc('nality_apply_ops', {
      ops: [
        op('user_notifications', { user_id: editor, title: 'x' }),
        op('chat_extracted_events', { session_id: world.session, user_id: owner, title: 'x' }),
        op('nality_trash', {}),
        op('users', {}),
        op('profiles', { display_name: 'x' }),
      ],
    });
    assert.deepEqual(
      data.map((answer: Row) => [answer['outcome'], answer['code']]),
      [
        ['refused', '42501'],
        ['refused', '42501'],
        ['refused', '42P01'],
        ['refused', '42P01'],
        ['refused', '42P01'],
      ],
    );
  });

  it('cannot change what was proposed to them, by REST or by the ledger', async () => {
    const details = { location: 'Paris', importance: 8, tags: ['radium'] };
    const values = { session_id: world.session, user_id: owner, title: 'x', details };
    const { id } = await world.put('public.chat_extracted_events', values);
    const forged = { details: { location: 'Forged' } };
    const rest = await clients.owner.from('chat_extracted_events').update(forged).eq('id', id);
    assert.equal(rest.error?.code, '42501');
    const op = { op_id: randomUUID(), table: 'chat_extracted_events', type: 'update', id, base_rev: null };
    const { data } = await clients.owner.rpc('nality_apply_ops', { ops: [{ ...op, values: forged }] });
    assert.deepEqual([data[0].outcome, data[0].code], ['refused', '42703']);
    const read = async (who: keyof typeof clients): Promise<unknown> =>
      (await clients[who].from('chat_extracted_events').select('details').eq('id', id)).data;
    assert.deepEqual(await read('owner'), [{ details }]);
    assert.deepEqual(await read('outsider'), []);
  });

  it('cannot raise their own level', async () => {
    const share = await world.find('public.timeline_shares', { grantee_id: editor });
    for (const role of ['editor', 'admin', 'viewer'] as const) {
      await clients[role].from('timeline_shares').update({ level: 'admin' }).eq('owner_id', owner);
      await clients[role].from('timeline_shares').insert({
        owner_id: owner,
        grantee_kind: 'user',
        grantee_id: world.ids[role],
        level: 'admin',
        created_by: world.ids[role],
      });
    }
    await clients.outsider
      .from('family_members')
      .insert({ family_id: world.family, user_id: world.ids.outsider });
    assert.deepEqual(await world.find('public.timeline_shares', { id: share?.['id'] }), share);
    const levels = await Promise.all(
      (['outsider', 'viewer', 'commenter', 'editor', 'admin'] as const).map(
        async (role) => (await clients[role].rpc('nality_level', { owner })).data,
      ),
    );
    assert.deepEqual(levels, ['none', 'view', 'comment', 'edit', 'admin']);
  });
});
