import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPlatform } from '../../../src/local/database/platform.ts';
import type { PgliteDatabase } from '../../../src/local/database/pglite-database.ts';

let database: PgliteDatabase;
before(async () => {
  database = await openPlatform();
});
after(() => database.close());

test('statements of others wait until a transaction has ended', async () => {
  const order: string[] = [];
  const slow = database.transaction(async (sql) => {
    await sql.exec(`set local role anon`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push(String((await sql.query<{ who: string }>('select current_user::text as who')).rows[0]?.who));
  });
  const quick = database.query<{ who: string }>('select current_user::text as who').then(({ rows }) => {
    order.push(String(rows[0]?.who));
  });
  await Promise.all([slow, quick]);
  assert.deepEqual(order, ['anon', 'supabase_admin']);
});
