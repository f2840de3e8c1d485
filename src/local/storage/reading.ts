import { json } from '../gateway/json.ts';
import { findBucket } from './buckets.ts';
import type { StorageContext } from './context.ts';
import { download } from './download.ts';
import { bucketNotFound } from './errors.ts';
import { listFolder } from './listing.ts';
import type { ListOptions } from './listing.ts';
import { listPage } from './listing-v2.ts';
import type { PageOptions } from './listing-v2.ts';
import { findObject } from './objects.ts';
import type { StoredObject } from './objects.ts';
import type { Place, Route } from './place.ts';

export const read: Route = async (place, context) =>
  download(context, await readable(place, 'object.get_authenticated', context));

export const readPublic: Route = async (place, context) =>
  download(context, await findPublic(place, context));

export const info: Route = async (place, context) =>
  json(200, infoOf(await readable(place, 'object.info_authenticated', context)));

export const infoPublic: Route = async (place, context) =>
  json(200, infoOf(await findPublic(place, context)));

/** What is in a public bucket is everybody's; elsewhere the policies decide. */
async function readable(place: Place, operation: string, context: StorageContext): Promise<StoredObject> {
  const bucket = await context.asServer((sql) => findBucket(sql, place.bucket));
  const find = (sql: Parameters<typeof findObject>[0]) => findObject(sql, place, versionOf(context.request));
  return bucket.public ? context.asServer(find) : context.asCaller(operation, find);
}

function findPublic(place: Place, { request, asServer }: StorageContext): Promise<StoredObject> {
  return asServer(async (sql) => {
    if (!(await findBucket(sql, place.bucket)).public) throw bucketNotFound();
    return findObject(sql, place, versionOf(request));
  });
}

function versionOf(request: Request): string | null {
  return new URL(request.url).searchParams.get('versionId');
}

function infoOf({ id, name, version, bucket_id, metadata, user_metadata, ...times }: StoredObject): object {
  return {
    ...{ id, name, version, bucket_id, size: metadata.size, content_type: metadata.mimetype },
    content_encoding: metadata.contentEncoding ?? null,
    ...{ cache_control: metadata.cacheControl, etag: metadata.eTag, metadata: user_metadata },
    ...{ last_modified: times.updated_at, created_at: times.created_at },
  };
}

export const list: Route = async ({ bucket }, { body, asCaller }) => {
  const options = await body.json<ListOptions>();
  return json(200, await asCaller('object.list', (sql) => listFolder(sql, bucket, options)));
};

export const listV2: Route = async ({ bucket }, { body, asCaller }) => {
  const options = await body.json<PageOptions>();
  return json(200, await asCaller('object.list_v2', (sql) => listPage(sql, bucket, options)));
};
