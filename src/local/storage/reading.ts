import { json } from '../gateway/json.ts';
import { findBucket } from './buckets.ts';
import { download } from './download.ts';
import { bucketNotFound } from './errors.ts';
import { listFolder } from './listing.ts';
import type { ListOptions } from './listing.ts';
import { findObject } from './objects.ts';
import type { Place } from './place.ts';
import type { StorageContext } from './context.ts';

export async function read(
  { bucket, name }: Place,
  { request, asCaller, store }: StorageContext,
): Promise<Response> {
  return download(request, await asCaller((sql) => findObject(sql, bucket, name)), store);
}

export async function readPublic(
  { bucket, name }: Place,
  { request, asServer, store }: StorageContext,
): Promise<Response> {
  const object = await asServer(async (sql) => {
    if (!(await findBucket(sql, bucket)).public) throw bucketNotFound();
    return findObject(sql, bucket, name);
  });
  return download(request, object, store);
}

export async function info({ bucket, name }: Place, { asCaller }: StorageContext): Promise<Response> {
  const object = await asCaller((sql) => findObject(sql, bucket, name));
  const { id, version, metadata } = object;
  return json(200, {
    ...{ id, name, version, bucket_id: bucket, size: metadata.size, content_type: metadata.mimetype },
    ...{ cache_control: metadata.cacheControl, etag: metadata.eTag, last_modified: metadata.lastModified },
    ...{ metadata: object.user_metadata, created_at: object.created_at },
  });
}

export async function list({ bucket }: Place, { request, asCaller }: StorageContext): Promise<Response> {
  const options = (await request.json()) as ListOptions;
  return json(200, await asCaller((sql) => listFolder(sql, bucket, options)));
}
