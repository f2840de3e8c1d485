import type { Sql } from '../database/database.ts';
import { bucketNotFound, invalidShape, StorageError } from './errors.ts';
import { checkBucketName } from './names.ts';

export interface Bucket {
  id: string;
  name: string;
  public: boolean;
  /** In bytes; null for no limit of its own. */
  file_size_limit: number | null;
  /** `image/*` stands for all images; null for everything. */
  allowed_mime_types: string[] | null;
}

/** What can be said of a bucket; what is undefined stays as it is. */
export type BucketSettings = Partial<Pick<Bucket, 'public' | 'file_size_limit' | 'allowed_mime_types'>>;

export interface BucketListOptions {
  limit?: number;
  offset?: number;
  search?: string;
  sortColumn?: string;
  sortOrder?: string;
}

const SHOWN = `id, name, type::text as type, coalesce(owner::text, '') as owner, public, file_size_limit,
  allowed_mime_types, created_at, updated_at`;
const SORTABLE = ['id', 'name', 'created_at', 'updated_at'];

/** A JSON list as an array, null as null. */
export const textArray = (json: string) =>
  `case when ${json}::jsonb is not null then array(select jsonb_array_elements_text(${json}::jsonb)) end`;

export async function listBuckets(sql: Sql, options: BucketListOptions): Promise<Bucket[]> {
  const { sortColumn = 'name', sortOrder = 'asc', search = '', limit, offset } = options;
  if (!SORTABLE.includes(sortColumn)) {
    throw invalidShape('querystring/sortColumn must be equal to one of the allowed values');
  }
  const { rows } = await sql.query<Bucket>(
    `select ${SHOWN} from storage.buckets where position(lower($1) in lower(name)) > 0
     order by ${sortColumn} ${sortOrder === 'desc' ? 'desc' : 'asc'} limit $2::int offset $3::int`,
    [search, limit ?? null, offset ?? 0],
  );
  return rows;
}

export async function findBucket(sql: Sql, id: string): Promise<Bucket> {
  const { rows } = await sql.query<Bucket>(`select ${SHOWN} from storage.buckets where id = $1`, [id]);
  if (!rows[0]) throw bucketNotFound();
  return rows[0];
}

export async function createBucket(
  sql: Sql,
  bucket: { id: string; name: string; owner: string | null } & BucketSettings,
): Promise<void> {
  checkBucketName(bucket.name);
  await sql.query(
    `insert into storage.buckets (id, name, owner, owner_id, public, file_size_limit, allowed_mime_types)
     values ($1, $2, $3::uuid, $3::text, $4, $5, ${textArray('$6')})`,
    [
      ...[bucket.id, bucket.name, bucket.owner, bucket.public ?? false, bucket.file_size_limit ?? null],
      bucket.allowed_mime_types ? JSON.stringify(bucket.allowed_mime_types) : null,
    ],
  );
}

/** @throws {StorageError} for a bucket that is not there, or must not be changed */
export async function updateBucket(sql: Sql, id: string, settings: BucketSettings): Promise<void> {
  const { public: open, file_size_limit: limit, allowed_mime_types: types } = settings;
  const { rows } = await sql.query(
    `update storage.buckets set public = coalesce($2, public), updated_at = now(),
       file_size_limit = case when $3 then $4::bigint else file_size_limit end,
       allowed_mime_types = case when $5 then ${textArray('$6')} else allowed_mime_types end
     where id = $1 returning 1`,
    [
      id,
      open ?? null,
      limit !== undefined,
      limit ?? null,
      types !== undefined,
      types ? JSON.stringify(types) : null,
    ],
  );
  if (rows.length === 0) throw bucketNotFound();
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

/** @throws {StorageError} for a bucket that is not there or has something in it */
export async function checkEmpty(sql: Sql, id: string): Promise<void> {
  await findBucket(sql, id);
  const { rows } = await sql.query('select from storage.objects where bucket_id = $1 limit 1', [id]);
  if (rows.length === 0) return;
  throw new StorageError(409, 'ResourceNotEmpty', 'The bucket you tried to delete is not empty');
}

export async function deleteBucket(sql: Sql, id: string): Promise<void> {
  const { rows } = await sql.query('delete from storage.buckets where id = $1 returning id', [id]);
  if (rows.length === 0) throw bucketNotFound();
}
