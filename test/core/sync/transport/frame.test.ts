import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeFrame, encodeFrame } from '../../../../src/core/sync/transport/frame.ts';
import { CONVERSATIONS, dataOf, recorded } from './recorded.ts';

type Parts = [joinRef: string | null, ref: string | null, topic: string, event: string, payload: object];

/** The members of a text frame; undefined for what is none of this version, or was recorded shortened. */
function partsOf(text: string): Parts | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as Parts) : undefined;
  } catch {
    return undefined;
  }
}

const texts = (direction: '<' | '>'): string[] =>
  CONVERSATIONS.flatMap((name) => [...recorded(name)])
    .filter(({ d, b64 }) => d === direction && b64 === undefined)
    .map(({ raw }) => raw);

const bytes = (...data: (number | string)[]): ArrayBuffer =>
  Uint8Array.from(data.flatMap((part) => (typeof part === 'number' ? [part] : [...Buffer.from(part)])))
    .buffer;

test('every text of the real server is read as it is written', () => {
  const frames = texts('<');
  for (const text of frames) {
    const parts = partsOf(text);
    const [joinRef, ref, topic, event, payload] = parts ?? [];
    assert.deepEqual(decodeFrame(text), parts && { joinRef, ref, topic, event, payload }, text);
  }
  assert.ok(frames.filter(partsOf).length > 300);
});

test('what is sent is written as the real server takes it', () => {
  const own = [
    ...recorded('private_join', 'alice'),
    ...recorded('heartbeat', 'A').filter(({ raw }) => raw.includes('"heartbeat",{}')),
    ...recorded('presence_two_clients', 'A'),
  ].filter(({ d }) => d === '>');
  for (const { raw } of own) {
    const [joinRef, ref, topic, event, payload] = partsOf(raw)!;
    assert.equal(encodeFrame({ joinRef, ref, topic, event, payload: payload as never }), raw);
  }
  assert.ok(own.length > 15);
});

test('a broadcast in bytes is read: its topic, its event and its payload', () => {
  const inBytes = recorded('binary_v2').filter(({ d, b64 }) => d === '<' && b64);
  const heard = inBytes.map((frame) => decodeFrame(dataOf(frame)));
  const [first] = heard;
  assert.deepEqual(first, {
    joinRef: null,
    ref: null,
    topic: 'realtime:bin',
    event: 'broadcast',
    payload: { type: 'broadcast', event: 'jsonev', payload: { x: 1 } },
  });
  // One of the database has metadata in front of its payload.
  const fromDatabase = heard.find((frame) => frame?.topic === 'realtime:priv:bin');
  assert.deepEqual(fromDatabase?.payload, {
    type: 'broadcast',
    event: 'ev',
    payload: { a: 1, id: 'cb23e417-27f9-41fd-99e5-7af1d62c5070' },
  });
});

test('names in bytes are counted in bytes, not in characters', () => {
  const frame = decodeFrame(bytes(4, 11, 5, 0, 1, 'realtime:é', 'ev→', '["ü"]'));
  assert.deepEqual(
    [frame?.topic, frame?.payload],
    ['realtime:é', { type: 'broadcast', event: 'ev→', payload: ['ü'] }],
  );
});

test('whatever is no message is none', () => {
  const good = '[null,null,"realtime:a","broadcast",{}]';
  assert.ok(decodeFrame(good));
  for (const text of [
    '',
    'null',
    '7',
    '"abcde"',
    '{}',
    '[]',
    'not json',
    good.slice(0, -1),
    '[null,null,"realtime:a","broadcast"]',
    '[null,null,"realtime:a","broadcast",null]',
    '[null,null,"realtime:a","broadcast",[]]',
    '[null,null,"realtime:a","broadcast","text"]',
    '[null,null,"realtime:a",null,{}]',
    '[null,null,7,"broadcast",{}]',
    '[1,null,"realtime:a","broadcast",{}]',
    '[null,1,"realtime:a","broadcast",{}]',
    '{"ref":null,"event":"broadcast","topic":"realtime:a","payload":{}}',
  ])
    assert.equal(decodeFrame(text), undefined, text);
  for (const data of [undefined, null, 7, {}, new Uint8Array([4]), Buffer.from(good)])
    assert.equal(decodeFrame(data), undefined);
});

test('bytes that are cut off, of another kind, or for programs alone are no message', () => {
  const [whole] = recorded('binary_v2').filter(({ d, b64 }) => d === '<' && b64);
  const data = dataOf(whole!) as ArrayBuffer;
  for (let length = 0; length < data.byteLength; length += 1)
    assert.equal(decodeFrame(data.slice(0, length)), undefined, `${length} bytes`);
  for (const kind of [0, 1, 2, 3, 5, 255])
    assert.equal(decodeFrame(bytes(kind, 1, 1, 0, 1, 'a', 'b', '{}')), undefined);
  assert.equal(decodeFrame(bytes(4, 1, 1, 0, 0, 'a', 'b', '{}')), undefined, 'a payload of bytes');
  assert.equal(decodeFrame(bytes(4, 1, 1, 0, 1, 0xff, 'b', '{}')), undefined, 'no UTF-8');
});

test('a message that is longer than the server itself takes is not even looked into', () => {
  const frame = (length: number): string => `[null,null,"t","e",{"x":"${'x'.repeat(length)}"}]`;
  assert.ok(decodeFrame(frame(4_900_000)));
  assert.equal(decodeFrame(frame(5_000_000)), undefined);
  const inBytes = (length: number) => bytes(4, 1, 1, 0, 1, 't', 'e', '"', 'x'.repeat(length), '"');
  assert.ok(decodeFrame(inBytes(1_000)));
  assert.equal(decodeFrame(new ArrayBuffer(5_000_001)), undefined);
});
