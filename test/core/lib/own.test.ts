import assert from 'node:assert/strict';
import { test } from 'node:test';
import { own } from '../../../src/core/lib/own.ts';

test('an object has its own fields and no others, whatever is on Object.prototype', () => {
  Object.assign(Object.prototype, { key: 'of everybody' });
  try {
    const read: { kind: string; key?: string } = { kind: 'operations' };
    assert.equal(read.key, 'of everybody');
    const { kind, key } = own(read);
    assert.deepEqual([kind, key], ['operations', undefined]);
    assert.equal(own({ kind, key: 'mine' }).key, 'mine');
  } finally {
    Reflect.deleteProperty(Object.prototype, 'key');
  }
});
