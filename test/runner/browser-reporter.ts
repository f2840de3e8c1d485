import { writeFileSync } from 'node:fs';
import type { Reporter, TestResult, TestSession, TestSuiteResult } from '@web/test-runner';
import type { BrowserOutcome } from './browser-tests.ts';
import { sum, type Failure, type Outcome } from './outcome.ts';

/** Writes the run's `BrowserOutcome` as JSON, for the runner to read. */
export function outcomeReporter(path: string): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      const outcome: BrowserOutcome = {
        ...sum(sessions.map(judgeSession)),
        name: sessions[0]?.browser.name ?? 'no browser',
      };
      writeFileSync(path, JSON.stringify(outcome));
    },
  };
}

/** What one test file came to in one browser. */
export function judgeSession(session: TestSession): Outcome {
  const file = session.testFile.replace(`${process.cwd()}/`, '');
  const results = flatten(file, session.testResults);
  const passed = results.filter(({ test }) => test.passed && !test.skipped).length;
  const failures = [
    ...results.flatMap(({ title, test }) => describeTest(title, test)),
    ...session.errors.map((error) => ({ title: file, text: describeError(error) })),
  ];
  if (results.length === 0 && failures.length === 0) {
    failures.push({ title: file, text: 'The file contains no tests.' });
  }
  if (!session.passed && failures.length === 0) {
    failures.push({ title: file, text: 'The browser calls this file failed and gives no reason.' });
  }
  addLogs(failures, session);
  return { passed, failures };
}

function flatten(path: string, suite: TestSuiteResult | undefined): { title: string; test: TestResult }[] {
  if (!suite) return [];
  const title = suite.name ? `${path} › ${suite.name}` : path;
  return [
    ...suite.tests.map((test) => ({ title: `${title} › ${test.name}`, test })),
    ...suite.suites.flatMap((inner) => flatten(title, inner)),
  ];
}

function describeTest(title: string, test: TestResult): Failure[] {
  if (test.skipped) return [{ title, text: 'This test is skipped. A test either holds or goes.' }];
  if (test.passed) return [];
  return [{ title, text: describeError(test.error ?? { message: 'It failed without an error.' }) }];
}

function describeError(error: NonNullable<TestResult['error']>): string {
  const expected =
    error.expected === undefined ? [] : [`expected: ${error.expected}`, `actual:   ${error.actual}`];
  return [error.message, ...expected, error.stack ?? ''].filter(Boolean).join('\n');
}

function addLogs(failures: readonly Failure[], session: TestSession): void {
  const last = failures.at(-1);
  if (!last) return;
  const logs = session.logs.map((args) => args.map(String).join(' '));
  const missing = session.request404s.map((url) => `404 ${url}`);
  if (logs.length + missing.length > 0)
    last.text += `\n\nThe page said:\n${[...logs, ...missing].join('\n')}`;
}
