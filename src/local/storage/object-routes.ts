import { json } from '../gateway/json.ts';
import { checkAdmission, findBucket } from './buckets.ts';
import { download } from './download.ts';
import { bucketNotFound, invalidSignature, objectNotFound, routeNotFound } from './errors.ts';
import { listFolder } from './listing.ts';
import type { ListOptions } from './listing.ts';
import { checkName, deleteObjects, findObject, insertObject, renameObject, upsertObject } from './objects.ts';
import type { NewObject, StoredObject } from './objects.ts';
import { checkGrant, signGrant } from './signing.ts';
import type { StorageContext } from './storage.ts';
import { readUpload } from './upload.ts';
import type { Upload } from './upload.ts';

interface Place {
  bucket: string;
  name: string;
}

type Route = (place: Place, context: StorageContext) => Promise<Response>;

/** By method and the words before `bucket/name`; the longest that fits is taken. */
const ROUTES: [method: string, words: string, route: Route][] = [
  ['POST', 'upload/sign/', signUpload],
  ['PUT', 'upload/sign/', uploadSigned],
  ['POST', 'list/', list],
  ['POST', 'sign/', sign],
  ['GET', 'sign/', readSigned],
  ['GET', 'public/', readPublic],
  ['GET', 'info/authenticated/', info],
  ['GET', 'info/public/', info],
  ['GET', 'info/', info],
  ['GET', 'authenticated/', read],
  ['POST', 'move', move],
  ['POST', 'copy', copy],
  ['GET', '', read],
  ['POST', '', upload],
  ['PUT', '', upload],
  ['DELETE', '', remove],
];

/** Everything below `/object/`. */
export async function handleObjects(rest: string, context: StorageContext): Promise<Response> {
  const method = context.request.method === 'HEAD' ? 'GET' : context.request.method;
  const match = ROUTES.find(([verb, words]) => verb === method && rest.startsWith(words));
  if (!match) throw routeNotFound();
  const [, words, route] = match;
  const [, bucket = '', name = ''] = /^([^/]*)\/?([^]*)$/.exec(rest.slice(words.length)) ?? [];
  return route({ bucket, name }, context);
}

async function read(
  { bucket, name }: Place,
  { request, asCaller, store }: StorageContext,
): Promise<Response> {
  return download(request, await asCaller((sql) => findObject(sql, bucket, name)), store);
}

async function readPublic(
  { bucket, name }: Place,
  { request, asServer, store }: StorageContext,
): Promise<Response> {
  const object = await asServer(async (sql) => {
    if (!(await findBucket(sql, bucket)).public) throw bucketNotFound();
    return findObject(sql, bucket, name);
  });
  return download(request, object, store);
}

async function readSigned({ bucket, name }: Place, context: StorageContext): Promise<Response> {
  await checkGrant(tokenOf(context.request), `${bucket}/${name}`, context.jwtSecret);
  const object = await context.asServer((sql) => findObject(sql, bucket, name));
  return download(context.request, object, context.store);
}

async function info({ bucket, name }: Place, { asCaller }: StorageContext): Promise<Response> {
  const object = await asCaller((sql) => findObject(sql, bucket, name));
  const { id, version, metadata } = object;
  return json(200, {
    ...{ id, name, version, bucket_id: bucket, size: metadata.size, content_type: metadata.mimetype },
    ...{ cache_control: metadata.cacheControl, etag: metadata.eTag, last_modified: metadata.lastModified },
    ...{ metadata: object.user_metadata, created_at: object.created_at },
  });
}

async function upload(place: Place, context: StorageContext): Promise<Response> {
  const file = await readUpload(context.request);
  return put(place, file, ownerOf(context), context);
}

async function uploadSigned(place: Place, context: StorageContext): Promise<Response> {
  const grant = await checkGrant(
    tokenOf(context.request),
    `${place.bucket}/${place.name}`,
    context.jwtSecret,
  );
  if (!grant.upload) throw invalidSignature();
  const file = { ...(await readUpload(context.request)), upsert: grant.upload.upsert };
  return put(place, file, grant.upload.owner, { ...context, asCaller: context.asServer });
}

async function put(
  place: Place,
  file: Upload,
  owner: string | null,
  context: StorageContext,
): Promise<Response> {
  checkName(place.name);
  const bucket = await context.asServer((sql) => findBucket(sql, place.bucket));
  checkAdmission(bucket, file.bytes.length, file.metadata.mimetype);
  const object: NewObject = {
    ...{ id: crypto.randomUUID(), version: crypto.randomUUID(), ...place, owner },
    ...{ metadata: file.metadata, userMetadata: file.userMetadata },
  };
  const replaced = await context.asServer((sql) =>
    findObject(sql, place.bucket, place.name).catch(() => undefined),
  );
  await context.store.write(object.version, file.bytes);
  try {
    await context.asCaller((sql) => (file.upsert ? upsertObject(sql, object) : insertObject(sql, object)));
  } catch (error) {
    await context.store.remove(object.version);
    throw error;
  }
  if (replaced) await context.store.remove(replaced.version);
  return json(200, { Key: `${place.bucket}/${place.name}`, Id: replaced?.id ?? object.id });
}

async function remove(place: Place, context: StorageContext): Promise<Response> {
  const names = place.name
    ? [place.name]
    : ((await context.request.json()) as { prefixes: string[] }).prefixes;
  const removed = await context.asCaller((sql) => deleteObjects(sql, place.bucket, names));
  await Promise.all(removed.map((object) => context.store.remove(object.version)));
  if (!place.name) return json(200, removed);
  if (removed.length === 0) throw objectNotFound();
  return json(200, { message: 'Successfully deleted' });
}

async function list({ bucket }: Place, { request, asCaller }: StorageContext): Promise<Response> {
  const options = (await request.json()) as ListOptions;
  return json(200, await asCaller((sql) => listFolder(sql, bucket, options)));
}

async function sign(place: Place, context: StorageContext): Promise<Response> {
  const { expiresIn, paths } = (await context.request.json()) as { expiresIn: number; paths?: string[] };
  if (place.name) return json(200, { signedURL: await signOne(place, expiresIn, context) });
  const signed = (paths ?? []).map(async (path) => {
    const signedURL = await signOne({ bucket: place.bucket, name: path }, expiresIn, context).catch(
      () => null,
    );
    const error = signedURL ? null : 'Either the object does not exist or you do not have access to it';
    return { error, path, signedURL };
  });
  return json(200, await Promise.all(signed));
}

async function signOne({ bucket, name }: Place, expiresIn: number, context: StorageContext): Promise<string> {
  await context.asCaller((sql) => findObject(sql, bucket, name));
  const token = await signGrant({ url: `${bucket}/${name}` }, expiresIn, context.jwtSecret);
  return `/object/sign/${bucket}/${name}?token=${token}`; // the client encodes it
}

const UPLOAD_SECONDS = 2 * 60 * 60;

/** Whoever may add the object may hand on that right; it is tried, and taken back. */
async function signUpload({ bucket, name }: Place, context: StorageContext): Promise<Response> {
  checkName(name);
  const owner = ownerOf(context);
  const upsert = context.request.headers.get('x-upsert') === 'true';
  await tryInsert({ bucket, name }, owner, upsert, context);
  const grant = { url: `${bucket}/${name}`, upload: { owner, upsert } };
  const token = await signGrant(grant, UPLOAD_SECONDS, context.jwtSecret);
  return json(200, { url: `/object/upload/sign/${bucket}/${name}?token=${token}`, token });
}

async function tryInsert(
  place: Place,
  owner: string | null,
  upsert: boolean,
  context: StorageContext,
): Promise<void> {
  const metadata = {
    eTag: '',
    size: 0,
    mimetype: '',
    cacheControl: '',
    lastModified: '',
    contentLength: 0,
    httpStatusCode: 0,
  };
  const object = { id: crypto.randomUUID(), version: '', ...place, owner, metadata, userMetadata: null };
  const undo = new Error('Only a trial.');
  await context
    .asCaller(async (sql) => {
      await (upsert ? upsertObject(sql, object) : insertObject(sql, object));
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
}

interface Relocation {
  bucketId: string;
  sourceKey: string;
  destinationBucket?: string;
  destinationKey: string;
}

async function move(_: Place, { request, asCaller }: StorageContext): Promise<Response> {
  const { from, to } = placesOf((await request.json()) as Relocation);
  await asCaller((sql) => renameObject(sql, from, to));
  return json(200, { message: 'Successfully moved' });
}

async function copy(_: Place, context: StorageContext): Promise<Response> {
  const { from, to } = placesOf((await context.request.json()) as Relocation);
  const object: StoredObject = await context.asCaller((sql) => findObject(sql, from.bucket, from.name));
  const range = { start: 0, end: object.metadata.size - 1 };
  const bytes = new Uint8Array(await new Response(context.store.read(object.version, range)).arrayBuffer());
  const upsert = context.request.headers.get('x-upsert') === 'true';
  const file = { bytes, metadata: object.metadata, userMetadata: object.user_metadata, upsert };
  return put(to, file, ownerOf(context), context);
}

function placesOf(relocation: Relocation): { from: Place; to: Place } {
  const { bucketId, sourceKey, destinationBucket = bucketId, destinationKey } = relocation;
  checkName(destinationKey);
  return {
    from: { bucket: bucketId, name: sourceKey },
    to: { bucket: destinationBucket, name: destinationKey },
  };
}

function ownerOf({ caller }: StorageContext): string | null {
  return typeof caller.claims['sub'] === 'string' ? caller.claims['sub'] : null;
}

function tokenOf(request: Request): string | null {
  return new URL(request.url).searchParams.get('token');
}
