import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBatch } from '../../../src/local/realtime/batch.ts';

test('messages with their defaults', () => {
  const body = {
    messages: [
      { topic: 't', event: 'e', payload: {} },
      { topic: 't', event: 'e', payload: {}, private: true, id: 'x' },
    ],
  };
  assert.deepEqual(readBatch(body, 1), {
    messages: [
      { topic: 't', event: 'e', payload: {}, private: false },
      { topic: 't', event: 'e', payload: {}, private: true, id: 'x' },
    ],
  });
});

const REFUSED: [unknown, unknown[]][] = [
  [{}, ["can't be blank"]],
  [{ messages: [] }, ["can't be blank"]],
  [{ messages: [{ topic: 'rest' }] }, [{ event: ["can't be blank"], payload: ["can't be blank"] }]],
  [{ messages: [{ topic: 'rest', event: 'e', payload: 'str' }] }, [{ payload: ['is invalid'] }]],
  [
    { messages: [{ topic: 'rest', event: 'e', payload: { x: 'y'.repeat(1500) } }] },
    [{ payload: ['Payload size exceeds tenant limit'] }],
  ],
];

for (const [body, messages] of REFUSED) {
  test(`refuses ${JSON.stringify(body).slice(0, 60)}`, () => {
    assert.deepEqual(readBatch(body, 1), { errors: { messages } });
  });
}
