import type { Sql } from './database.ts';

/** Sets what holds until the end of the transaction, `role` included. */
export async function setLocal(sql: Sql, settings: Record<string, string>): Promise<void> {
  const calls = Object.keys(settings).map(
    (_, index) => `set_config($${index * 2 + 1}, $${index * 2 + 2}, true)`,
  );
  await sql.query(`select ${calls.join(', ')}`, Object.entries(settings).flat());
}
