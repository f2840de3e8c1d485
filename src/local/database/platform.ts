import { bootstrapPlatform, platformSql } from './bootstrap.ts';
import { openPglite } from './pglite-database.ts';
import type { PgliteDatabase } from './pglite-database.ts';
import { cachedSnapshot, snapshotKey } from './snapshot-cache.ts';

/** Changes when data directories that one release has made cannot be read by the next. */
const ENGINE = 'PGlite 0.4.5, PostgreSQL 17, snapshots after a checkpoint';

/** Names the platform that this release makes: a database of another one is not upgraded. */
export async function platformKey(): Promise<string> {
  return snapshotKey([ENGINE, ...(await platformSql())]);
}

/** A snapshot of the platform without any project in it. */
export async function platformSnapshot(): Promise<Blob> {
  return cachedSnapshot(await platformKey(), async () => {
    const database = await openPglite();
    try {
      await bootstrapPlatform(database);
      return await database.snapshot();
    } finally {
      await database.close();
    }
  });
}

/** Opens a new database in memory that is a Supabase project without tables. */
export async function openPlatform(): Promise<PgliteDatabase> {
  return openPglite({ snapshot: await platformSnapshot() });
}
