import type { Sql } from '../database/database.ts';
import { StorageError, bucketNotFound } from './errors.ts';

export interface Bucket {
  id: string;
  name: string;
  public: boolean;
  /** In bytes; null for no limit. */
  file_size_limit: number | null;
  /** `image/*` stands for all images; null for everything. */
  allowed_mime_types: string[] | null;
}

const SHOWN = `id, name, coalesce(owner::text, '') as owner, public, file_size_limit, allowed_mime_types,
  created_at, updated_at`;

/** A JSON list as an array, null as null. */
const textArray = (json: string) =>
  `case when ${json}::jsonb is not null then array(select jsonb_array_elements_text(${json}::jsonb)) end`;

export async function listBuckets(sql: Sql): Promise<Bucket[]> {
  return (await sql.query<Bucket>(`select ${SHOWN} from storage.buckets order by name`)).rows;
}

export async function findBucket(sql: Sql, id: string): Promise<Bucket> {
  const { rows } = await sql.query<Bucket>(`select ${SHOWN} from storage.buckets where id = $1`, [id]);
  if (!rows[0]) throw bucketNotFound();
  return rows[0];
}

export async function createBucket(sql: Sql, wanted: Partial<Bucket>): Promise<void> {
  const id = wanted.id ?? wanted.name;
  if (!id) throw new StorageError(400, 'InvalidBucketName', 'A bucket needs a name');
  await sql.query(
    `insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
     values ($1, $2, $3, $4, ${textArray('$5')})`,
    [id, wanted.name ?? id, ...settingsOf(wanted)],
  );
}

export async function updateBucket(sql: Sql, id: string, wanted: Partial<Bucket>): Promise<void> {
  await findBucket(sql, id);
  await sql.query(
    `update storage.buckets set public = $2, file_size_limit = $3, updated_at = now(),
       allowed_mime_types = ${textArray('$4')}
     where id = $1`,
    [id, ...settingsOf(wanted)],
  );
}

/** Answers the versions whose bytes are no longer needed. */
export async function emptyBucket(sql: Sql, id: string): Promise<string[]> {
  await findBucket(sql, id);
  const { rows } = await sql.query<{ version: string }>(
    'delete from storage.objects where bucket_id = $1 returning version',
    [id],
  );
  return rows.map((row) => row.version);
}

export async function deleteBucket(sql: Sql, id: string): Promise<void> {
  await findBucket(sql, id);
  const { rows } = await sql.query('select from storage.objects where bucket_id = $1 limit 1', [id]);
  if (rows.length > 0) {
    throw new StorageError(409, 'InvalidRequest', 'The bucket you tried to delete is not empty');
  }
  await sql.query('delete from storage.buckets where id = $1', [id]);
}

/** @throws {StorageError} when the bucket does not take such a file */
export function checkAdmission(bucket: Bucket, size: number, type: string): void {
  if (bucket.file_size_limit !== null && size > bucket.file_size_limit) {
    throw new StorageError(
      413,
      'EntityTooLarge',
      'The object exceeded the maximum allowed size',
      'Payload too large',
    );
  }
  const allowed = bucket.allowed_mime_types;
  if (allowed && !allowed.some((pattern) => matches(pattern, type))) {
    throw new StorageError(415, 'InvalidMimeType', `mime type ${type} is not supported`, 'invalid_mime_type');
  }
}

function matches(pattern: string, type: string): boolean {
  const plain = type.split(';')[0]?.trim() ?? '';
  return pattern.endsWith('/*') ? plain.startsWith(pattern.slice(0, -1)) : plain === pattern;
}

function settingsOf(wanted: Partial<Bucket>): unknown[] {
  const types = wanted.allowed_mime_types ? JSON.stringify(wanted.allowed_mime_types) : null;
  return [wanted.public ?? false, wanted.file_size_limit ?? null, types];
}
