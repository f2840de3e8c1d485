import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { refused } from './refused.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

/** Ways into somebody else's inbox, beyond the matrix. */
describe('an inbox', () => {
  let world: World;
  let owner: string;
  before(async () => {
    world = await createWorld();
    owner = world.timeline.owner;
  });
  after(() => world.close());
  beforeEach(async () => {
    await world.sql('delete from public.user_notifications');
    await world.put('public.user_notifications', { user_id: owner, title: 'News' });
  });

  const unread = async (): Promise<unknown> =>
    (await world.sql('select count(*)::int as count from public.user_notifications where not read'))[0]?.[
      'count'
    ];

  it('is counted and marked as a whole by its person only', async () => {
    for (const role of ['outsider', 'editor', 'admin'] as const) {
      const { data } = await world.clients[role].rpc('nality_unread_count');
      assert.equal(data, 0, role);
      await world.clients[role].rpc('nality_read_all');
    }
    for (const name of ['nality_unread_count', 'nality_read_all'])
      await refused(world.clients.anonymous.rpc(name));
    assert.equal(await unread(), 1);
    assert.equal((await world.clients.owner.rpc('nality_unread_count')).data, 1);
    await world.clients.owner.rpc('nality_read_all');
    assert.equal(await unread(), 0);
  });

  it('is written by no function that a person may call', async () => {
    for (const role of ['anonymous', 'outsider', 'owner'] as const)
      for (const [name, args] of [
        ['put_in_inbox', { person: owner, actor: null, subject_table: null, subject_id: null, title: 'x' }],
        ['notify', { person: owner, actor: null, subject_table: null, subject_id: null, happened: 'x' }],
      ] as const) {
        await refused(world.clients[role].schema('nality').rpc(name, args), 'PGRST106');
        await refused(world.clients[role].rpc(name, args), 'PGRST202');
      }
    assert.equal(await unread(), 1);
  });

  it('hears no announcement of a person, neither its own nor the one for all', async () => {
    for (const role of ['anonymous', 'outsider', 'owner'] as const)
      for (const topic of [`notifications:${owner}`, 'notifications:all']) {
        const channel = world.clients[role].channel(topic, { config: { private: true } });
        await assert.rejects(
          channel.httpSend('system_notification', { title: 'Forged' }),
          /Unauthorized/,
          `${role} on ${topic}`,
        );
        await world.clients[role].removeChannel(channel);
      }
  });
});
