import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RealtimeChannel } from '@supabase/supabase-js';
import { subscribed } from './channels.ts';
import { RawClient } from './raw-client.ts';
import { startServer, ALICE, BOB } from './server.ts';
import type { TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

let server: TestServer;
before(async () => {
  server = await startServer();
  await server.migrate(`
    create policy reads on realtime.messages for select to authenticated
      using (realtime.topic() like 'room:%' or realtime.topic() like 'ro:%');
    create policy writes on realtime.messages for insert to authenticated with check (realtime.topic() like 'room:%');
    create table orders (id bigint primary key, status text);
    create function orders_changed() returns trigger security definer language plpgsql as $$
    begin
      perform realtime.broadcast_changes('room:orders', tg_op, tg_op, tg_table_name, tg_table_schema, new, old, tg_level);
      return null;
    end $$;
    create trigger orders_changed after insert or update or delete on orders
      for each row execute function orders_changed();
  `);
});
after(() => server.close());

type Message = { event: string; payload?: unknown; meta?: { id: string; replayed?: boolean } };

function listen(channel: RealtimeChannel): Message[] {
  const messages: Message[] = [];
  channel.on('broadcast', { event: '*' }, (message) => messages.push(message as Message));
  return messages;
}

test('everybody but the sender hears it, the sender if it wants to; ack answers', async () => {
  const [sender, listener] = await Promise.all([server.client(), server.client()]);
  const echo = sender.channel('open', { config: { broadcast: { self: true, ack: true } } });
  const plain = listener.channel('open');
  const [heardBySelf, heardByOther] = [listen(echo), listen(plain)];
  await Promise.all([subscribed(echo), subscribed(plain)]);
  assert.equal(await echo.send({ type: 'broadcast', event: 'hello', payload: { n: 1 } }), 'ok');
  const hello = { type: 'broadcast', event: 'hello', payload: { n: 1 } };
  assert.deepEqual(await waitFor(() => heardByOther[0], 'hello'), hello);
  assert.deepEqual(heardBySelf, [hello]);
  await plain.send({ type: 'broadcast', event: 'back', payload: {} });
  await waitFor(() => heardBySelf[1], 'back');
  assert.equal(heardByOther.length, 1);
});

test('bytes stay bytes', async () => {
  const client = await server.client();
  const channel = client.channel('bytes', { config: { broadcast: { self: true } } });
  const heard = listen(channel);
  await subscribed(channel);
  const bytes = new Uint8Array([0, 1, 2, 255]).buffer;
  await channel.send({ type: 'broadcast', event: 'bin', payload: bytes } as never);
  assert.deepEqual((await waitFor(() => heard[0], 'bytes')).payload, bytes);
});

test('a text frame arrives as text, a binary frame as text for version 1', async () => {
  const [sender, old] = await Promise.all([
    RawClient.connect(server),
    RawClient.connect(server, `apikey=${server.keys.anonJwt}&vsn=1.0.0`),
  ]);
  const config = { config: { broadcast: { self: true, ack: true } } };
  await sender.ask(['1', '1', 'realtime:mixed', 'phx_join', config]);
  old.send({ topic: 'realtime:mixed', event: 'phx_join', payload: { config: {} }, ref: '1', join_ref: '1' });
  await old.next();
  const message = { type: 'broadcast', event: 'e', payload: { x: 1 } };
  assert.deepEqual(await sender.ask(['1', '2', 'realtime:mixed', 'broadcast', message], 2), [
    [null, null, 'realtime:mixed', 'broadcast', message],
    ['1', '2', 'realtime:mixed', 'phx_reply', { status: 'ok', response: {} }],
  ]);
  const inVersion1 = { ref: null, event: 'broadcast', topic: 'realtime:mixed', payload: message };
  assert.deepEqual(await old.next(), inVersion1);
  const push = Buffer.concat([Buffer.from([3, 1, 1, 14, 1, 0, 1]), Buffer.from('13realtime:mixede{"x":1}')]);
  const [frame] = await sender.ask(push, 2);
  assert.deepEqual(
    frame,
    Buffer.concat([Buffer.from([4, 14, 1, 0, 1]), Buffer.from('realtime:mixede{"x":1}')]),
  );
  assert.deepEqual(await old.next(), inVersion1);
});

test('public and private rooms of one name are two rooms', async () => {
  const [alice, anonymous] = await Promise.all([server.client(ALICE), server.client()]);
  const inside = alice.channel('room:x', { config: { private: true, broadcast: { self: true, ack: true } } });
  const outside = anonymous.channel('room:x');
  const [heardInside, heardOutside] = [listen(inside), listen(outside)];
  await Promise.all([subscribed(inside), subscribed(outside)]);
  await inside.send({ type: 'broadcast', event: 'secret', payload: {} });
  await outside.send({ type: 'broadcast', event: 'gossip', payload: {} });
  await inside.send({ type: 'broadcast', event: 'last', payload: {} });
  assert.deepEqual(
    heardInside.map(({ event }) => event),
    ['secret', 'last'],
  );
  assert.deepEqual(heardOutside, []);
});

test('who may only read is not told so, and not heard', async () => {
  const config = { config: { private: true, broadcast: { self: true, ack: true } } };
  const access_token = await server.token(ALICE);
  const client = await RawClient.connect(server);
  await client.ask(['1', '1', 'realtime:ro:x', 'phx_join', { ...config, access_token }]);
  client.send(['1', '2', 'realtime:ro:x', 'broadcast', { type: 'broadcast', event: 'e', payload: {} }]);
  await client.ask([
    '1',
    '3',
    'realtime:ro:x',
    'presence',
    { type: 'presence', event: 'track', payload: {} },
  ]);
  const replies = client.received.map((frame) => (Buffer.isBuffer(frame) ? frame : frame[1]));
  assert.deepEqual(replies, ['1', '3']);
  assert.deepEqual(client.received[1], [
    '1',
    '3',
    'realtime:ro:x',
    'phx_reply',
    { status: 'error', response: {} },
  ]);
});

test('a payload above the limit is refused', async () => {
  const small = await startServer({ limits: { payloadKilobytes: 1 } });
  try {
    const client = await RawClient.connect(small);
    await client.ask(['1', '1', 'realtime:s', 'phx_join', { config: { broadcast: { ack: true } } }]);
    const payload = { type: 'broadcast', event: 'big', payload: { x: 'y'.repeat(1500) } };
    const [reply] = await client.ask(['1', '2', 'realtime:s', 'broadcast', payload]);
    assert.deepEqual(reply, [
      '1',
      '2',
      'realtime:s',
      'phx_reply',
      { status: 'error', response: 'payload_size_exceeded' },
    ]);
    const track = { type: 'presence', event: 'track', payload: { x: 'y'.repeat(1500) } };
    const message = {
      message: 'Track message size exceeded',
      status: 'error',
      extension: 'system',
      channel: 's',
    };
    assert.deepEqual(await client.ask(['1', '3', 'realtime:s', 'presence', track], 2), [
      ['1', null, 'realtime:s', 'system', message],
      ['1', '1', 'realtime:s', 'phx_close', {}],
    ]);
  } finally {
    await small.close();
  }
});

test('the database sends when its transaction commits', async () => {
  const alice = await server.client(ALICE);
  const channel = alice.channel('room:db', { config: { private: true } });
  const heard = listen(channel);
  await subscribed(channel);
  await server.database.query(`select realtime.send('{"n":1}', 'ev', 'room:db')`);
  await server.database.exec(`begin; select realtime.send('{"n":2}', 'ev', 'room:db'); rollback`);
  await server.database.query(`select realtime.send('{"n":3}', 'ev', 'room:db', false)`);
  await server.database.query(`select realtime.send('{"id":"own"}', 'ev', 'room:db')`);
  await server.database.query(`select realtime.send_binary('\\x01ff', 'bytes', 'room:db')`);
  await waitFor(() => heard[2], 'the last message');
  const [first, second, third] = heard as [Message, Message, Message];
  assert.deepEqual(first.payload, { n: 1, id: first.meta?.id });
  assert.match(first.meta?.id ?? '', /^[0-9a-f-]{36}$/);
  assert.deepEqual(second.payload, { id: 'own' });
  assert.deepEqual(third.payload, new Uint8Array([1, 255]).buffer);
});

test('a person without the right to write sends nothing from the database, and is not disturbed', async () => {
  const alice = await server.client(ALICE);
  const channel = alice.channel('ro:db', { config: { private: true } });
  const heard = listen(channel);
  await subscribed(channel);
  const asAlice = `begin; set local role authenticated; select realtime.send('{}', 'lost', 'ro:db'); commit`;
  await server.database.exec(asAlice);
  await server.database.query(`select realtime.send('{}', 'heard', 'ro:db')`);
  await waitFor(() => heard[0], 'the message of the superuser');
  assert.deepEqual(
    heard.map(({ event }) => event),
    ['heard'],
  );
});

test('changes of rows as messages', async () => {
  const alice = await server.client(ALICE);
  const channel = alice.channel('room:orders', { config: { private: true } });
  const heard = listen(channel);
  await subscribed(channel);
  await server.database.query(`insert into orders values (1, 'new')`);
  await server.database.query(`update orders set status = 'paid'`);
  await server.database.query(`delete from orders`);
  await waitFor(() => heard[2], 'the deletion');
  const of = { table: 'orders', schema: 'public' };
  const rows = [
    { id: 1, status: 'new' },
    { id: 1, status: 'paid' },
  ];
  assert.deepEqual(
    heard.map(({ event, payload, meta }) => ({
      event,
      ...(payload as object),
      id: meta?.id === (payload as { id: string }).id,
    })),
    [
      { event: 'INSERT', operation: 'INSERT', record: rows[0], old_record: null, ...of, id: true },
      { event: 'UPDATE', operation: 'UPDATE', record: rows[1], old_record: rows[0], ...of, id: true },
      { event: 'DELETE', operation: 'DELETE', record: null, old_record: rows[1], ...of, id: true },
    ],
  );
});

test('a wrong use of broadcast_changes is an error', async () => {
  const call = (operation: string, level: string): Promise<unknown> =>
    server.database.query(
      `select realtime.broadcast_changes('t', 'e', '${operation}', 'orders', 'public', null::orders, null::orders, '${level}')`,
    );
  await assert.rejects(call('INSERT', 'STATEMENT'), /for each row/);
  await assert.rejects(call('TRUNCATE', 'ROW'), /Unexpected operation type: TRUNCATE/);
});

test('stored messages are replayed to those who join later', async () => {
  const since = Date.now();
  for (const n of [0, 1, 2])
    await server.database.query(`select realtime.send('{"n":${n}}', 'ev', 'room:replay')`);
  const bob = await server.client(BOB);
  const channel = bob.channel('room:replay', {
    config: { private: true, broadcast: { replay: { since, limit: 2 } } },
  });
  const heard = listen(channel);
  await subscribed(channel);
  await waitFor(() => heard[1], 'both messages');
  assert.deepEqual(
    heard.map(({ payload }) => (payload as { n: number }).n),
    [1, 2],
  );
  assert.ok(heard.every(({ meta }) => meta?.replayed === true));
});

test('replay is for private channels, with a moment', async () => {
  const client = await RawClient.connect(server);
  const access_token = await server.token(ALICE);
  const reason = async (ref: string, isPrivate: boolean, replay: unknown): Promise<unknown> => {
    const config = { private: isPrivate, broadcast: { replay } };
    const [reply] = await client.ask([
      ref,
      ref,
      `realtime:room:${ref}`,
      'phx_join',
      { config, access_token },
    ]);
    return (reply as unknown[])[4];
  };
  const refused = (text: string): unknown => ({
    status: 'error',
    response: { reason: `UnableToReplayMessages: ${text}` },
  });
  assert.deepEqual(
    await reason('1', false, { since: 1 }),
    refused('Replay is not allowed for public channels'),
  );
  assert.deepEqual(await reason('2', true, { since: 'x' }), refused('Replay params are not valid'));
});

test('who asks for it is told that the database is heard', async () => {
  const client = await RawClient.connect(server);
  const frames = await client.ask(
    ['1', '1', 'realtime:rr', 'phx_join', { config: { broadcast: { replication_ready: true } } }],
    2,
  );
  const payload = {
    message: 'Replication connection established',
    status: 'ok',
    extension: 'system',
    channel: 'rr',
  };
  assert.deepEqual(frames[1], ['1', null, 'realtime:rr', 'system', payload]);
});
