import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE = 30_000;

/** Resolves with the first value that is neither undefined nor false; throws when there is none for long. */
export async function waitFor<T>(read: () => T | undefined | false, what: string): Promise<T> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const value = read();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await sleep(5);
  }
}
