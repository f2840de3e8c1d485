import type { Sql } from '../database/database.ts';
import { StorageError, objectNotFound } from './errors.ts';

/** What is known of the bytes. */
export interface Metadata {
  eTag: string;
  size: number;
  mimetype: string;
  cacheControl: string;
  lastModified: string;
  contentLength: number;
  httpStatusCode: number;
}

export interface StoredObject {
  id: string;
  bucket_id: string;
  name: string;
  version: string;
  metadata: Metadata;
  user_metadata: Record<string, unknown> | null;
  created_at: string;
  updated_at: string;
}

export interface NewObject {
  id: string;
  bucket: string;
  name: string;
  version: string;
  owner: string | null;
  metadata: Metadata;
  userMetadata: Record<string, unknown> | null;
}

/** Names that real object stores can hold. */
const VALID_NAME = /^[\w!\-.*'() &$@=;:+,?/]+$/;

/** @throws {StorageError} for a name that the service does not take */
export function checkName(name: string): void {
  if (name !== '' && VALID_NAME.test(name) && !name.split('/').includes('..')) return;
  throw new StorageError(400, 'InvalidKey', `Invalid key: ${name}`);
}

export async function findObject(sql: Sql, bucket: string, name: string): Promise<StoredObject> {
  const { rows } = await sql.query<StoredObject>(
    'select * from storage.objects where bucket_id = $1 and name = $2',
    [bucket, name],
  );
  if (!rows[0]) throw objectNotFound();
  return rows[0];
}

/** Adds an object without reading it back: who may add need not be allowed to read. */
export async function insertObject(sql: Sql, object: NewObject): Promise<void> {
  await sql.query(INSERT, valuesOf(object));
}

export async function upsertObject(sql: Sql, object: NewObject): Promise<void> {
  await sql.query(
    `${INSERT} on conflict (bucket_id, name) do update set version = excluded.version, metadata = excluded.metadata,
       user_metadata = excluded.user_metadata, owner = excluded.owner, owner_id = excluded.owner_id, updated_at = now()`,
    valuesOf(object),
  );
}

/** Removes those of the named objects that may be removed, and answers them. */
export async function deleteObjects(
  sql: Sql,
  bucket: string,
  names: readonly string[],
): Promise<StoredObject[]> {
  const { rows } = await sql.query<StoredObject>(
    `delete from storage.objects where bucket_id = $1
       and name in (select jsonb_array_elements_text($2::jsonb)) returning *`,
    [bucket, JSON.stringify(names)],
  );
  return rows;
}

export async function renameObject(
  sql: Sql,
  from: { bucket: string; name: string },
  to: { bucket: string; name: string },
): Promise<void> {
  const { rows } = await sql.query(
    `update storage.objects set bucket_id = $3, name = $4, updated_at = now()
     where bucket_id = $1 and name = $2 returning 1`,
    [from.bucket, from.name, to.bucket, to.name],
  );
  if (rows.length === 0) throw objectNotFound();
}

const INSERT = `
  insert into storage.objects (id, bucket_id, name, version, owner, owner_id, metadata, user_metadata)
  values ($1, $2, $3, $4, $5::uuid, $5::text, $6, $7)`;

function valuesOf({ id, bucket, name, version, owner, metadata, userMetadata }: NewObject): unknown[] {
  const extra = userMetadata ? JSON.stringify(userMetadata) : null;
  return [id, bucket, name, version, owner, JSON.stringify(metadata), extra];
}
