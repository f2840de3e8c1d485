import type { Database } from '../database/database.ts';
import { tableIn } from '../project/config-file.ts';
import type { ConfigTable } from '../project/config-file.ts';
import type { BucketSettings } from './buckets.ts';

/** What `[storage]` of a project's config.toml says. */
export interface StorageConfig {
  /** No file may be larger, in bytes. */
  fileSizeLimit: number;
  /** Buckets that the project shall have, by name. */
  buckets: Record<string, BucketSettings>;
}

/** As the Supabase CLI has it. */
export const DEFAULT_CONFIG: StorageConfig = { fileSizeLimit: 50 * 1024 * 1024, buckets: {} };

/** @throws {Error} with a message for people for a size that is none */
export function readStorageConfig(config: ConfigTable): StorageConfig {
  const storage = tableIn(config, 'storage');
  const buckets = Object.keys(tableIn(storage, 'buckets')).map((name) => [
    name,
    readBucket(tableIn(tableIn(storage, 'buckets'), name)),
  ]);
  return {
    fileSizeLimit: readSize(storage['file_size_limit']) ?? DEFAULT_CONFIG.fileSizeLimit,
    buckets: Object.fromEntries(buckets) as Record<string, BucketSettings>,
  };
}

function readBucket(table: ConfigTable): BucketSettings {
  const types = table['allowed_mime_types'];
  return {
    public: table['public'] === true,
    file_size_limit: readSize(table['file_size_limit']) ?? null,
    allowed_mime_types: Array.isArray(types) && types.length > 0 ? types.map(String) : null,
  };
}

const POWERS = ['', 'k', 'm', 'g', 't'];

/** `50MiB`, `50MB` and `50m` are the same here, as they are to the CLI. */
function readSize(value: unknown): number | undefined {
  if (value === undefined || value === '') return undefined;
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(String(value)) ?? [];
  if (amount === undefined) throw new Error(`config.toml: "${String(value)}" is no size; "50MiB" is one.`);
  return Math.floor(Number(amount) * 1024 ** POWERS.indexOf(unit.toLowerCase()));
}

/** Makes the buckets that are not there, and gives those that are their settings. */
export async function createConfiguredBuckets(database: Database, { buckets }: StorageConfig): Promise<void> {
  for (const [name, { public: open, file_size_limit: limit, allowed_mime_types: types }] of Object.entries(
    buckets,
  )) {
    await database.query(
      `insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
       values ($1, $1, $2, $3, case when $4::jsonb is not null then array(select jsonb_array_elements_text($4::jsonb)) end)
       on conflict (id) do update set public = excluded.public, file_size_limit = excluded.file_size_limit,
         allowed_mime_types = excluded.allowed_mime_types`,
      [name, open, limit, types ? JSON.stringify(types) : null],
    );
  }
}
