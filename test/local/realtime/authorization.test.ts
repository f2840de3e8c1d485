import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { subscribed } from './channels.ts';
import { RawClient } from './raw-client.ts';
import type { Frame } from './raw-client.ts';
import { startServer, ALICE, BOB } from './server.ts';
import type { TestServer } from './server.ts';

let server: TestServer;
before(async () => {
  server = await startServer();
  await server.migrate(`
    create table members (room text, person uuid);
    grant select on members to authenticated;
    create table public.notes (id int primary key);
    alter publication supabase_realtime add table notes;
    create policy reads on realtime.messages for select to authenticated
      using (
        exists (select from members where room = realtime.topic() and person = auth.uid())
        and (extension = 'broadcast' or auth.jwt() ->> 'blind' is null)
      );
    create policy writes on realtime.messages for insert to authenticated
      with check (extension = 'broadcast' and exists (select from members where room = realtime.topic() and person = auth.uid()));
    create policy breaks on realtime.messages for select to authenticated
      using (1 / (length(realtime.topic()) - length('broken')) > 1);
    insert into members values ('lab', '${ALICE}');
  `);
});
after(() => server.close());

const PRIVATE = { config: { private: true } };
const refusal = (name: string): string =>
  `Unauthorized: You do not have permissions to read from this Channel topic: ${name}`;

test('members join, others are refused', async () => {
  const [alice, bob, nobody] = await Promise.all([server.client(ALICE), server.client(BOB), server.client()]);
  await subscribed(alice.channel('lab', PRIVATE));
  await assert.rejects(subscribed(bob.channel('lab', PRIVATE)), { message: refusal('lab') });
  await assert.rejects(subscribed(nobody.channel('lab', PRIVATE)), { message: refusal('lab') });
});

test('a policy that fails refuses', async () => {
  const alice = await server.client(ALICE);
  await assert.rejects(subscribed(alice.channel('broken', PRIVATE)), { message: refusal('broken') });
});

test('the secret key may join everything', async () => {
  const client = await RawClient.connect(server, `apikey=${server.keys.secret}&vsn=2.0.0`);
  const [reply] = await client.ask(['1', '1', 'realtime:any', 'phx_join', { config: { private: true } }]);
  assert.deepEqual((reply as Frame)[4], { status: 'ok', response: { postgres_changes: [] } });
});

test('nothing of a probe stays', async () => {
  const { rows } = await server.database.query('select * from realtime.messages');
  assert.deepEqual(rows, []);
});

async function joinAs(token: string, config: unknown): Promise<RawClient> {
  const client = await RawClient.connect(server);
  const [reply] = await client.ask(['1', '1', 'realtime:lab', 'phx_join', { config, access_token: token }]);
  assert.equal(((reply as Frame)[4] as { status: string }).status, 'ok', JSON.stringify(reply));
  return client;
}

const renew = (token: unknown): unknown => [
  '1',
  '2',
  'realtime:lab',
  'access_token',
  { access_token: token },
];
/** Of a lifetime in whole seconds up to one has gone when the token is made: the join has to fit into the rest. */
const SHORT_LIFE = 3;
const ending = (message: string): unknown[] => [
  ['1', null, 'realtime:lab', 'system', { message, status: 'error', extension: 'system', channel: 'lab' }],
  ['1', '1', 'realtime:lab', 'phx_close', {}],
];

test('a token that runs out ends the channel, not the socket', async () => {
  const client = await joinAs(await server.token(ALICE, {}, SHORT_LIFE), {});
  const told = (await client.next()) as Frame;
  const { message } = told[4] as { message: string };
  assert.match(message, /^Token has expired \d+ seconds ago$/);
  assert.deepEqual([told, await client.next()], ending(message));
  assert.deepEqual(await client.rest(), []);
});

test('a new token keeps the channel beyond the end of the old one, and subscribes again', async () => {
  const bindings = [{ event: '*', schema: 'public', table: 'notes' }];
  const client = await joinAs(await server.token(ALICE, {}, SHORT_LIFE), {
    postgres_changes: bindings,
    private: true,
  });
  const subscribedAgain = ['1', null, 'realtime:lab', 'system'];
  assert.deepEqual((await client.next()).slice(0, 4), subscribedAgain);
  const [frame] = await client.ask(renew(await server.token(ALICE, {}, 60)));
  assert.deepEqual((frame as Frame).slice(0, 4), subscribedAgain);
  await new Promise((resolve) => setTimeout(resolve, SHORT_LIFE * 1000 + 100));
  assert.deepEqual(await client.rest(), []);
});

test('tokens that say nothing new are ignored', async () => {
  const token = await server.token(ALICE);
  const client = await joinAs(token, {});
  for (const same of [token, null, undefined, 'sb_publishable_x', 5]) client.send(renew(same));
  assert.deepEqual(await client.rest(), []);
});

test('a token that is not accepted ends the channel', async () => {
  const token = await server.token(ALICE);
  const ends: [string, string][] = [
    ['nonsense', 'The token provided is not a valid JWT'],
    [`${token.slice(0, -8)}AAAAAAAA`, ':signature_error'],
    [
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`,
      ':error_generating_signer',
    ],
  ];
  for (const [bad, message] of ends) {
    const client = await joinAs(token, {});
    assert.deepEqual(await client.ask(renew(bad), 2), ending(message));
  }
});

test('a token without the right to read ends the channel', async () => {
  const client = await joinAs(await server.token(ALICE), { private: true });
  assert.deepEqual(
    await client.ask(renew(await server.token(BOB)), 2),
    ending('You do not have permissions to read from this Channel topic: lab'),
  );
});

test('a token that takes away one of two rights ends the channel', async () => {
  const client = await joinAs(await server.token(ALICE), { private: true, presence: { enabled: true } });
  assert.equal(((await client.next()) as Frame)[3], 'presence_state');
  assert.deepEqual(
    await client.ask(renew(await server.token(ALICE, { blind: true })), 2),
    ending('You no longer have permission to read from this Channel topic: lab'),
  );
});

test('with "wait" the reply says whether the subscription is active', async () => {
  const client = await RawClient.connect(server);
  const config = (table: string): unknown => ({
    postgres_changes: [{ event: '*', schema: 'public', table }],
    postgres_changes_options: { wait: true },
  });
  const [reply, system] = await client.ask(
    ['1', '1', 'realtime:w1', 'phx_join', { config: config('notes') }],
    2,
  );
  assert.equal(((reply as Frame)[4] as { status: string }).status, 'ok');
  assert.equal(((system as Frame)[4] as { message: string }).message, 'Subscribed to PostgreSQL');
  const [refused] = await client.ask(['2', '2', 'realtime:w2', 'phx_join', { config: config('nothing') }]);
  const { response } = (refused as Frame)[4] as { response: { reason: string } };
  assert.match(response.reason, /^RealtimeDisabledForConfiguration: Unable to subscribe to changes/);
});
