import { readFile, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of SQL. */
export interface SqlFile {
  /** As a message should name it, relative to the project's folder. */
  path: string;
  text: string;
}

/** `supabase/migrations/<14 digits>_<name>.sql`. */
export interface Migration extends SqlFile {
  version: string;
  name: string;
}

/** What a Supabase project folder holds for the database. */
export interface Project {
  migrations: Migration[];
  seed?: SqlFile;
}

/** The folder that holds this package's own `supabase/`. */
export const OUR_PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

const MIGRATION = /^(\d{14})_(.*)\.sql$/;

/** Rejects with an error for people unless the folder holds a folder `supabase/`. */
export async function requireProject(folder: string): Promise<void> {
  const found = await stat(join(folder, 'supabase')).catch(undefinedWhenMissing);
  if (found?.isDirectory()) return;
  throw new Error(
    `There is no folder supabase/ in ${resolve(folder)}. Name the folder of a Supabase project, the one that supabase/ is in.`,
  );
}

/** Reads the migrations, oldest first, and the seed of the folder that holds `supabase/`. Rejects as `requireProject`. */
export async function readProject(folder: string): Promise<Project> {
  await requireProject(folder);
  const names = await readdir(join(folder, 'supabase/migrations')).catch(emptyWhenMissing);
  const migrations = names.filter((name) => MIGRATION.test(name)).sort();
  return {
    migrations: await Promise.all(migrations.map((name) => readMigration(folder, name))),
    seed: await readSqlFile(folder, 'supabase/seed.sql').catch(undefinedWhenMissing),
  };
}

async function readMigration(folder: string, fileName: string): Promise<Migration> {
  const [, version = '', name = ''] = MIGRATION.exec(fileName) ?? [];
  return { version, name, ...(await readSqlFile(folder, `supabase/migrations/${fileName}`)) };
}

async function readSqlFile(folder: string, path: string): Promise<SqlFile> {
  return { path, text: await readFile(join(folder, path), 'utf8') };
}

function emptyWhenMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

function undefinedWhenMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
