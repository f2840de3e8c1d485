import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often something is looked at, milliseconds. */
const STEP_MS = 50;
/** What a step takes beyond this was taken by the machine: others run on it, and the database is in this process. */
const LONGEST_STEP_MS = 100;
/** Whoever waits so long in the time of the world has waited in vain, milliseconds. */
const WORLD_MS = 90_000;

/**
 * Waits until something is so, at most `ms` milliseconds of time that this process has had for itself. Resolves with
 * how much that was.
 */
export async function eventually(ms: number, isSo: () => boolean | Promise<boolean>): Promise<number> {
  const end = performance.now() + WORLD_MS;
  let own = 0;
  while (own < ms && performance.now() < end) {
    const start = ownTime();
    if (await isSo()) return own;
    await sleep(STEP_MS);
    own += Math.min(ownTime() - start, LONGEST_STEP_MS);
  }
  return own;
}

/**
 * The time that this process has waited or worked so far, milliseconds. When it was ready to work and others had the
 * processor does not count.
 */
function ownTime(): number {
  const { user, system } = process.cpuUsage();
  return performance.eventLoopUtilization().idle + (user + system) / 1000;
}
