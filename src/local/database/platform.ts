import { bootstrapPlatform, platformSql } from './bootstrap.ts';
import { openPglite } from './pglite-database.ts';
import type { PgliteDatabase } from './pglite-database.ts';
import { cachedSnapshot, snapshotKey } from './snapshot-cache.ts';

/** Changes when the data directories of one release cannot be read by the other. */
export const ENGINE = 'PGlite 0.4.5, PostgreSQL 17';

/** A snapshot of the platform without any project in it, and the key that names it. */
export async function platformSnapshot(): Promise<{ key: string; snapshot: Blob }> {
  const key = snapshotKey([ENGINE, ...(await platformSql())]);
  return { key, snapshot: await cachedSnapshot(key, buildPlatform) };
}

/** Opens a new database in memory that is a Supabase project without tables. */
export async function openPlatform(): Promise<PgliteDatabase> {
  const { snapshot } = await platformSnapshot();
  return openPglite({ snapshot });
}

async function buildPlatform(): Promise<Blob> {
  const database = await openPglite();
  try {
    await bootstrapPlatform(database);
    return await database.snapshot();
  } finally {
    await database.close();
  }
}
