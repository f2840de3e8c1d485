import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect, inspectParams } from '../../../../src/local/realtime/changes/inspect.ts';

const params = (value: string) => ({
  event: '*',
  schema: 'public',
  table: 'todos',
  filters: [{ column: 'id', operator: 'in' as const, value, negated: false }],
  select: null,
});

test('parameters on one line', () => {
  assert.equal(
    inspectParams({ ...params('{1}'), select: ['a', 'b'] }),
    '[event: *, schema: public, table: todos, filters: [{"id", "in", "{1}", false}], select: ["a", "b"]]',
  );
});

test('a filter that is too long for the line is broken as Elixir does', () => {
  const value = `{${Array.from({ length: 40 }, (_value, index) => index).join(',')}}`;
  assert.equal(
    inspectParams(params(value)),
    `[event: *, schema: public, table: todos, filters: [\n  {"id", "in",\n   "${value}",\n   false}\n], select: nil]`,
  );
});

test('values of JSON', () => {
  assert.equal(inspect([null, true, 1, 'a"b', {}]), '[nil, true, 1, "a\\"b", %{}]');
});
