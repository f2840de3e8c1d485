import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf } from '../../../src/core/sync/remote-errors.ts';

/** status, code → our code, whether the same call may succeed later. */
const table: readonly (readonly [number, string | undefined, string, boolean])[] = [
  [0, undefined, 'offline', true],
  [0, '', 'offline', true],
  [400, '22P02', 'invalid', false],
  [400, '23514', 'invalid', false],
  [409, '23505', 'invalid', false],
  [409, '23503', 'invalid', false],
  [400, 'P0001', 'invalid', false],
  [400, 'P0002', 'not-found', false],
  [403, '42501', 'denied', false],
  [401, '42501', 'denied', false],
  [401, 'PGRST301', 'auth-expired', false],
  [401, 'PGRST303', 'auth-expired', false],
  [401, 'PGRST302', 'auth-required', false],
  [401, undefined, 'config', false],
  [404, 'PGRST202', 'schema-missing', false],
  [404, 'PGRST205', 'schema-missing', false],
  [404, '42P01', 'schema-missing', false],
  [400, 'PGRST204', 'schema-old', false],
  [404, undefined, 'not-found', false],
  [406, 'PGRST116', 'not-found', false],
  [408, undefined, 'timeout', true],
  [413, undefined, 'too-large', false],
  [400, '54000', 'too-large', false],
  [429, undefined, 'rate-limited', true],
  [500, '40001', 'server', true],
  [500, '40P01', 'server', true],
  [500, '57014', 'server', true],
  [503, '08006', 'server', true],
  [503, '53300', 'server', true],
  [405, '25006', 'server', true],
  [500, undefined, 'server', true],
  [502, undefined, 'server', true],
  [418, undefined, 'server', false],
];

for (const [status, code, expected, retryable] of table) {
  test(`${status} ${code ?? 'without a code'} is ${expected}, ${retryable ? 'to be tried again' : 'final'}`, () => {
    const error = errorOf({ status, code, message: 'words' });
    assert.deepEqual([error.code, error.retryable], [expected, retryable]);
  });
}

test('the words of a message decide nothing', () => {
  const error = errorOf({ status: 0, message: 'TypeError: 401 42501 JWT expired 400' });
  assert.equal(error.code, 'offline');
});

test("the constraint that the server named is the error's field", () => {
  const error = errorOf({ status: 400, code: '23514', message: 'words', field: 'life_events_title_length' });
  assert.equal(error.field, 'life_events_title_length');
});

test("the words of a message decide nothing: a lost line may be told in any browser's", () => {
  for (const message of [
    'Failed to fetch',
    'Load failed',
    'NetworkError 400',
    'status 401: permission denied',
  ])
    assert.deepEqual((({ code, retryable }) => [code, retryable])(errorOf({ status: 0, message })), [
      'offline',
      true,
    ]);
});

test('how long the server asks to be left in peace goes with the error', () => {
  assert.equal(errorOf({ status: 429, message: 'words', retryAfterMs: 3_000 }).retryAfterMs, 3_000);
  assert.equal(errorOf({ status: 429, message: 'words' }).retryAfterMs, undefined);
});
