import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentedPolicy, headerOf, withOwn } from '../../demo/server/policy.ts';

const HOSTS = { cdn: 'https://cdn.test', project: 'https://project.test' };

test('the documented policy is for the hosts that are really there, and for nobody else', async () => {
  const header = headerOf(await documentedPolicy(HOSTS));
  assert.match(header, /^default-src 'none'; /);
  assert.match(header, /script-src https:\/\/cdn\.test;/);
  assert.match(header, /connect-src https:\/\/project\.test wss:\/\/project\.test;/);
  assert.match(header, /require-trusted-types-for 'script'; trusted-types nality-lit$/);
  assert.doesNotMatch(header, /example|supabase|unsafe|data:|(?<!media-src )blob:|\*/);
});

test('what a page needs itself stands beside what the widgets need', async () => {
  const policy = withOwn(await documentedPolicy(HOSTS), {
    'script-src': ["'self'"],
    'style-src': ["'self'"],
  });
  assert.deepEqual(policy['script-src'], [HOSTS.cdn, "'self'"]);
  assert.deepEqual(policy['style-src'], ["'self'"]);
});
