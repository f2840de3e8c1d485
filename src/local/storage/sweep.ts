import type { Database } from '../database/database.ts';
import type { ByteStore } from './byte-store.ts';

/** Forgets those of the versions that no object has. */
export async function removeUnowned(
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
