import pg from 'pg';
import { RENAME_SUPERUSER, rolesSql } from '../bootstrap.ts';
import { snapshotKey } from '../snapshot-cache.ts';
import { foreignRoles, nameIsLocked, nameIsTaken, otherPlatform } from './complaints.ts';
import { connection, withClient } from './connection.ts';

const SUPERUSER = 'supabase_admin';
/** Where the server keeps who made its roles: the comment on the superuser. */
const MARK = `select shobj_description(to_regrole('${SUPERUSER}'), 'pg_authid') as mark`;
const MADE_BY_US = 'Superuser of the local backend for Supabase projects, roles ';

/** Whether the roles of the server that the client is connected to were made here, by whatever version. */
export async function hasOurRoles(client: pg.Client): Promise<boolean> {
  return (await readMark(client))?.startsWith(MADE_BY_US) ?? false;
}

/**
 * Makes the platform's roles on a server that lacks them and goes on as supabase_admin. Runs inside a
 * transaction that has locked the roles. A superuser called postgres is renamed, if the server is empty.
 *
 * @throws {Error} with a message for people when the names are taken
 */
export async function makeRoles(client: pg.Client, url: string): Promise<void> {
  const sql = await rolesSql();
  const mark = `${MADE_BY_US}${snapshotKey([sql])}`;
  const found = await readMark(client);
  if (found !== mark) {
    if (found?.startsWith(MADE_BY_US)) throw otherPlatform('server');
    await checkNames(client, sql);
    await makeSuperuser(client, url);
    await client.query(sql);
    await client.query(`comment on role ${SUPERUSER} is ${pg.escapeLiteral(mark)}`);
    await setPasswords(client);
  }
  await client.query(`set session authorization ${SUPERUSER}`);
}

async function readMark(client: pg.Client): Promise<string | null | undefined> {
  return (await client.query<{ mark: string | null }>(MARK)).rows[0]?.mark;
}

/** None of the roles may be there, but for a superuser called postgres. */
async function checkNames(client: pg.Client, sql: string): Promise<void> {
  const names = [SUPERUSER, ...[...sql.matchAll(/^create role (\w+)/gm)].map(([, name]) => name)];
  const { rows } = await client.query<{ rolname: string }>(
    `select rolname from pg_roles where rolname = any ($1) and not (rolname = 'postgres' and rolsuper)`,
    [names],
  );
  if (rows.length > 0) throw foreignRoles(rows.map(({ rolname }) => rolname));
}

async function makeSuperuser(client: pg.Client, url: string): Promise<void> {
  const { rowCount } = await client.query(`select from pg_roles where rolname = 'postgres'`);
  if (rowCount === 0) {
    await client.query(`create role ${SUPERUSER} superuser createdb createrole replication bypassrls login`);
    await client.query(`set session authorization ${SUPERUSER}`);
    return;
  }
  await checkEmptiness(client, url);
  await checkDoor(url);
  await client.query(RENAME_SUPERUSER);
}

/** Whoever has tables on the server would look in vain for the rights of their superuser. */
async function checkEmptiness(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where datallowconn and not datistemplate order by datname',
  );
  const inhabited: string[] = [];
  for (const { datname } of rows) {
    const hasTables = await withClient(connection(url, { database: datname }), async (other) => {
      const firstNormalOid = 16384;
      return (await other.query('select from pg_class where oid >= $1 limit 1', [firstNormalOid])).rowCount;
    });
    if (hasTables) inhabited.push(datname);
  }
  if (inhabited.length > 0) throw nameIsTaken(inhabited);
}

/** The server must let in a user of the new name, as far as can be told before there is one. */
async function checkDoor(url: string): Promise<void> {
  const refusal = await withClient(connection(url, { user: SUPERUSER }), async () => undefined).catch(
    (error: Error) => error.cause,
  );
  if (!(refusal instanceof pg.DatabaseError)) return;
  const unknownUser = refusal.code === '28P01' || refusal.routine === 'InitializeSessionUserId';
  if (!unknownUser) throw nameIsLocked();
}

/** The password that opened the door opens it under both names of whoever was let in. */
async function setPasswords(client: pg.Client): Promise<void> {
  const { password } = client;
  if (!password) return;
  for (const role of [SUPERUSER, 'postgres'])
    await client.query(`alter role ${role} password ${pg.escapeLiteral(password)}`);
}
