import { median } from './statistics.ts';

/** How often each candidate runs; the median is kept, so that a pause of the machine does not count. */
const ROUNDS = 41;

/** A way of doing the work that is measured. */
export type Candidate = () => unknown;

/** How many times longer the baseline takes than the subject: 3 means that the subject is three times as fast. */
export function ratio(subject: Candidate, baseline: Candidate): number {
  const taken = { subject: [] as number[], baseline: [] as number[] };
  // In turns, so that both meet the same machine.
  for (let round = 0; round < ROUNDS; round += 1) {
    taken.subject.push(time(subject));
    taken.baseline.push(time(baseline));
  }
  return median(taken.baseline) / median(taken.subject);
}

function time(work: Candidate): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
