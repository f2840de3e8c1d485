import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderedJson } from '../../../../src/local/realtime/wire/json.ts';
import { versionOf } from '../../../../src/local/realtime/wire/message.ts';
import { decodeText, encodeText } from '../../../../src/local/realtime/wire/text.ts';

test('a frame of version 2 is an array of five', () => {
  assert.deepEqual(decodeText('2.0.0', '["1","2","realtime:a","phx_join",{"x":1},"more"]'), {
    joinRef: '1',
    ref: '2',
    topic: 'realtime:a',
    event: 'phx_join',
    payload: { x: 1 },
  });
});

test('a frame of version 1 is an object', () => {
  const text = '{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"7"}';
  const heartbeat = { joinRef: null, ref: '7', topic: 'phoenix', event: 'heartbeat', payload: {} };
  assert.deepEqual(decodeText('1.0.0', text), heartbeat);
});

test('what is no message is undefined', () => {
  const frames = [
    'garbage',
    '{}',
    '[]',
    '[1,2]',
    'null',
    '"str"',
    '{"topic":"realtime:x"}',
    '[{},"2","t","e",{}]',
  ];
  for (const frame of frames) {
    assert.equal(decodeText('2.0.0', frame), undefined, frame);
    assert.equal(decodeText('1.0.0', frame), undefined, frame);
  }
});

test('the payload is written as it stands', () => {
  const message = {
    joinRef: '1',
    ref: null,
    topic: 'realtime:"',
    event: 'e',
    payload: '{"n": 12345678901234567890.10}',
  };
  assert.equal(encodeText('2.0.0', message), '["1",null,"realtime:\\"","e",{"n": 12345678901234567890.10}]');
  assert.equal(
    encodeText('1.0.0', message),
    '{"ref":null,"event":"e","topic":"realtime:\\"","payload":{"n": 12345678901234567890.10}}',
  );
});

test('versions are matched as ~> does', () => {
  assert.equal(versionOf(null), '1.0.0');
  assert.equal(versionOf('1.0.3'), '1.0.0');
  assert.equal(versionOf('2.0.0'), '2.0.0');
  assert.equal(versionOf('2.1.0'), undefined);
  assert.equal(versionOf('9.0.0'), undefined);
});

test('members are written in the order of their names, at every depth', () => {
  assert.equal(orderedJson({ b: [{ d: 1, c: null }], a: 'x' }), '{"a":"x","b":[{"c":null,"d":1}]}');
});
