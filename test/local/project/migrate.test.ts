import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openPlatform } from '../../../src/local/database/platform.ts';
import type { PgliteDatabase } from '../../../src/local/database/pglite-database.ts';
import { SqlFileError, migrate, seed } from '../../../src/local/project/migrate.ts';
import type { Migration } from '../../../src/local/project/project.ts';

let database: PgliteDatabase;
before(async () => {
  database = await openPlatform();
});
after(() => database.close());
beforeEach(() =>
  database.exec(
    'drop schema public cascade; create schema public authorization pg_database_owner; drop schema if exists supabase_migrations cascade',
  ),
);

function migration(version: string, text: string): Migration {
  return { version, name: 'x', path: `supabase/migrations/${version}_x.sql`, text };
}

const FIRST = migration(
  '20260101000000',
  'create table public.a (id int);\ninsert into public.a values (1);',
);
const SECOND = migration('20260102000000', 'alter table public.a add column b text;');

test('migrations run once each, in order, and are written down as the official CLI does', async () => {
  assert.deepEqual(await migrate(database, { migrations: [FIRST] }), ['20260101000000']);
  assert.deepEqual(await migrate(database, { migrations: [FIRST, SECOND] }), ['20260102000000']);
  assert.deepEqual(await migrate(database, { migrations: [FIRST, SECOND] }), []);
  const { rows } = await database.query(
    'select * from supabase_migrations.schema_migrations order by version',
  );
  assert.deepEqual(rows, [
    {
      version: '20260101000000',
      statements: ['create table public.a (id int)', 'insert into public.a values (1)'],
      name: 'x',
    },
    { version: '20260102000000', statements: ['alter table public.a add column b text'], name: 'x' },
  ]);
});

test('what they make belongs to postgres, who is no superuser', async () => {
  await migrate(database, { migrations: [FIRST] });
  const { rows } = await database.query(`select tableowner from pg_tables where tablename = 'a'`);
  assert.deepEqual(rows, [{ tableowner: 'postgres' }]);
  const power = migration('20260103000000', 'create role mighty superuser;');
  await assert.rejects(migrate(database, { migrations: [power] }), /permission denied to create role/);
});

test('a broken migration says where, and leaves nothing of itself', async () => {
  const text =
    'create table public.b (id int);\n\n-- here it goes wrong\ninsert into public.b\nvalues (1), (nope);\n';
  const broken = migration('20260103000000', text);
  const error = await migrate(database, { migrations: [FIRST, broken] }).catch((reason: unknown) => reason);
  assert.ok(error instanceof SqlFileError);
  assert.deepEqual([error.path, error.line], ['supabase/migrations/20260103000000_x.sql', 5]);
  assert.equal(error.statement, 'insert into public.b\nvalues (1), (nope)');
  assert.match(
    error.message,
    /^supabase\/migrations\/20260103000000_x\.sql:5: column "nope" does not exist \(SQLSTATE 42703\)/,
  );
  const { rows } = await database.query(`select tablename from pg_tables where schemaname = 'public'`);
  assert.deepEqual(rows, [{ tablename: 'a' }]);
});

test('settings of a migration end with it', async () => {
  const setting = migration('20260101000000', `set search_path to ''; set timezone to 'Asia/Tokyo';`);
  await migrate(database, {
    migrations: [setting, migration('20260102000000', 'create table unqualified (id int)')],
  });
  const { rows } = await database.query(
    `select current_setting('timezone') as zone, current_user::text as who`,
  );
  assert.deepEqual(rows, [{ zone: 'UTC', who: 'supabase_admin' }]);
});

test('the seed runs once', async () => {
  const project = {
    migrations: [FIRST],
    seed: { path: 'supabase/seed.sql', text: 'insert into public.a values (2)' },
  };
  await migrate(database, project);
  await seed(database, project);
  await seed(database, project);
  assert.deepEqual((await database.query('select id from public.a order by id')).rows, [
    { id: 1 },
    { id: 2 },
  ]);
});

test('the tables of the platform take policies and triggers, nothing else', async () => {
  const allowed = `create policy p on storage.objects for select using (true);
    create function public.t() returns trigger language plpgsql as 'begin return new; end';
    create trigger t after insert on auth.users for each row execute function public.t();
    drop policy p on storage.objects; drop trigger t on auth.users;`;
  await migrate(database, { migrations: [migration('20260101000000', allowed)] });
  for (const table of ['storage.objects', 'realtime.messages', 'auth.users']) {
    const refused = migration('20260102000000', `alter table ${table} add column mine int`);
    await assert.rejects(migrate(database, { migrations: [refused] }), /must be owner of table/, table);
  }
});
