import { waitUntil } from './wait-until.ts';

/** Waits until a condition holds, and says by its name that it never did. */
export function eventually(what: string, holds: () => boolean): Promise<void> {
  return waitUntil(holds, `It never came about: ${what}.`);
}
