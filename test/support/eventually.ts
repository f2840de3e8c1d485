import assert from 'node:assert/strict';

/** Waits until a condition holds. Far longer than it takes: a test that waits so long has failed. */
export async function eventually(what: string, holds: () => boolean): Promise<void> {
  const patience = Date.now() + 15_000;
  while (!holds()) {
    if (Date.now() > patience) assert.fail(`It never came about: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
