/**
 * `npm run test:crash -- --kills N`: a tab writes as fast as it can; its browser is killed at a moment of chance and
 * started again on its profile. What the core had called durable has to be there, once. A plain adapter that
 * trusts `request.onsuccess` writes beside it, to show that the kills are real. The death of a process is not the loss
 * of power: what the system has taken, it keeps.
 */
import { parseArgs } from 'node:util';
import { startFaultProxy } from '../demo/server/fault-proxy.ts';
import { killOnce, type Killed } from './crash/kill.ts';
import type { Acknowledged } from './faults/page/baseline-page.ts';
import { startPageServer } from './faults/page/server.ts';
import type { Report } from './faults/seat.ts';
import { openStage } from './faults/stage.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '10' }, first: { type: 'string', default: '1' } },
});
const [kills, first] = [Number(values.kills), Number(values.first)];
/** From so many kills on an adapter that trusts a request's success has to have lost something. */
const MANY = 25;
const TOKEN_SECONDS = 3_600;

const stage = await openStage();
const proxy = await startFaultProxy({ target: stage.port() });
let hear: (report: Report | Acknowledged) => void = () => undefined;
const server = await startPageServer<Report>({
  script: 'main.ts',
  tokenFor: (person) => stage.token(person, TOKEN_SECONDS),
  onReport: (_tab, report) => hear(report),
});
const baseline = await startPageServer<Acknowledged>({
  script: 'baseline-page.ts',
  onReport: (_tab, report) => hear(report),
});
const ground = {
  stage,
  proxy,
  pages: server.url,
  baseline: baseline.url,
  listen: (listener: typeof hear) => void (hear = listener),
};

const results: Killed[] = [];
let failed = 0;
try {
  for (let seed = first; seed < first + kills; seed += 1) {
    const killed = await killOnce(ground, seed);
    results.push(killed);
    const problems = [...killed.lost, ...killed.doubled];
    if (problems.length > 0) failed += 1;
    for (const problem of problems.slice(0, 5)) console.log(`✗ kill ${seed}: ${problem}`);
    if (problems.length > 0)
      console.log(
        `  ${killed.confirmed} durable, ${killed.waiting} on disk; baseline: ${killed.acknowledged} acknowledged, ` +
          `${killed.lostByBaseline} lost`,
      );
  }
} catch (error) {
  failed += 1;
  console.error(error);
}
await server.close();
await baseline.close();
await proxy.close();
await stage.close();

const total = (count: (killed: Killed) => number): number =>
  results.reduce((sum, killed) => sum + count(killed), 0);
const lostByBaseline = total((killed) => killed.lostByBaseline);
const hurt = results.filter((killed) => killed.lostByBaseline > 0).length;
if (kills >= MANY && lostByBaseline === 0) {
  failed += 1;
  console.log('✗ the baseline lost nothing: these kills prove nothing');
}
console.log(
  `baseline (request.onsuccess): ${total((k) => k.acknowledged)} acknowledged, ${lostByBaseline} lost in ${hurt} of ${results.length} kills`,
);
console.log(
  `kills ${results.length}, operations ${total((k) => k.confirmed)} (${total((k) => k.waiting)} on disk at the restart), ` +
    `lost ${total((k) => k.lost.length)}, doubled ${total((k) => k.doubled.length)}, ` +
    `slowest drain ${Math.round(Math.max(0, ...results.map((k) => k.drained)))} ms`,
);
console.log(`${results.length - Math.min(failed, results.length)} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
