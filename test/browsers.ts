/**
 * `npm run test:browsers`: the tests of pages in Firefox and WebKit, too; `npm run test:browsers -- webkit
 * test/browser/tabs.test.ts` runs some files in one. Says which browsers ran in which version and what was not run
 * there, prints each browser's counts, every failure in full, and `N passed, N failed` last.
 */
import { globSync } from 'node:fs';
import { sortOut, type LeftOut } from './browsers/abilities.ts';
import { BROWSERS, type BrowserName } from './browsers/launchers.ts';
import { runBrowserTests, type BrowserOutcome } from './runner/browser-tests.ts';
import { countsLine, describeFailure, failure, sum, type Outcome } from './runner/outcome.ts';

/** A browser that hangs is stopped after so many minutes. */
const BROWSER_MINUTES = 20;

const isBrowser = (word: string): word is BrowserName => BROWSERS.some((name) => name === word);

const words = process.argv.slice(2);
const chosen = words.filter(isBrowser);
const files = words.filter((word) => !isBrowser(word));
const outcomes: Outcome[] = [];
for (const browser of chosen.length > 0 ? chosen : (['firefox', 'webkit'] as const))
  outcomes.push(await runIn(browser));
const outcome = sum(outcomes);
console.log(countsLine(outcome));
process.exitCode = outcome.failures.length === 0 && outcome.passed > 0 ? 0 : 1;

async function runIn(browser: BrowserName): Promise<Outcome> {
  console.log(`▶ ${browser}`);
  const start = performance.now();
  const { able, leftOut } = sortOut(
    browser,
    files.length > 0 ? files : globSync('test/{elements,browser}/**/*.test.ts').sort(),
  );
  const ran: BrowserOutcome = able.length > 0 ? await run(browser, able) : sum([]);
  for (const problem of ran.failures) console.log(`\n${describeFailure(problem)}`);
  const minutes = ((performance.now() - start) / 60_000).toFixed(2);
  const { name = browser } = ran;
  console.log(
    `${ran.failures.length === 0 && ran.passed > 0 ? '✓' : '✗'} ${name}: ${countsLine(ran)}, ${minutes} min`,
  );
  tell(name, leftOut);
  return ran;
}

function run(browser: BrowserName, files: readonly string[]): Promise<BrowserOutcome> {
  const until = AbortSignal.timeout(BROWSER_MINUTES * 60_000);
  return runBrowserTests({ until, browser, files }).catch((error: Error) =>
    failure(browser, error.stack ?? String(error)),
  );
}

/** What nobody knows of this browser after the run. */
function tell(browser: string, leftOut: readonly LeftOut[]): void {
  for (const { file, untested } of leftOut)
    console.log(`  Not run in ${browser}, whose driver cannot: ${file} (${untested})`);
}
