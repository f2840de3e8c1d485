import type { Database } from '../database/database.ts';
import { sectionOf } from '../project/config-file.ts';
import type { ConfigSection, ConfigTable } from '../project/config-file.ts';
import { textArray } from './buckets.ts';
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

/** @throws {Error} with a message for people where a value is of another kind */
export function readStorageConfig(config: ConfigTable): StorageConfig {
  const storage = sectionOf(config, 'storage');
  const buckets = storage.section('buckets');
  return {
    fileSizeLimit: readSize(storage) ?? DEFAULT_CONFIG.fileSizeLimit,
    buckets: Object.fromEntries(buckets.names.map((name) => [name, readBucket(buckets.section(name))])),
  };
}

function readBucket(bucket: ConfigSection): BucketSettings {
  const types = bucket.list('allowed_mime_types') ?? [];
  return {
    public: bucket.boolean('public') ?? false,
    file_size_limit: readSize(bucket) ?? null,
    allowed_mime_types: types.length > 0 ? types : null,
  };
}

const POWERS = ['', 'k', 'm', 'g', 't'];

/** `50MiB`, `50MB` and `50m` are the same here, as they are to the CLI. */
function readSize(section: ConfigSection): number | undefined {
  const value = section.value('file_size_limit');
  if (value === undefined || value === '') return undefined;
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(String(value)) ?? [];
  if (amount === undefined) throw section.refusal('file_size_limit', 'a size such as "50MiB"');
  return Math.floor(Number(amount) * 1024 ** POWERS.indexOf(unit.toLowerCase()));
}

/** Makes the buckets that are not there, and gives those that are their settings. */
export async function createConfiguredBuckets(database: Database, { buckets }: StorageConfig): Promise<void> {
  for (const [name, { public: open, file_size_limit: limit, allowed_mime_types: types }] of Object.entries(
    buckets,
  )) {
    await database.query(
      `insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
       values ($1, $1, $2, $3, ${textArray('$4')})
       on conflict (id) do update set public = excluded.public, file_size_limit = excluded.file_size_limit,
         allowed_mime_types = excluded.allowed_mime_types`,
      [name, open, limit, types ? JSON.stringify(types) : null],
    );
  }
}
