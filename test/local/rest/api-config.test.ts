import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readApiConfig } from '../../../src/local/rest/api-config.ts';

test('what a project says of its API', () => {
  const api = { schemas: ['public', 'shop'], extra_search_path: ['extensions'], max_rows: 50, port: 54321 };
  assert.deepEqual(readApiConfig({ api }), {
    schemas: ['public', 'shop'],
    extraSearchPath: ['extensions'],
    maxRows: 50,
  });
});

test('a project that says nothing leaves it to the defaults', () => {
  const silent = { schemas: undefined, extraSearchPath: undefined, maxRows: undefined };
  assert.deepEqual(readApiConfig({}), silent);
});

test('a value of another kind is named', () => {
  assert.throws(
    () => readApiConfig({ api: { schemas: 'public' } }),
    /\[api\] schemas must be a list of texts/,
  );
  assert.throws(() => readApiConfig({ api: { max_rows: -1 } }), /\[api\] max_rows must be a whole number/);
});
