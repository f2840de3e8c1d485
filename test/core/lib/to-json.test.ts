import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { toJson } from '../../../src/core/lib/to-json.ts';

const VALUES = [
  null,
  0,
  -1.5,
  Number.NaN,
  '',
  'a "quoted" \\ line\n\u2028 and 🙂',
  true,
  { at: new Date(0), never: new Date(Number.NaN) },
  [],
  {},
  [1, [2, [undefined, null]]],
  { a: undefined, b: [{ c: 'd' }], 'e "f"': { g: [] } },
];

afterEach(() => {
  Reflect.deleteProperty(Array.prototype, 'toJSON');
  Reflect.deleteProperty(Object.prototype, 'inherited');
});

test('says what JSON.stringify says', () => {
  for (const value of VALUES) assert.equal(toJson(value), JSON.stringify(value));
});

test('says the same on a page that has extended the prototypes', () => {
  const before = VALUES.map((value) => JSON.stringify(value));
  Object.assign(Array.prototype, { toJSON: () => 'a text' });
  Object.assign(Object.prototype, { inherited: 'by everybody' });
  assert.equal(JSON.stringify({ list: [1] }), '{"list":"a text"}');
  assert.deepEqual(VALUES.map(toJson), before);
});
