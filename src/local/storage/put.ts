import { createHash } from 'node:crypto';
import { checkType, sizeLimit } from './admission.ts';
import { findBucket } from './buckets.ts';
import type { StorageContext } from './context.ts';
import { tooLarge } from './errors.ts';
import type { IncomingFile } from './incoming-file.ts';
import { checkName } from './names.ts';
import { insertObject, lockObject, upsertObject } from './objects.ts';
import type { Metadata, NewObject, StoredObject } from './objects.ts';
import type { Place } from './place.ts';
import { trial } from './trial.ts';

/** Who puts a file where, and whether it may replace another. */
export interface Putting {
  place: Place;
  owner: string | null;
  upsert: boolean;
  /** What policies see as the operation; undefined for what has been allowed by a signature. */
  operation?: string;
}

/**
 * Takes a file in: asks the policies first, then takes the bytes, and last makes them the object's.
 * What breaks off between leaves no row; its bytes are removed, after a crash at the next start.
 */
export async function putFile(
  putting: Putting,
  file: IncomingFile,
  context: StorageContext,
): Promise<StoredObject> {
  const { place } = putting;
  checkName(place.name);
  const bucket = await context.asServer((sql) => findBucket(sql, place.bucket));
  checkType(bucket, place.name, file.type);
  await tryPut(putting, { mimetype: file.type, contentLength: file.length }, file.userMetadata, context);
  const version = crypto.randomUUID();
  try {
    const bytes = measure(file.bytes, sizeLimit(bucket, place.name, context.fileSizeLimit));
    await context.store.append(version, bytes.passing());
    const metadata = describe(file, bytes.size, bytes.eTag());
    return await completePut(putting, version, metadata, file.userMetadata, context);
  } catch (error) {
    await context.store.remove(version);
    throw error;
  }
}

/** @throws {Error} of the database when the policies do not allow it */
export async function tryPut(
  { place, owner, upsert, operation }: Putting,
  metadata: Partial<Metadata>,
  userMetadata: Record<string, unknown> | null,
  { asCaller, asServer }: StorageContext,
): Promise<void> {
  const object: NewObject = { ...place, version: '1', owner, metadata, userMetadata };
  await trial(
    (work) => (operation === undefined ? asServer(work) : asCaller(operation, work)),
    (sql) => (upsert ? upsertObject(sql, object) : insertObject(sql, object)),
  );
}

/** Makes the bytes of the version the object's, and forgets those that it had before. */
export async function completePut(
  { place, owner }: Putting,
  version: string,
  metadata: Metadata,
  userMetadata: Record<string, unknown> | null,
  { asServer, store }: StorageContext,
): Promise<StoredObject> {
  const { object, replaced } = await asServer(async (sql) => ({
    replaced: await lockObject(sql, place),
    object: await upsertObject(sql, { ...place, version, owner, metadata, userMetadata }),
  }));
  if (replaced) await store.remove(replaced);
  return object;
}

/** What is known of a file when its bytes are here. */
export function describe(
  file: Pick<IncomingFile, 'type' | 'cacheControl' | 'encoding'>,
  size: number,
  eTag: string,
): Metadata {
  return {
    eTag,
    size,
    mimetype: file.type,
    cacheControl: file.cacheControl,
    lastModified: new Date().toISOString(),
    contentLength: size,
    httpStatusCode: 200,
    ...(file.encoding === undefined ? {} : { contentEncoding: file.encoding }),
  };
}

/** Counts and hashes bytes on their way. */
export function measure(source: AsyncIterable<Uint8Array>, limit = Infinity) {
  const hash = createHash('md5');
  const measured = {
    size: 0,
    eTag: () => `"${hash.digest('hex')}"`,
    /** @throws {StorageError} when there are more than `limit` */
    async *passing(): AsyncGenerator<Uint8Array> {
      for await (const chunk of source) {
        measured.size += chunk.length;
        if (measured.size > limit) throw tooLarge();
        hash.update(chunk);
        yield chunk;
      }
    },
  };
  return measured;
}
