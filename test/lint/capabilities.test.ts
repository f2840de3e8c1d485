import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { capabilitiesPage, SUITES } from '../seed/capabilities.ts';
import { readSuites } from '../seed/suites.ts';

test('every capability of the product document is shown by a test that exists, and the page says by which', async () => {
  const page = await capabilitiesPage();
  assert.equal(readFileSync('docs/capabilities.md', 'utf8'), page, 'Run `npm run test:seed -- --page`.');
});

test('every suite of the product document is one that its list knows', () => {
  assert.ok(globSync('test/seed/*.test.ts').length > SUITES.length - 2);
  for (const { suite, file } of readSuites('test/seed'))
    assert.ok(SUITES.includes(suite), `${suite} in ${file}`);
});

test('a title that is put together is read with … for its parts, and tests outside of suites, too', () => {
  const [family] = readSuites('test/seed/event-comments-manager.test.ts');
  assert.ok(family?.titles.some((title) => title.endsWith('(by …)')));
  assert.ok(readSuites('test/core/sync/activity.test.ts').some(({ suite }) => suite === ''));
});
