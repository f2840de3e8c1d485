import type { DataDirectory } from '../database/data-directory.ts';
import type { Database } from '../database/database.ts';
import { explainOpenError } from '../database/folder-error.ts';
import { openPglite } from '../database/pglite-database.ts';
import type { PgliteDatabase } from '../database/pglite-database.ts';
import { openPlatform, platformKey, platformSnapshot } from '../database/platform.ts';
import { openPostgres } from '../database/postgres/open.ts';
import type { PostgresDatabase } from '../database/postgres/postgres-database.ts';
import { cachedSnapshot, snapshotKey } from '../database/snapshot-cache.ts';
import { beginEpoch } from './epoch.ts';
import { migrate, seed } from './migrate.ts';
import { readProject } from './project.ts';
import type { Project } from './project.ts';

/** What of a project folder goes into the database. */
export interface ProjectOptions {
  folder: string;
  schema: boolean;
  seed: boolean;
}

/**
 * Opens the project's database: in memory from a prepared snapshot, or in the directory, which is
 * brought up to date. Rejects with `SqlFileError` where a file of the project is at fault.
 */
export async function openProject(
  options: ProjectOptions,
  directory?: DataDirectory,
): Promise<PgliteDatabase> {
  const project = await selectFiles(options);
  if (directory?.used) return upgrade(await openIn(directory), project);
  const snapshot = await projectSnapshot(project);
  const database = await (directory ? openIn(directory, snapshot) : openPglite({ snapshot }));
  await beginEpoch(database);
  await directory?.markUsed();
  return database;
}

async function openIn(directory: DataDirectory, snapshot?: Blob): Promise<PgliteDatabase> {
  try {
    return await openPglite({ dataDir: directory.database, snapshot });
  } catch (error) {
    throw explainOpenError(directory.root, error);
  }
}

/**
 * Opens the project's database on an ordinary PostgreSQL server, made or brought up to date. Rejects with
 * `SqlFileError` where a file of the project is at fault, and with a message for people where the server is.
 */
export async function openProjectAt(url: string, options: ProjectOptions): Promise<PostgresDatabase> {
  const project = await selectFiles(options);
  const { database, origin } = await openPostgres(url);
  await upgrade(database, project);
  if (origin === 'copied') await beginEpoch(database);
  return database;
}

async function selectFiles(options: ProjectOptions): Promise<Project> {
  const project = await readProject(options.folder);
  return {
    migrations: options.schema ? project.migrations : [],
    seed: options.seed ? project.seed : undefined,
  };
}

async function projectSnapshot(project: Project): Promise<Blob> {
  const files = [...project.migrations, ...(project.seed ? [project.seed] : [])];
  if (files.length === 0) return platformSnapshot();
  const key = snapshotKey([await platformKey(), ...files.flatMap((file) => [file.path, file.text])]);
  return cachedSnapshot(key, async () => {
    const database = await upgrade(await openPlatform(), project);
    const snapshot = await database.snapshot();
    await database.close();
    return snapshot;
  });
}

async function upgrade<D extends Database>(database: D, project: Project): Promise<D> {
  try {
    await migrate(database, project);
    await seed(database, project);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
