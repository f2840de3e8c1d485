import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TestResult, TestSession } from '@web/test-runner';
import { judgeSession } from './browser-reporter.ts';

const PASSED: TestResult = { name: 'holds', passed: true, skipped: false };
const FAILED: TestResult = {
  name: 'breaks',
  passed: false,
  skipped: false,
  error: { message: 'expected 2', expected: '2', actual: '1', stack: 'at a.test.ts:3' },
};

function session(tests: TestResult[], more: Partial<TestSession> = {}): TestSession {
  return {
    testFile: 'test/elements/a.test.ts',
    passed: tests.every(({ passed }) => passed),
    testResults: { name: '', tests: [], suites: [{ name: 'card', tests, suites: [] }] },
    errors: [],
    logs: [],
    request404s: [],
    ...more,
  } as unknown as TestSession;
}

it('counts tests in suites and tells failures by their whole name', () => {
  const { passed, failures } = judgeSession(session([PASSED, FAILED]));
  assert.equal(passed, 1);
  assert.equal(failures.length, 1);
  assert.equal(failures[0]?.title, 'test/elements/a.test.ts › card › breaks');
  assert.match(failures[0]?.text ?? '', /expected 2\nexpected: 2\nactual: {3}1\nat a\.test\.ts:3/);
});

it('fails a file without tests, a skipped test and an error outside of tests', () => {
  assert.match(judgeSession(session([])).failures[0]?.text ?? '', /no tests/);
  assert.match(judgeSession(session([{ ...PASSED, skipped: true }])).failures[0]?.text ?? '', /skipped/);
  const { failures } = judgeSession(
    session([PASSED], { passed: false, errors: [{ message: 'did not load' }] }),
  );
  assert.equal(failures[0]?.text, 'did not load');
});

it('fails what the browser calls failed without a reason', () => {
  assert.equal(judgeSession(session([PASSED], { passed: false })).failures.length, 1);
});

it('adds what the page said to a failure only', () => {
  const logs = [['a trace', 1]];
  assert.match(judgeSession(session([FAILED], { logs })).failures[0]?.text ?? '', /a trace 1/);
  assert.deepEqual(judgeSession(session([PASSED], { logs })).failures, []);
});
