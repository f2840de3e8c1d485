import type pg from 'pg';
import { belongsToSupabase, notSuperuser, standby, tooOld, wrongEncoding } from './complaints.ts';
import { connection, withClient } from './connection.ts';
import { preparePlatform } from './platform.ts';
import type { Origin } from './platform.ts';
import { PostgresDatabase } from './postgres-database.ts';
import { hasOurRoles } from './roles.ts';

const OLDEST = 150_000;

/**
 * Opens the database of the URL as a Supabase project; where there is no platform in it, it is made. The URL names
 * a superuser, or postgres on a server whose superuser of that name was renamed here: the password is the same.
 *
 * @throws {Error} with a message for people: no connection, no rights, too old, in use, or not ours
 */
export async function openPostgres(url: string): Promise<{ database: PostgresDatabase; origin: Origin }> {
  const superuser = await withClient(connection(url), superuserOf);
  const origin = await withClient(connection(url, { user: superuser }), (client) =>
    preparePlatform(client, url),
  );
  const user = superuser === 'postgres' ? 'supabase_admin' : superuser; // renamed by now
  return { database: await PostgresDatabase.open(connection(url, { user })), origin };
}

interface Server {
  version: string;
  number: number;
  encoding: string;
  standby: boolean;
  user: string;
  superuser: boolean;
  /** A hosted project has such a role. */
  supabase: boolean;
}

const SERVER = `
  select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
    current_setting('server_encoding') as encoding, pg_is_in_recovery() as standby,
    session_user::text as user, (select rolsuper from pg_roles where rolname = session_user) as superuser,
    to_regrole('supabase_admin') is not null as supabase
`;

/** Whom the URL's password lets in as a superuser, after a look at the server. */
async function superuserOf(client: pg.Client): Promise<string> {
  const server = (await client.query<Server>(SERVER)).rows[0];
  if (!server) throw new Error('The server does not say what it is.');
  if (server.number < OLDEST) throw tooOld(server.version);
  if (server.encoding !== 'UTF8') throw wrongEncoding(server.encoding);
  if (server.standby) throw standby();
  if (server.superuser) return server.user;
  if (server.user === 'postgres' && (await hasOurRoles(client))) return 'supabase_admin';
  throw server.supabase ? belongsToSupabase() : notSuperuser(server.user);
}
