import type { Database } from '../database/database.ts';
import type { ByteStore } from './byte-store.ts';
import type { ResumableUploads } from './resumable/uploads.ts';

/** Forgets what was on its way when a process before this one was killed, and cannot be resumed. */
export async function removeLeftovers(
  store: ByteStore,
  uploads: ResumableUploads,
  database: Database,
): Promise<void> {
  const versions = await store.versions();
  await removeUnowned(
    store,
    database,
    versions.filter((version) => !uploads.get(version)),
  );
}

/** Gives up the uploads that have not been resumed for too long. */
export async function expireUploads(
  store: ByteStore,
  uploads: ResumableUploads,
  database: Database,
): Promise<void> {
  const expired = uploads.all().filter(({ expires }) => expires < Date.now());
  for (const { version } of expired) await uploads.remove(version);
  await removeUnowned(
    store,
    database,
    expired.map(({ version }) => version),
  );
}

/** Forgets those of the versions that no object has. */
async function removeUnowned(
  store: ByteStore,
  database: Database,
  versions: readonly string[],
): Promise<void> {
  if (versions.length === 0) return;
  const { rows } = await database.query<{ version: string }>(
    `select version from storage.objects where version in (select jsonb_array_elements_text($1::jsonb))`,
    [JSON.stringify(versions)],
  );
  const owned = new Set(rows.map(({ version }) => version));
  await Promise.all(
    versions.filter((version) => !owned.has(version)).map((version) => store.remove(version)),
  );
}
