import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { runNodeTests } from './node-tests.ts';
import type { Outcome } from './outcome.ts';

const IMPORTS =
  "import { describe, it, before } from 'node:test';\nimport assert from 'node:assert/strict';\n";

/** What the runner makes of a folder with one test file. */
async function run(t: TestContext, code: string, until = AbortSignal.timeout(60_000)): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'nality-runner-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'a.test.ts'), IMPORTS + code);
  return runNodeTests(folder, { until });
}

/** Asserts the counts and that the failures' texts say what is expected. */
function assertOutcome(
  { passed, failures }: Outcome,
  expected: { passed: number; failures: RegExp[] },
): void {
  const texts = failures.map(({ title, text }) => `${title}\n${text}`);
  assert.equal(passed, expected.passed, texts.join('\n'));
  assert.equal(failures.length, expected.failures.length, texts.join('\n'));
  expected.failures.forEach((pattern, index) => assert.match(texts[index]!, pattern));
}

it('counts what passes, in suites or outside', async (t) => {
  const outcome = await run(
    t,
    "describe('a', () => { it('b', () => {}); it('c', () => {}); });\nit('d', () => {});",
  );
  assertOutcome(outcome, { passed: 3, failures: [] });
});

it('tells a failure once, by its whole name, with its difference', async (t) => {
  const outcome = await run(t, "describe('sum', () => { it('adds', () => assert.equal(1 + 1, 3)); });");
  assertOutcome(outcome, { passed: 0, failures: [/sum › adds[^]*2 !== 3/] });
});

it('shows what a failing file has printed', async (t) => {
  const outcome = await run(t, "console.log('a trace');\nit('fails', () => assert.fail());");
  assertOutcome(outcome, { passed: 0, failures: [/a trace/] });
});

it('fails a suite whose preparation fails', async (t) => {
  const outcome = await run(
    t,
    "describe('a', () => { before(() => { throw new Error('no database'); }); it('b', () => {}); });",
  );
  assert.equal(outcome.passed, 0);
  assert.match(outcome.failures.map(({ text }) => text).join('\n'), /no database/);
});

it('fails what is skipped or still to do', async (t) => {
  const outcome = await run(t, "it.skip('a', () => {});\nit.todo('b', () => {});\nit('c', () => {});");
  assertOutcome(outcome, { passed: 1, failures: [/a\n.*skipped/, /b\n.*skipped/] });
});

it('fails a file that cannot be loaded', async (t) => {
  assertOutcome(await run(t, "import './nowhere.ts';"), { passed: 0, failures: [/ERR_MODULE_NOT_FOUND/] });
});

it('fails a file without tests', async (t) => {
  assertOutcome(await run(t, ''), { passed: 0, failures: [/contains no tests/] });
});

it('fails a folder without files', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'nality-runner-'));
  t.after(() => rm(folder, { recursive: true }));
  const outcome = await runNodeTests(folder, { until: AbortSignal.timeout(60_000) });
  assertOutcome(outcome, { passed: 0, failures: [/no \*\.test\.ts file/] });
});

it('fails a file that leaves before its tests have ended, even with exit code 0', async (t) => {
  const outcome = await run(
    t,
    "it('a', async () => { await new Promise((done) => setTimeout(done, 50)); process.exit(0); });\nit('b', () => {});",
  );
  assert.ok(outcome.failures.length > 0);
});

it('fails on a rejection that nobody handles, during a test and after it', async (t) => {
  const outcome = await run(
    t,
    `it('late', () => { setTimeout(() => void Promise.reject(new Error('too late')), 30); });
     it('now', async () => { void Promise.reject(new Error('at once')); await new Promise((done) => setTimeout(done, 60)); });`,
  );
  const texts = outcome.failures.map(({ text }) => text).join('\n');
  assert.match(texts, /at once/);
  assert.match(texts, /too late/);
});

it('stops a file that hangs and says so', async (t) => {
  const outcome = await run(
    t,
    "it('a', () => {});\nsetInterval(() => {}, 1000);",
    AbortSignal.timeout(10_000),
  );
  assertOutcome(outcome, { passed: 1, failures: [/Time is over after 1 tests/] });
});
