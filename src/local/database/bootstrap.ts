import { readFile } from 'node:fs/promises';
import type { Database } from './database.ts';

const ROLES = 'platform/roles.sql';
/** Owner and settings of the database, which a copy of it lacks. */
const SETTINGS = 'platform/settings.sql';
const SCHEMAS = [
  SETTINGS,
  'platform/database.sql',
  'platform/auth.sql',
  'platform/storage.sql',
  '../realtime/schema.sql',
  'platform/event-triggers.sql',
];

/**
 * A superuser called postgres becomes supabase_admin: on the platform that name belongs to a lesser role.
 * Runs in a session of that superuser.
 */
export const RENAME_SUPERUSER = `
  create role bootstrap superuser login;
  set session authorization bootstrap;
  alter role postgres rename to supabase_admin;
  set session authorization supabase_admin;
  drop role bootstrap;
`;

/** The SQL that turns an empty PostgreSQL into the platform, in order. */
export async function platformSql(): Promise<string[]> {
  return [RENAME_SUPERUSER, await rolesSql(), ...(await schemasSql())];
}

/** The roles, which all databases of a server share; run by supabase_admin. */
export function rolesSql(): Promise<string> {
  return read(ROLES);
}

/** What each database has of its own; run by supabase_admin. */
export function schemasSql(): Promise<string[]> {
  return Promise.all(SCHEMAS.map(read));
}

export function settingsSql(): Promise<string> {
  return read(SETTINGS);
}

function read(path: string): Promise<string> {
  return readFile(new URL(path, import.meta.url), 'utf8');
}

/**
 * Makes an empty database a Supabase project without tables: roles with their default grants,
 * schemas auth, storage, extensions and realtime.
 */
export async function bootstrapPlatform(database: Database): Promise<void> {
  for (const sql of await platformSql()) await database.exec(sql);
}
