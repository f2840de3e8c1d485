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
    const start = performance.now();
    if (await isSo()) return own;
    await sleep(STEP_MS);
    own += Math.min(performance.now() - start, LONGEST_STEP_MS);
  }
  return own;
}
