import type { Sql } from '../database/database.ts';

const undo = new Error('Only a trial.');

/** Work whose effects are taken back: whether it is allowed is all that is asked. To be the whole transaction. */
export async function trial(
  run: (work: (sql: Sql) => Promise<never>) => Promise<unknown>,
  work: (sql: Sql) => Promise<unknown>,
): Promise<void> {
  try {
    await run(async (sql) => {
      await work(sql);
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
}
