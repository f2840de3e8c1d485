import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { startFaultProxy } from '../../demo/server/fault-proxy.ts';
import { timelineFeature } from '../../src/core/features/timeline.ts';
import { createNality } from '../../src/core/nality.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { disconnect } from '../support/disconnect.ts';
import { nodeEnvironment } from '../support/node-environment.ts';
import { until } from '../support/until.ts';

let backend: TestBackend;
const ends: (() => Promise<void>)[] = [];
before(async () => (backend = await startTestBackend()));
after(async () => {
  for (const end of ends) await end();
  await backend.close();
});

/** Marie's timeline: hers by a client that her page has already, and Irène's by the embed's. */
async function pair(changes: 'postgres' | 'broadcast') {
  const [marie, irene] = await Promise.all([backend.createPerson('Marie'), backend.createPerson('Irène')]);
  const { error } = await backend.admin.from('timeline_shares').insert({
    owner_id: marie.id,
    grantee_kind: 'user',
    grantee_id: irene.id,
    level: 'edit',
    created_by: marie.id,
  });
  assert.equal(error, null);
  const proxy = await startFaultProxy({ target: backend.backend.port });
  const key = backend.keys.publishable;
  const client = createClient(proxy.url, key, { accessToken: async () => marie.accessToken });
  const own = createNality({ client, changes, environment: nodeEnvironment() });
  const accessToken = async (): Promise<string> => irene.accessToken;
  const embed = createNality({
    url: backend.url,
    key,
    accessToken,
    changes,
    environment: nodeEnvironment(),
  });
  ends.push(async () => {
    await Promise.all([own.close(), embed.close()]);
    disconnect(client);
    await proxy.close();
  });
  const end = new AbortController().signal;
  const [mine, hers] = [own, embed].map((core) => core.use(timelineFeature, marie.id, end));
  for (const timeline of [mine!, hers!]) await until(timeline.phase, ({ name }) => name === 'live');
  return { marie, irene, client, proxy, own, mine: mine!, hers: hers! };
}

for (const changes of ['postgres', 'broadcast'] as const)
  test(`with a page's own client, by the ${changes} feed, rows and people are seen as with the embed's`, async () => {
    const { marie, irene, mine, hers } = await pair(changes);
    const id = mine.add({ title: 'Radium', start_date: '1898-12-26' });
    await until(hers.events, (events) => events.length === 1);
    hers.update(id, { title: 'Radium discovered' });
    await until(mine.events, ([event]) => event?.row.title === 'Radium discovered');
    for (const { collaborators } of [mine, hers]) await until(collaborators, (others) => others === 1);
    for (const [editor, other, name] of [
      [hers, mine, irene.id],
      [mine, hers, marie.id],
    ] as const) {
      const release = editor.claim(id);
      await until(other.editors, (editors) => editors.get(id)?.[0]?.id === name);
      release();
      await until(other.editors, (editors) => editors.size === 0);
    }
  });

test('a page’s own client whose socket was lost brings the core along, and nothing is missed', async () => {
  const { client, proxy, own, mine, hers } = await pair('postgres');
  proxy.set({ cut: true });
  await until(own.connection, ({ name }) => name === 'connecting');
  hers.add({ title: 'Nobody told me of this', start_date: '1898-12-26' });
  await until(hers.events, ([event]) => event?.state === 'saved');
  proxy.set({ cut: false });
  await until(own.connection, ({ name }) => name === 'online');
  await until(mine.events, (events) => events.length === 1);
  await until(mine.phase, ({ name }) => name === 'live');
  await own.close();
  assert.deepEqual(client.getChannels(), []);
  assert.equal(client.realtime.isConnected(), true, 'the socket is the page’s');
});
