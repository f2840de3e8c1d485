/**
 * The test command: `npm test` runs every part that is not apart, `npm test -- core rls` some.
 * Prints each part's counts and minutes, every failure in full, and `N passed, N failed` last.
 */
import { countsLine, describeFailure, failure, sum, type Outcome } from './runner/outcome.ts';
import { findOrphans, PARTS, type Part } from './runner/parts.ts';

/** A run in which several parts hang must end before whoever waits for it gives up. */
const RUN_MINUTES = 20;

const begin = performance.now();
const deadline = AbortSignal.timeout(RUN_MINUTES * 60_000);
const outcome = await main(process.argv.slice(2));
for (const problem of outcome.failures) console.log(`\n${describeFailure(problem)}`);
console.log(`\nAll in ${minutesSince(begin)} min`);
console.log(countsLine(outcome));
process.exitCode = outcome.failures.length === 0 && outcome.passed > 0 ? 0 : 1;

async function main(names: readonly string[]): Promise<Outcome> {
  const unknown = names.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0) {
    const known = PARTS.map(({ name }) => name).join(', ');
    return failure('npm test', `No such part: ${unknown.join(', ')}. There are: ${known}.`);
  }
  const outcomes = [judgeOrphans(findOrphans())];
  for (const part of PARTS) {
    if (names.length === 0 ? !part.apart : names.includes(part.name)) outcomes.push(await runPart(part));
  }
  return sum(outcomes);
}

async function runPart(part: Part): Promise<Outcome> {
  const start = performance.now();
  console.log(`▶ ${part.name}`);
  const outcome = await part
    .run(AbortSignal.any([deadline, AbortSignal.timeout(part.limit * 60_000)]))
    .catch((error: Error) => failure(part.name, error.stack ?? String(error)));
  const mark = outcome.failures.length === 0 ? '✓' : '✗';
  console.log(`${mark} ${part.name}: ${countsLine(outcome)}, ${minutesSince(start)} min`);
  return outcome.passed + outcome.failures.length > 0
    ? outcome
    : failure(part.name, 'This part ran no tests.');
}

function judgeOrphans(files: readonly string[]): Outcome {
  if (files.length === 0) return sum([]);
  return failure('test/runner/parts.ts', `These files belong to no part:\n${files.join('\n')}`);
}

function minutesSince(start: number): string {
  return ((performance.now() - start) / 60_000).toFixed(2);
}
