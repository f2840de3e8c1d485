import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Sql } from '../../../src/local/database/database.ts';
import { openPlatform } from '../../../src/local/database/platform.ts';
import type { PgliteDatabase } from '../../../src/local/database/pglite-database.ts';

let database: PgliteDatabase;
before(async () => {
  database = await openPlatform();
  await database.exec('create table public.t (n int primary key)');
});
after(() => database.close());

async function numbers(): Promise<number[]> {
  return (await database.query<{ n: number }>('select n from public.t order by n')).rows.map((row) => row.n);
}

test('a transaction that fails leaves nothing, and the next one is whole', async () => {
  const failing = database.transaction(async (sql) => {
    await sql.exec('insert into public.t values (1)');
    throw new Error('changed my mind');
  });
  await assert.rejects(failing, /changed my mind/);
  assert.deepEqual(await numbers(), []);
  await database.transaction((sql) => sql.exec('insert into public.t values (2)'));
  assert.deepEqual(await numbers(), [2]);
});

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

test('nobody speaks into a transaction after its end', async () => {
  let kept: Sql | undefined;
  await database.transaction(async (sql) => {
    kept = sql;
  });
  await assert.rejects(kept?.query('select 1') ?? Promise.resolve(), /already ended/);
});

test('a deferred violation fails the transaction at its end', async () => {
  await database.exec(`create table public.u (n int references public.t deferrable initially deferred)`);
  await assert.rejects(
    database.transaction((sql) => sql.exec('insert into public.u values (99)')),
    { code: '23503' },
  );
});

test('notifications come after the commit, in order, and not after a rollback', async () => {
  const heard: string[] = [];
  const stop = await database.listen('news', (payload) => heard.push(payload));
  await database.transaction(async (sql) => {
    await sql.exec(`notify news, 'one'; notify news, 'two'`);
    assert.deepEqual(heard, []);
  });
  await database
    .transaction(async (sql) => {
      await sql.exec(`notify news, 'never'`);
      throw new Error('no');
    })
    .catch(() => undefined);
  assert.deepEqual(heard, ['one', 'two']);
  await stop();
  await database.exec(`notify news, 'late'`);
  assert.deepEqual(heard, ['one', 'two']);
});

test('text is taken for every type', async () => {
  const { rows } = await database.query(
    `select $1::boolean as yes, $2::int[] as list, $3::jsonb as json, $4::timestamptz as at, encode($5::bytea, 'hex') as bytes`,
    ['true', '{1,2}', '{"a":1}', '2026-11-22 14:35:11.373+00', '\\x0aff'],
  );
  assert.deepEqual(rows, [
    { yes: true, list: [1, 2], json: { a: 1 }, at: '2026-11-22T14:35:11.373Z', bytes: '0aff' },
  ]);
});

test('the roles are those of a hosted project', async () => {
  const { rows } = await database.query(
    `select rolname, rolsuper, rolbypassrls, rolcanlogin from pg_roles
     where rolname in ('supabase_admin', 'postgres', 'anon', 'authenticated', 'service_role', 'authenticator') order by 1`,
  );
  const role = (rolname: string, rolsuper: boolean, rolbypassrls: boolean, rolcanlogin: boolean) => ({
    ...{ rolname, rolsuper, rolbypassrls, rolcanlogin },
  });
  assert.deepEqual(rows, [
    role('anon', false, false, false),
    role('authenticated', false, false, false),
    role('authenticator', false, false, true),
    role('postgres', false, true, true),
    role('service_role', false, true, false),
    role('supabase_admin', true, true, true),
  ]);
});
