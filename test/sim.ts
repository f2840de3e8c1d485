/**
 * `npm run test:sim -- --runs N --seed S --path P --threads T`: simulates people with several tabs each against a
 * server, 10,000 schedules of at most 100 commands, each with faults. Prints the smallest schedule that fails, with
 * what happened in it, and one line of figures last.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { checkInThreads } from './sim/check-in-threads.ts';
import { describeFailure, neverStruck, summaryLine } from './sim/report.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    path: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
/** With fewer schedules it is chance whether each fault has struck. */
const ENOUGH = 1000;

const seed = Number(values.seed);
const runs = Number(values.runs);
const result = await checkInThreads({ runs, seed, path: values.path }, Number(values.threads));
const missing = runs >= ENOUGH && values.path === undefined ? neverStruck(result) : [];
if (result.failure) console.log(describeFailure(result.failure));
else if (missing.length > 0) console.log(`These faults never struck: ${missing.join(', ')}.`);
console.log(summaryLine(result, seed));
process.exitCode = result.failure || missing.length > 0 ? 1 : 0;
