import type pg from 'pg';

/** What people read who gave an address at which the backend cannot be: each says what to do. */

export function badUrl(): Error {
  return new Error(
    'The database URL cannot be read. It looks like postgresql://user:password@127.0.0.1:5432/database.',
  );
}

/** Where the connection leads, without its password. */
export function placeOf({ host, port, database }: pg.Client): string {
  return `database ${database ?? ''} at ${host}${host.startsWith('/') ? '' : `:${port}`}`;
}

/** Why no connection came about. */
export function noConnection(client: pg.Client, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  const place = placeOf(client);
  const advice = adviceOn(code, client) ?? `Is a PostgreSQL server running there, and is the address right?`;
  return new Error(`No connection to ${place}: ${message || code}\n  ${advice}`, { cause: error });
}

function adviceOn(code: string | undefined, { database = '', user = '' }: pg.Client): string | undefined {
  if (code === '3D000') return `Make the database first: createdb ${database}`;
  if (code === '28P01' || code === '28000') return `Check the user (${user}) and the password in the URL.`;
  if (code === '53300') return 'The server has no free connection left.';
  return undefined;
}

export function tooOld(version: string): Error {
  return new Error(`The server is PostgreSQL ${version}; the local backend needs PostgreSQL 15 or newer.`);
}

export function wrongEncoding(encoding: string): Error {
  return new Error(
    `The database has the encoding ${encoding}; it has to be UTF8: createdb --encoding UTF8 --template template0 …`,
  );
}

export function standby(): Error {
  return new Error('The server is a standby, which takes no writes. Use the primary server.');
}

export function notSuperuser(user: string): Error {
  return new Error(
    `The user ${user} is no superuser, which making the platform's roles takes. Use a superuser's URL.`,
  );
}

export function belongsToSupabase(): Error {
  return new Error(
    'The database belongs to a Supabase project of its own (roles supabase_admin and postgres): it needs no ' +
      'local backend, and clients reach it by its own URL. Use an empty database of another server.',
  );
}

export function foreignSchemas(schemas: readonly string[]): Error {
  return new Error(
    `The database has what the local backend did not make: schema ${schemas.join(', ')}. ` +
      'Use an empty database: createdb NAME',
  );
}

export function foreignRoles(roles: readonly string[]): Error {
  return new Error(
    `The server has roles that the local backend did not make: ${roles.join(', ')}. All databases of a server ` +
      'share its roles, so that they cannot be made for this one. Use a server of its own.',
  );
}

export function otherPlatform(what: 'database' | 'server'): Error {
  const how =
    what === 'database'
      ? 'Start with that version, choose another database, or drop this one and create it anew.'
      : 'Start with that version, or use another server.';
  return new Error(
    `The ${what} was prepared by another version of the local backend, which this one cannot read. ${how}`,
  );
}

export function nameIsTaken(databases: readonly string[]): Error {
  return new Error(
    "The server's superuser is called postgres, the name of the lesser role that owns a project's tables. On an " +
      `empty server it would be renamed to supabase_admin; this one has tables in ${databases.join(', ')}. ` +
      'Use a server of its own, for example one made by: initdb --username supabase_admin',
  );
}

export function nameIsLocked(): Error {
  return new Error(
    "The server's superuser is called postgres, the name of the lesser role that owns a project's tables, and " +
      'has to be renamed to supabase_admin; the server would let nobody of that name in (pg_hba.conf). ' +
      'Use a URL with a host and a password.',
  );
}

export function databaseInUse(): Error {
  return new Error('The database is in use by another local backend. Stop it, or choose another database.');
}
