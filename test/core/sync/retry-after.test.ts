import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterOf } from '../../../src/core/sync/retry-after.ts';

const NOW = Date.parse('Mon, 26 Dec 1898 12:00:00 GMT');
const LATER = 'Mon, 26 Dec 1898 12:00:20 GMT';

const rules: readonly (readonly [rule: string, headers: Record<string, string>, ms: number | undefined])[] = [
  ['who asks for nothing gets nothing', {}, undefined],
  ['seconds are told', { 'retry-after': '7' }, 7_000],
  ['a date is told', { 'retry-after': LATER }, 20_000],
  [
    'a date is meant by the clock of the server',
    { 'retry-after': LATER, date: 'Mon, 26 Dec 1898 12:00:15 GMT' },
    5_000,
  ],
  ['what is over is over', { 'retry-after': 'Mon, 26 Dec 1898 11:00:00 GMT' }, 0],
  ['what is neither is not heard', { 'retry-after': 'soon' }, undefined],
  ['nobody is left in peace for longer than an hour', { 'retry-after': '99999999' }, 3_600_000],
];

for (const [rule, headers, ms] of rules)
  test(rule, () => assert.equal(retryAfterOf(new Headers(headers), NOW), ms));
