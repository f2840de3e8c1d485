import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { openProjectAt } from '../../src/local/project/open-project.ts';
import { OUR_PROJECT } from '../../src/local/project/project.ts';
import { PLATFORM_ONLY } from '../support/test-database.ts';
import { startCluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { urlOf } from './writers.ts';

const OURS = { folder: OUR_PROJECT, schema: true, seed: false };

async function onServer<T>(url: string, ...statements: string[]): Promise<T[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    let rows: T[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows as T[];
    return rows;
  } finally {
    await client.end();
  }
}

async function openAndClose(url: string, content = PLATFORM_ONLY): Promise<void> {
  await (await openProjectAt(url, content)).close();
}

async function epochOf(url: string): Promise<string> {
  const database = await openProjectAt(url, OURS);
  const { rows } = await database.query<{ epoch: string }>(
    `select public.nality_info() ->> 'epoch' as epoch`,
  );
  await database.close();
  return rows[0]?.epoch ?? '';
}

function rejects(url: string, message: RegExp): Promise<void> {
  return assert.rejects(openAndClose(url), (error: Error) => {
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /throw-away/, 'a password is nobody else’s business');
    return true;
  });
}

describe('a server whose superuser is called postgres', () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster();
    await onServer(cluster.url, 'create database one', 'create database two');
  });
  after(() => cluster?.remove());

  it('is left alone when somebody has tables on it', async () => {
    await onServer(urlOf(cluster.url, 'two'), 'create table theirs ()');
    await rejects(
      urlOf(cluster.url, 'one'),
      /superuser is called postgres.*tables in two.*initdb --username/s,
    );
    const roles = await onServer(cluster.url, `select rolname from pg_roles where oid >= 16384`);
    assert.deepEqual(roles, []);
    await onServer(urlOf(cluster.url, 'two'), 'drop table theirs');
  });

  it('gives that name to the owner of the tables, under the same password', async () => {
    await Promise.all([
      openAndClose(urlOf(cluster.url, 'one'), OURS),
      openAndClose(urlOf(cluster.url, 'two')),
    ]);
    const [role] = await onServer(
      cluster.url,
      `select rolname, rolsuper from pg_roles where rolname = current_user`,
    );
    assert.deepEqual(role, { rolname: 'postgres', rolsuper: false });
    await openAndClose(urlOf(cluster.url, 'one'));
    const owners = await onServer<{ tableowner: string }>(
      urlOf(cluster.url, 'one'),
      `select distinct tableowner from pg_tables where schemaname = 'public'`,
    );
    assert.deepEqual(owners, [{ tableowner: 'postgres' }]);
  });

  it('keeps what is in a database from one start to the next', async () => {
    await onServer(
      urlOf(cluster.url, 'one'),
      'create table public.kept (n int)',
      'insert into public.kept values (1)',
    );
    const epoch = await epochOf(urlOf(cluster.url, 'one'));
    assert.equal(await epochOf(urlOf(cluster.url, 'one')), epoch);
    assert.deepEqual(await onServer(urlOf(cluster.url, 'one'), 'select n from public.kept'), [{ n: 1 }]);
  });

  it('gives a copy of a database an epoch of its own, and the settings of the original', async () => {
    await onServer(cluster.url, 'create database copy template one');
    assert.notEqual(await epochOf(urlOf(cluster.url, 'copy')), await epochOf(urlOf(cluster.url, 'one')));
    const [settings] = await onServer(
      urlOf(cluster.url, 'copy'),
      `select current_setting('search_path') as path`,
    );
    assert.deepEqual(settings, { path: '"$user", public, extensions' });
  });

  it('serves one backend for each database', async () => {
    const first = await openProjectAt(urlOf(cluster.url, 'one'), PLATFORM_ONLY);
    await rejects(urlOf(cluster.url, 'one'), /in use by another local backend/);
    await openAndClose(urlOf(cluster.url, 'two'));
    await first.close();
    await openAndClose(urlOf(cluster.url, 'one'));
  });

  it('refuses what another version made', async () => {
    await onServer(cluster.url, 'create database older template one');
    const url = Object.assign(new URL(urlOf(cluster.url, 'older')), { username: 'supabase_admin' }).href;
    await onServer(url, `update local_backend.platform set key = 'older'`);
    await rejects(url, /database was prepared by another version/);
    await onServer(
      url,
      `comment on role supabase_admin is 'Superuser of the local backend for Supabase projects, roles older'`,
    );
    await rejects(urlOf(cluster.url, 'one'), /server was prepared by another version/);
  });
});

describe('a server whose superuser has another name', () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster({ superuser: 'admin' });
  });
  after(() => cluster?.remove());

  const as = (user: string, password = 'x', database = 'postgres') =>
    Object.assign(new URL(urlOf(cluster.url, database)), { username: user, password }).href;

  it('says what is wrong with an address', async () => {
    await rejects('nonsense', /database URL cannot be read/);
    await rejects('mysql://x@127.0.0.1/x', /database URL cannot be read/);
    await rejects(
      'postgresql://admin@127.0.0.1:1/x',
      /No connection to database x at 127\.0\.0\.1:1: .*running there/s,
    );
    await rejects(urlOf(cluster.url, 'nowhere'), /database nowhere.*createdb nowhere/s);
    await rejects(as('admin', 'wrong'), /Check the user \(admin\) and the password/);
  });

  it('says what is wrong with a user', async () => {
    await onServer(cluster.url, `create role modest login password 'x'`);
    await rejects(as('modest'), /modest is no superuser/);
    await onServer(cluster.url, 'create role supabase_admin');
    await rejects(as('modest'), /belongs to a Supabase project of its own/);
    await onServer(cluster.url, 'drop role supabase_admin; drop role modest');
  });

  it('says what is wrong with a database', async () => {
    await onServer(cluster.url, `create database latin encoding 'LATIN1' template template0`);
    await rejects(urlOf(cluster.url, 'latin'), /encoding LATIN1; it has to be UTF8/);
    await onServer(cluster.url, 'create schema auth');
    await rejects(cluster.url, /did not make: schema auth/);
    await onServer(cluster.url, 'drop schema auth');
    await onServer(cluster.url, 'create role anon');
    await rejects(cluster.url, /did not make: anon/);
    await onServer(cluster.url, 'drop role anon');
    const left = await onServer(cluster.url, `select rolname from pg_roles where oid >= 16384`);
    assert.deepEqual(left, [], 'nothing of an attempt stays behind');
  });

  it('is given migrations and seed, once', async () => {
    await onServer(cluster.url, 'create database seeded');
    const url = urlOf(cluster.url, 'seeded');
    const count = async () => {
      await openAndClose(url, { ...OURS, seed: true });
      const [row] = await onServer<{ people: number; events: number; migrations: number }>(
        url,
        `select (select count(*)::int from auth.users) as people, (select count(*)::int from life_events) as events,
           (select count(*)::int from supabase_migrations.schema_migrations) as migrations`,
      );
      return row;
    };
    const first = await count();
    assert.ok(first && first.people > 0 && first.events > 0 && first.migrations > 0);
    assert.deepEqual(await count(), first);
  });

  it('keeps its superuser, and takes a database with tables in it', async () => {
    await onServer(cluster.url, 'create table theirs (n int)');
    await openAndClose(cluster.url, OURS);
    await openAndClose(cluster.url, OURS);
    const roles = await onServer(
      cluster.url,
      `select rolname, rolsuper from pg_roles where rolname in ('admin', 'postgres', 'supabase_admin') order by 1`,
    );
    assert.deepEqual(roles, [
      { rolname: 'admin', rolsuper: true },
      { rolname: 'postgres', rolsuper: false },
      { rolname: 'supabase_admin', rolsuper: true },
    ]);
  });

  if (process.platform !== 'win32')
    it('is reached by a Unix socket, too', async () => {
      const { socket, port } = cluster;
      const password = new URL(cluster.url).password;
      const url = `postgresql:///postgres?host=${encodeURIComponent(socket)}&port=${port}&user=admin&password=${password}`;
      await openAndClose(url);
    });
});
