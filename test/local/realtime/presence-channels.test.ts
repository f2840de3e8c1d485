import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import { subscribed } from './channels.ts';
import { disconnect } from '../../support/disconnect.ts';
import { RawClient } from './raw-client.ts';
import { startServer } from './server.ts';
import type { TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

async function present(client: SupabaseClient, topic: string, key: string): Promise<RealtimeChannel> {
  const channel = client.channel(topic, { config: { presence: { key } } });
  channel.on('presence', { event: 'sync' }, () => undefined);
  return subscribed(channel);
}

const keys = (channel: RealtimeChannel): string => Object.keys(channel.presenceState()).sort().join(' ');

test('two people see each other come, change and go', async () => {
  const [marieClient, pierreClient] = await Promise.all([server.client(), server.client()]);
  const marie = await present(marieClient, 'lab', 'marie');
  const pierre = await present(pierreClient, 'lab', 'pierre');
  assert.equal(await marie.track({ mood: 'curious' }), 'ok');
  assert.equal(await pierre.track({ mood: 'calm' }), 'ok');
  await waitFor(() => keys(marie) === 'marie pierre' && keys(pierre) === 'marie pierre', 'both');
  await marie.track({ mood: 'tired' });
  await waitFor(
    () => (pierre.presenceState()['marie']?.[0] as unknown as { mood: string }).mood === 'tired',
    'the mood',
  );
  assert.equal(pierre.presenceState()['marie']?.length, 1);
  await marie.untrack();
  await waitFor(() => keys(pierre) === 'pierre', 'that she is gone');
  await pierreClient.removeChannel(pierre);
  await waitFor(() => keys(marie) === '', 'that he is gone');
});

test('two tabs of one person are one key, until the last is closed', async () => {
  const [first, second, other] = await Promise.all([server.client(), server.client(), server.client()]);
  const [tab1, tab2] = [await present(first, 'tabs', 'marie'), await present(second, 'tabs', 'marie')];
  const watcher = await present(other, 'tabs', 'pierre');
  await tab1.track({ tab: 1 });
  await tab2.track({ tab: 2 });
  await waitFor(() => watcher.presenceState()['marie']?.length === 2, 'two tabs');
  await first.removeChannel(tab1);
  await waitFor(() => watcher.presenceState()['marie']?.length === 1, 'one tab');
  disconnect(second);
  await waitFor(() => keys(watcher) === '', 'no tab');
});

const join = (topic: string, enabled: boolean): unknown => [
  '1',
  '1',
  topic,
  'phx_join',
  { config: { presence: { enabled, key: 'k' } } },
];
const call = (ref: string, topic: string, event?: string, payload?: unknown): unknown => [
  '1',
  ref,
  topic,
  'presence',
  { type: 'presence', event, payload },
];
const reply = (ref: string, topic: string, status: string, response: unknown = {}): unknown => [
  '1',
  ref,
  topic,
  'phx_reply',
  { status, response },
];

test('wrong calls are answered and not counted', async () => {
  const client = await RawClient.connect(server);
  const topic = 'realtime:wrong';
  const [, state] = await client.ask(join(topic, true), 2);
  assert.deepEqual(state, ['1', null, topic, 'presence_state', {}]);
  for (let count = 0; count < 6; count += 1) {
    assert.deepEqual(await client.ask(call('2', topic, 'track', 'str')), [
      reply('2', topic, 'error', { reason: 'Presence track payload must be a map' }),
    ]);
  }
  assert.deepEqual(await client.ask(call('3', topic, 'nope')), [reply('3', topic, 'error')]);
  assert.deepEqual(await client.ask(call('4', topic)), [reply('4', topic, 'ok')]);
  const [ok] = await client.ask(call('5', topic, 'TRACK'), 2);
  assert.deepEqual(ok, reply('5', topic, 'ok'));
});

test('the sixth call within thirty seconds closes the channel, and everybody sees the end', async () => {
  const [eager, watcher] = await Promise.all([RawClient.connect(server), RawClient.connect(server)]);
  const topic = 'realtime:eager';
  await watcher.ask(join(topic, false));
  await eager.ask(join(topic, true), 2);
  for (let count = 1; count <= 5; count += 1) await eager.ask(call(`${count}`, topic, 'track', { count }), 2);
  const system = {
    message: 'Client presence rate limit exceeded',
    status: 'error',
    extension: 'system',
    channel: 'eager',
  };
  assert.deepEqual(await eager.ask(call('6', topic, 'track', { count: 6 }), 2), [
    ['1', null, topic, 'system', system],
    ['1', '1', topic, 'phx_close', {}],
  ]);
  const diffs = [];
  for (let count = 0; count < 6; count += 1) diffs.push(await watcher.next());
  const [, , , event, payload] = diffs[5] as unknown as [
    null,
    null,
    string,
    string,
    { joins: object; leaves: object },
  ];
  assert.equal(event, 'presence_diff');
  assert.deepEqual([Object.keys(payload.joins), Object.keys(payload.leaves)], [[], ['k']]);
});

test('who may not read the presence of a room hears nothing of it', async () => {
  await server.migrate(`create policy broadcasts on realtime.messages for select using (extension = 'broadcast');
    create policy writes on realtime.messages for insert with check (true)`);
  const [blind, secret] = [
    await RawClient.connect(server),
    await RawClient.connect(server, `apikey=${server.keys.secret}&vsn=2.0.0`),
  ];
  const config = { private: true, presence: { enabled: true, key: 'k' } };
  const topic = 'realtime:dark';
  for (const client of [blind, secret]) await client.ask(['1', '1', topic, 'phx_join', { config }]);
  await secret.ask(call('2', topic, 'track', { seen: false }), 3);
  assert.deepEqual(await blind.rest(), []);
});
