import assert from 'node:assert/strict';
import { PATIENCE_MS } from './until.ts';

/** Waits until a condition holds. Far longer than it takes: a test that waits so long has failed. */
export async function eventually(what: string, holds: () => boolean): Promise<void> {
  const patience = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > patience) assert.fail(`It never came about: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
