import type pg from 'pg';
import { schemasSql, settingsSql } from '../bootstrap.ts';
import { snapshotKey } from '../snapshot-cache.ts';
import { foreignSchemas, otherPlatform } from './complaints.ts';
import { makeRoles } from './roles.ts';

/** What was found: nothing as yet, the database of the last start, or one that is a copy of it or restored. */
export type Origin = 'new' | 'known' | 'copied';

/** `key` names the platform that was made, `place` the server, its history and the database in it. */
const MARK = `
  create schema local_backend;
  create table local_backend.platform (key text not null, place text not null);
`;
const READ_MARK = `select key, place from local_backend.platform`;
const PLACE = `
  select concat_ws('/', s.system_identifier, c.timeline_id, d.oid) as place
  from pg_control_system() s, pg_control_checkpoint() c, pg_database d where d.datname = current_database()
`;
const SCHEMAS = ['auth', 'extensions', 'local_backend', 'realtime', 'storage', 'supabase_migrations'];

/**
 * Makes the platform in the database that the superuser is connected to, once: roles on the server, schemas in
 * the database, all or nothing. Starts at the same time wait for each other.
 *
 * @throws {Error} with a message for people when server or database hold what was not made here
 */
export async function preparePlatform(client: pg.Client, url: string): Promise<Origin> {
  const schemas = await schemasSql();
  const key = snapshotKey(schemas);
  await client.query('begin; lock table pg_authid in share row exclusive mode');
  await makeRoles(client, url);
  const place = (await client.query<{ place: string }>(PLACE)).rows[0]?.place ?? '';
  const origin = await originOf(client, key, place);
  if (origin === 'new') for (const sql of [...schemas, MARK]) await client.query(sql);
  if (origin === 'copied') await client.query(await settingsSql());
  if (origin !== 'known') await writeMark(client, key, place);
  await client.query('commit');
  return origin;
}

async function originOf(client: pg.Client, key: string, place: string): Promise<Origin> {
  const { rows } = await client.query<{ name: string }>(
    'select nspname::text as name from pg_namespace where nspname = any ($1) order by nspname',
    [SCHEMAS],
  );
  const found = rows.map(({ name }) => name);
  if (!found.includes('local_backend')) {
    if (found.length > 0) throw foreignSchemas(found);
    return 'new';
  }
  const mark = (await client.query<{ key: string; place: string }>(READ_MARK)).rows[0];
  if (mark?.key !== key) throw otherPlatform('database');
  return mark.place === place ? 'known' : 'copied';
}

async function writeMark(client: pg.Client, key: string, place: string): Promise<void> {
  await client.query('delete from local_backend.platform');
  await client.query('insert into local_backend.platform values ($1, $2)', [key, place]);
}
