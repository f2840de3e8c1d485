import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RowChange, TopicConfig } from '../../../../src/core/sync/client.ts';
import { joinFailureOf } from '../../../../src/core/sync/join-failure.ts';
import { createChannel } from '../../../../src/core/sync/transport/channel.ts';
import { decodeFrame, type Frame } from '../../../../src/core/sync/transport/frame.ts';
import { fakeEnvironment } from '../../../support/fake-environment.ts';
import { dataOf, recorded } from './recorded.ts';

const PRIVATE: TopicConfig = { private: true, broadcast: {}, presence: { enabled: false } };
const PRESENT: TopicConfig = { private: true, broadcast: {}, presence: { key: 'alice', enabled: true } };
const TIMEOUT = 10_000;

/** A channel whose server a test plays. */
function open(name: string, config: TopicConfig = PRIVATE) {
  const environment = fakeEnvironment();
  const sent: Frame[] = [];
  const told: [status: string, reason?: unknown][] = [];
  const timers = new Set<object>();
  let isConnected = true;
  let token: string | undefined = 'first token';
  let refs = 0;
  let ends = 0;
  const end = createChannel(
    name,
    config,
    {
      isConnected: () => isConnected,
      push: (frame) => void (isConnected && sent.push(frame)),
      nextRef: () => String((refs += 1)),
      token: () => token,
      after(ms, task) {
        const timer = {};
        timers.add(timer);
        const cancel = environment.after(ms, () => (timers.delete(timer), task()));
        return () => (timers.delete(timer), cancel());
      },
    },
    () => (ends += 1),
  );
  const topic = `realtime:${name}`;
  const hear = (
    event: string,
    payload: object = {},
    joinRef: string | null = '1',
    ref: string | null = null,
  ) => end.receive({ joinRef, ref, topic, event, payload: payload as never });
  return {
    ...end,
    environment,
    sent,
    told,
    timers,
    hear,
    subscribe: () =>
      end.channel.subscribe((status, error) => {
        told.push([status, (error?.cause as { reason?: unknown } | undefined)?.reason]);
      }, TIMEOUT),
    /** The server's answer to the message of that number. */
    reply: (ref: string, status: string, response: unknown = {}) =>
      hear('phx_reply', { status, response }, '1', ref),
    lastSent: () => sent.at(-1)!,
    set: (next: { token?: string; isConnected?: boolean }) => {
      token = next.token ?? token;
      isConnected = next.isConnected ?? isConnected;
    },
    ends: () => ends,
  };
}

/** One that is joined. */
function joined(config?: TopicConfig) {
  const desk = open('room', config);
  desk.subscribe();
  desk.reply('1', 'ok', { postgres_changes: [] });
  return desk;
}

test('it joins as the protocol has it: config, rows and token in one message', () => {
  const { channel, subscribe, sent } = open('room', PRESENT);
  const filter = { event: '*', schema: 'public', table: 'notes', filter: 'by=eq.1' } as const;
  channel.on('postgres_changes', filter, () => undefined);
  subscribe();
  const config = { ...PRESENT, postgres_changes: [filter] };
  const payload = { config, access_token: 'first token' };
  assert.deepEqual(sent, [{ joinRef: '1', ref: '1', topic: 'realtime:room', event: 'phx_join', payload }]);
});

test('those who listen to rows hear of theirs, by the names that the real server gives them', () => {
  const frames = recorded('join_pg_several_bindings', 'A').map((frame) => decodeFrame(dataOf(frame))!);
  const [join, ...answers] = frames;
  const asked = (join!.payload['config'] as { postgres_changes: { event: string; table?: string }[] })
    .postgres_changes;
  const desk = open('multi');
  const heard = asked.map((): RowChange[] => []);
  for (const [index, filter] of asked.entries())
    desk.channel.on('postgres_changes', filter as never, (change) => heard[index]!.push(change));
  desk.subscribe();
  for (const frame of answers) desk.receive(frame);
  assert.deepEqual(desk.told, [['SUBSCRIBED', undefined]]);
  // All of todos: two inserted, both updated, one deleted; of their updates alone those of the first.
  const titles = heard[0]!.map(({ new: row, old }) => [row, old].map((one) => (one as { id?: number }).id));
  assert.deepEqual(titles, [
    [1, undefined],
    [1, 1],
    [2, undefined],
    [2, 2],
    [undefined, 1],
  ]);
  assert.deepEqual(asked[2], { event: 'UPDATE', schema: 'public', table: 'todos', filter: 'id=eq.1' });
  assert.equal(heard[2]!.length, 1);
  assert.deepEqual(heard[0]![0], {
    table: 'todos',
    new: {
      id: 1,
      done: false,
      tags: ['a', 'b'],
      title: 'one',
      priority: 1,
      inserted_at: '2026-11-22T14:58:59.812937+00:00',
    },
    old: {},
    errors: null,
  });
});

test('a server that does not name all rows that were asked for has not joined it', () => {
  const desk = open('room');
  const rows = { event: '*', schema: 'public', table: 'notes', filter: '' } as const;
  desk.channel.on('postgres_changes', rows, () => assert.fail());
  desk.subscribe();
  desk.reply('1', 'ok', { postgres_changes: [] });
  const [[status, reason] = []] = desk.told;
  assert.equal(status, 'CHANNEL_ERROR');
  assert.match(String(reason), /^BindingMismatch/);
  assert.equal(desk.lastSent().event, 'phx_leave');
  desk.hear('postgres_changes', { ids: [undefined], data: {} }, null);
});

test('a refusal is told with the reason of the real server, by which it is known for what it is', () => {
  const [, refused] = recorded('private_join', 'alice').map((frame) => decodeFrame(dataOf(frame))!);
  const desk = open('secret');
  let failure: unknown;
  desk.channel.subscribe((status, error) => (failure = joinFailureOf(status, error)), TIMEOUT);
  desk.receive(refused!);
  const { name, error } = failure as { name: string; error: { code: string; message: string } };
  assert.deepEqual([name, error.code], ['refused', 'denied']);
  assert.match(error.message, /^Unauthorized: You do not have permissions/);
  assert.deepEqual([desk.ends(), desk.timers.size], [1, 0]);
});

test('a refusal without a reason is not taken for a lost line', () => {
  for (const response of [{}, null, undefined, 'no', { reason: { toString: 7 } }]) {
    const desk = open('room');
    let failure: unknown;
    desk.channel.subscribe((status, error) => (failure = joinFailureOf(status, error)), TIMEOUT);
    desk.reply('1', 'error', response);
    assert.deepEqual(failure, { name: 'passing' });
  }
});

test('no answer in time is told as such, and the server is told that nobody listens', async () => {
  const desk = open('room');
  desk.subscribe();
  await desk.environment.advance(TIMEOUT - 1);
  assert.deepEqual(desk.told, []);
  await desk.environment.advance(1);
  assert.deepEqual(desk.told, [['TIMED_OUT', undefined]]);
  assert.deepEqual([desk.lastSent().event, desk.lastSent().joinRef], ['phx_leave', '1']);
  desk.reply('1', 'ok', { postgres_changes: [] });
  assert.equal(desk.told.length, 1, 'an answer that comes too late is none');
});

test('a token that runs out closes it at once, as the real server does it, and once', () => {
  const desk = open('exp');
  const system: unknown[] = [];
  desk.channel.on('system', {}, ({ message }) => system.push(message));
  desk.subscribe();
  const frames = recorded('token_expiry', 'A').filter(({ d }) => d === '<');
  for (const frame of frames) desk.receive(decodeFrame(dataOf(frame))!);
  assert.deepEqual(desk.told, [
    ['SUBSCRIBED', undefined],
    ['CLOSED', undefined],
  ]);
  assert.deepEqual(system, ['Token has expired 0 seconds ago']);
  assert.deepEqual([desk.ends(), desk.timers.size], [1, 0]);
});

test('a crash of the server is told with its reason: the line stands', () => {
  const desk = joined();
  desk.hear('phx_error', { reason: 'channel_crash' });
  assert.deepEqual(desk.told.at(-1), ['CHANNEL_ERROR', 'channel_crash']);
});

test('what belongs to an earlier join of the topic, or to another topic, is nobody’s', () => {
  const desk = joined(PRESENT);
  for (const type of ['system', 'broadcast', 'presence'] as const)
    desk.channel.on(type as 'system', { event: '*' }, () => assert.fail(type));
  for (const event of ['phx_close', 'phx_error', 'system', 'broadcast', 'presence_state'])
    desk.hear(event, {}, '0');
  desk.receive({ joinRef: null, ref: null, topic: 'realtime:rooms', event: 'broadcast', payload: {} });
  desk.hear('phx_unheard_of', { what: 1 });
  desk.hear('phx_reply', { status: 'ok' }, '1', '99');
  assert.deepEqual(desk.told, [['SUBSCRIBED', undefined]]);
});

test('a lost socket is told once and without a reason, and of what comes afterwards nothing', () => {
  const desk = joined();
  desk.channel.on('broadcast', { event: '*' }, () => assert.fail());
  desk.lose();
  desk.lose();
  desk.hear('phx_close');
  desk.hear('broadcast', { event: 'x' }, null);
  assert.deepEqual(desk.told.slice(1), [['CHANNEL_ERROR', undefined]]);
  assert.equal(desk.ends(), 1);
});

test('without a socket there is no join, and nothing is kept for a later one', () => {
  const desk = open('room');
  desk.set({ isConnected: false });
  desk.subscribe();
  assert.deepEqual([desk.told, desk.timers.size], [[['CHANNEL_ERROR', undefined]], 0]);
  desk.set({ isConnected: true });
  assert.deepEqual(desk.sent, []);
});

test('whoever leaves says so, hears nothing more, and leaves no timer behind', async () => {
  for (const desk of [open('room'), joined()]) {
    const before = desk.told.length;
    if (before === 0) desk.subscribe();
    const tracked = desk.channel.track({ status: 'online' });
    desk.channel.on('broadcast', { event: '*' }, () => assert.fail());
    desk.leave();
    assert.equal(desk.lastSent().event, 'phx_leave');
    desk.hear('phx_close');
    desk.hear('broadcast', { event: 'x' }, null);
    desk.lose();
    desk.leave();
    assert.deepEqual([desk.told.length, desk.ends(), desk.timers.size], [before, 1, 0]);
    assert.equal(await tracked, 'error');
  }
  const unused = open('room');
  unused.leave();
  assert.deepEqual([unused.sent, unused.ends()], [[], 1]);
});

test('how I am is told with the answer of the real server', async () => {
  const desk = joined(PRESENT);
  const [ok, denied, silent] = [1, 2, 3].map((n) => desk.channel.track({ n }));
  const [first, second] = desk.sent.filter(({ event }) => event === 'presence');
  assert.deepEqual(first!.payload, { type: 'presence', event: 'track', payload: { n: 1 } });
  desk.reply(second!.ref!, 'error');
  desk.reply(first!.ref!, 'ok');
  assert.deepEqual([await ok, await denied], ['ok', 'error']);
  await desk.environment.advance(TIMEOUT);
  assert.equal(await silent, 'timed out');
  assert.equal(desk.timers.size, 0);
  assert.equal(await open('room').channel.track({}), 'error', 'before the join');
});

test('who is here is told after every change, and not before it is known', () => {
  const desk = open('pres1', PRESENT);
  const seen: string[][] = [];
  desk.channel.on('presence', { event: 'sync' }, () => seen.push(Object.keys(desk.channel.presenceState())));
  desk.subscribe();
  for (const frame of recorded('presence_two_clients', 'B').filter(({ d }) => d === '<'))
    desk.receive(decodeFrame(dataOf(frame))!);
  assert.deepEqual(seen, [['alice'], ['alice', 'bob'], ['alice', 'bob'], ['bob'], ['bob', 'alice']]);
  const without = joined();
  without.hear('presence_diff', { joins: { a: { metas: [{}] } }, leaves: {} }, null);
  assert.deepEqual(without.channel.presenceState(), {}, 'who asked for no presence keeps none');
});

test('a new token is told once, also one that came while it was joining', () => {
  const desk = open('room');
  const told = (): unknown[] =>
    desk.sent.filter(({ event }) => event === 'access_token').map(({ payload }) => payload);
  desk.subscribe();
  desk.set({ token: 'second token' });
  desk.renew();
  assert.deepEqual(told(), [], 'the server does not know the topic yet');
  desk.reply('1', 'ok', { postgres_changes: [] });
  assert.deepEqual(told(), [{ access_token: 'second token' }]);
  desk.renew();
  desk.set({ token: 'third token' });
  desk.renew();
  assert.deepEqual(told().slice(1), [{ access_token: 'third token' }]);
  desk.leave();
  desk.set({ token: 'fourth token' });
  desk.renew();
  assert.equal(told().length, 2);
});

test('broadcasts go out while it is joined, as text, and come in as they were sent', async () => {
  const desk = open('room');
  const message = { type: 'broadcast', event: 'm', payload: { x: 1 } } as const;
  const heard: unknown[] = [];
  desk.channel.on('broadcast', { event: '*' }, ({ event, payload }) => heard.push([event, payload]));
  await desk.channel.send(message);
  desk.subscribe();
  await desk.channel.send(message);
  assert.equal(desk.sent.length, 1, 'the join alone');
  desk.reply('1', 'ok');
  await desk.channel.send(message);
  assert.deepEqual([desk.lastSent().event, desk.lastSent().payload], ['broadcast', message]);
  desk.hear('broadcast', message, null);
  assert.deepEqual(heard, [['m', { x: 1 }]]);
});

test('a change of rows that is not of their shape is none', () => {
  const desk = open('room');
  const heard: RowChange[] = [];
  const rows = { event: '*', schema: 'public', table: 'notes', filter: '' } as const;
  desk.channel.on('postgres_changes', rows, (change) => heard.push(change));
  desk.subscribe();
  desk.reply('1', 'ok', { postgres_changes: [{ ...rows, id: 5 }] });
  for (const payload of [
    {},
    { ids: 5, data: {} },
    { ids: [5] },
    { ids: [5], data: null },
    { ids: [6], data: { table: 'notes' } },
    { ids: [5], data: { table: { toString: 7 } } },
  ])
    desk.hear('postgres_changes', payload, null);
  assert.deepEqual(heard, []);
  desk.hear('postgres_changes', { ids: [5], data: { table: 'notes', record: 'text', old_record: [] } }, null);
  assert.deepEqual(heard, [{ table: 'notes', new: {}, old: {}, errors: undefined }]);
});
