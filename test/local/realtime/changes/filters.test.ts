import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFilters } from '../../../../src/local/realtime/changes/filters.ts';
import type { Filter } from '../../../../src/local/realtime/changes/filter.ts';

const filter = (column: string, operator: Filter['operator'], value: string, negated = false): Filter => ({
  column,
  operator,
  value,
  negated,
});

const READ: [string, Filter[]][] = [
  ['', []],
  ['  ', []],
  ['id=eq.1', [filter('id', 'eq', '1')]],
  ['id=eq.', [filter('id', 'eq', '')]],
  ['at=gte.2024-01-01T10:00:00.5', [filter('at', 'gte', '2024-01-01T10:00:00.5')]],
  ['a=eq.1,b=neq.2', [filter('a', 'eq', '1'), filter('b', 'neq', '2')]],
  ['a=in.(1,2,3)', [filter('a', 'in', '{1,2,3}')]],
  ['a=in.(x,"y,z"),b=not.is.null', [filter('a', 'in', '{x,"y,z"}'), filter('b', 'is', 'null', true)]],
  ['a=eq."x, y",b=lt.3', [filter('a', 'eq', 'x, y'), filter('b', 'lt', '3')]],
  ['a=eq."say \\"hi\\", \\\\"', [filter('a', 'eq', 'say "hi", \\')]],
  ['a=eq.5"', [filter('a', 'eq', '5"')]],
  ['a=match.^x(1,2)$', [filter('a', 'match', '^x(1,2)$')]],
  ['a=not.isdistinct.1', [filter('a', 'isdistinct', '1', true)]],
];

for (const [text, filters] of READ) {
  test(`reads ${text || 'nothing'}`, () => assert.deepEqual(parseFilters(text), filters));
}

const REFUSED: [string, string][] = [
  ['undefined', '["undefined"]'],
  ['id=1', '["1"]'],
  ['id=foo.1', '["foo", "1"]'],
  ['id=eq.1,', 'filter must not contain empty segments (check for extra commas)'],
  [',id=eq.1', 'filter must not contain empty segments (check for extra commas)'],
  ['id=in.1,2', '`in` filter value must be wrapped by parentheses'],
];

for (const [text, reason] of REFUSED) {
  test(`refuses ${text}`, () => {
    assert.throws(() => parseFilters(text), { message: `Error parsing \`filter\` params: ${reason}` });
  });
}
