import { readFile } from 'node:fs/promises';
import type { Database } from './database.ts';

const SCHEMAS = [
  'platform/roles.sql',
  'platform/auth.sql',
  'platform/storage.sql',
  '../realtime/schema.sql',
  'platform/event-triggers.sql',
];

/** PGlite's superuser is called postgres; on the platform that name belongs to a lesser role. */
const RENAME_SUPERUSER = `
  create role bootstrap superuser login;
  set session authorization bootstrap;
  alter role postgres rename to supabase_admin;
  set session authorization supabase_admin;
  drop role bootstrap;
`;

/** The SQL that turns an empty PostgreSQL into the platform, in order. */
export async function platformSql(): Promise<string[]> {
  const urls = SCHEMAS.map((path) => new URL(path, import.meta.url));
  return [RENAME_SUPERUSER, ...(await Promise.all(urls.map((url) => readFile(url, 'utf8'))))];
}

/**
 * Makes an empty database a Supabase project without tables: roles with their default grants,
 * schemas auth, storage, extensions and realtime.
 */
export async function bootstrapPlatform(database: Database): Promise<void> {
  for (const sql of await platformSql()) await database.exec(sql);
}
