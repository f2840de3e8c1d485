import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeUserPush, encodeUserBroadcast } from '../../../../src/local/realtime/wire/binary.ts';

const JSON_PUSH = Buffer.concat([
  Buffer.from([3, 2, 2, 11, 1, 0, 1]),
  Buffer.from('1112realtime:c2e{"a":1}'),
]);

test('a push with JSON', () => {
  assert.deepEqual(decodeUserPush(JSON_PUSH), {
    joinRef: '11',
    ref: '12',
    topic: 'realtime:c2',
    event: 'broadcast',
    payload: undefined,
    broadcast: { event: 'e', encoding: 'json', content: Buffer.from('{"a":1}'), meta: undefined },
  });
});

test('a push with bytes, metadata and no references', () => {
  const head = Buffer.from([3, 0, 0, 10, 2, 2, 0]);
  const frame = Buffer.concat([head, Buffer.from('realtime:ré{}'), Buffer.from([0, 255, 1])]);
  const message = decodeUserPush(Buffer.concat([head, frame.subarray(7)]));
  assert.equal(message?.joinRef, null);
  assert.equal(message?.ref, null);
  assert.equal(message?.topic, 'realtime:r');
  assert.deepEqual(message?.broadcast, {
    event: 'é',
    encoding: 'binary',
    content: Buffer.from([0, 255, 1]),
    meta: '{}',
  });
});

test('frames of another kind or cut short are no pushes', () => {
  assert.equal(decodeUserPush(Buffer.from([9, 9, 9])), undefined);
  assert.equal(decodeUserPush(Buffer.from([4, ...JSON_PUSH.subarray(1)])), undefined);
  assert.equal(decodeUserPush(JSON_PUSH.subarray(0, 20)), undefined);
});

test('a broadcast to a client', () => {
  const broadcast = {
    event: 'ev',
    encoding: 'json' as const,
    content: Buffer.from('{"n": 1}'),
    meta: '{"id":"x"}',
  };
  assert.deepEqual(
    encodeUserBroadcast('realtime:a', broadcast),
    Buffer.concat([Buffer.from([4, 10, 2, 10, 1]), Buffer.from('realtime:aev{"id":"x"}{"n": 1}')]),
  );
  const bytes = { event: 'b', encoding: 'binary' as const, content: Buffer.from([1, 2]) };
  assert.deepEqual(
    encodeUserBroadcast('realtime:a', bytes),
    Buffer.concat([Buffer.from([4, 10, 1, 0, 0]), Buffer.from('realtime:ab'), Buffer.from([1, 2])]),
  );
});

test('lengths are bytes of UTF-8, 255 at most', () => {
  const event = 'é'.repeat(127);
  const frame = encodeUserBroadcast('t', { event, encoding: 'json', content: Buffer.from('{}') });
  assert.equal(frame?.[2], 254);
  const tooLong = { event: 'é'.repeat(128), encoding: 'json' as const, content: Buffer.from('{}') };
  assert.equal(encodeUserBroadcast('t', tooLong), undefined);
});
