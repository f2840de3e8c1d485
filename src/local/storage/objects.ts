import type { Sql } from '../database/database.ts';
import { objectNotFound } from './errors.ts';
import type { Place } from './place.ts';

/** What is known of the bytes. */
export interface Metadata {
  eTag: string;
  size: number;
  mimetype: string;
  cacheControl: string;
  lastModified: string;
  contentLength: number;
  httpStatusCode: number;
  contentEncoding?: string;
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

export interface NewObject extends Place {
  version: string;
  owner: string | null;
  /** Before the bytes have come, only what the request says of them. */
  metadata: Partial<Metadata>;
  userMetadata: Record<string, unknown> | null;
}

/** A version that is named must be the one that is there. */
export async function findObject(
  sql: Sql,
  { bucket, name }: Place,
  version?: string | null,
): Promise<StoredObject> {
  const { rows } = await sql.query<StoredObject>(
    `select * from storage.objects where bucket_id = $1 and name = $2 and ($3::text is null or version = $3)`,
    [bucket, name, version ?? null],
  );
  if (!rows[0]) throw objectNotFound();
  return rows[0];
}

/** Which of the names are there. */
export async function findNames(sql: Sql, bucket: string, names: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql.query<{ name: string }>(
    `select name from storage.objects where bucket_id = $1 and name in (select jsonb_array_elements_text($2::jsonb))`,
    [bucket, JSON.stringify(names)],
  );
  return new Set(rows.map(({ name }) => name));
}

/** Adds an object without reading it back: who may add need not be allowed to read. */
export async function insertObject(sql: Sql, object: NewObject): Promise<void> {
  await sql.query(INSERT, valuesOf(object));
}

/** Adds or replaces an object and reads it back: it takes the rights to add, to change and to read. */
export async function upsertObject(sql: Sql, object: NewObject): Promise<StoredObject> {
  const { rows } = await sql.query<StoredObject>(
    `${INSERT} on conflict (bucket_id, name) do update set version = excluded.version, metadata = excluded.metadata,
       user_metadata = excluded.user_metadata, owner = excluded.owner, owner_id = excluded.owner_id
     returning *`,
    valuesOf(object),
  );
  return rows[0] as StoredObject;
}

/**
 * Lets nobody else replace, move or remove the object until the end of the transaction, nor put one there;
 * answers its version, if it is there. Bytes of a version that was moved away meanwhile are not this place's.
 */
export async function lockObject(sql: Sql, place: Place): Promise<string | undefined> {
  await lockPlace(sql, place);
  const { rows } = await sql.query<{ version: string }>(
    'select version from storage.objects where bucket_id = $1 and name = $2 for update',
    [place.bucket, place.name],
  );
  return rows[0]?.version;
}

/** Waits for whoever fills the place, whether or not an object is there, and holds it to the transaction's end. */
async function lockPlace(sql: Sql, { bucket, name }: Place): Promise<void> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`storage:${bucket}/${name}`]);
}

/** What shall be removed: whatever has the name, or only a version of it. */
export interface Removal {
  name: string;
  version?: string;
}

/** Removes those that may be removed, and answers them. */
export async function deleteObjects(
  sql: Sql,
  bucket: string,
  removals: readonly Removal[],
): Promise<StoredObject[]> {
  const { rows } = await sql.query<StoredObject>(
    `delete from storage.objects object using jsonb_to_recordset($2::jsonb) as wanted (name text, version text)
     where object.bucket_id = $1 and object.name = wanted.name
       and (wanted.version is null or object.version = wanted.version)
     returning object.*`,
    [bucket, JSON.stringify(removals)],
  );
  return rows;
}

/** Takes the locks of `lockObject`: that of the place that it fills, and that of the row that it changes. */
export async function moveObject(
  sql: Sql,
  from: Place,
  to: Place,
  owner: string | null,
): Promise<StoredObject> {
  await lockPlace(sql, to);
  const { rows } = await sql.query<StoredObject>(
    `update storage.objects set bucket_id = $3, name = $4, owner = $5::uuid, owner_id = $5::text
     where bucket_id = $1 and name = $2 returning *`,
    [from.bucket, from.name, to.bucket, to.name, owner],
  );
  if (!rows[0]) throw objectNotFound();
  return rows[0];
}

const INSERT = `
  insert into storage.objects (bucket_id, name, version, owner, owner_id, metadata, user_metadata)
  values ($1, $2, $3, $4::uuid, $4::text, $5, $6)`;

function valuesOf({ bucket, name, version, owner, metadata, userMetadata }: NewObject): unknown[] {
  const extra = userMetadata ? JSON.stringify(userMetadata) : null;
  return [bucket, name, version, owner, JSON.stringify(metadata), extra];
}
