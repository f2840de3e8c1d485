import { json } from '../gateway/json.ts';
import { checkAdmission, findBucket } from './buckets.ts';
import { objectNotFound } from './errors.ts';
import { checkName, deleteObjects, findObject, insertObject, renameObject, upsertObject } from './objects.ts';
import type { NewObject } from './objects.ts';
import type { Place } from './place.ts';
import type { StorageContext } from './context.ts';
import { readUpload } from './upload.ts';
import type { Upload } from './upload.ts';

export async function upload(place: Place, context: StorageContext): Promise<Response> {
  const file = await readUpload(context.request);
  return put(place, file, ownerOf(context), context);
}

export async function put(
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

export async function remove(place: Place, context: StorageContext): Promise<Response> {
  const names = place.name
    ? [place.name]
    : ((await context.request.json()) as { prefixes: string[] }).prefixes;
  const removed = await context.asCaller((sql) => deleteObjects(sql, place.bucket, names));
  await Promise.all(removed.map((object) => context.store.remove(object.version)));
  if (!place.name) return json(200, removed);
  if (removed.length === 0) throw objectNotFound();
  return json(200, { message: 'Successfully deleted' });
}

export async function move(_: Place, { request, asCaller }: StorageContext): Promise<Response> {
  const { from, to } = placesOf((await request.json()) as Relocation);
  await asCaller((sql) => renameObject(sql, from, to));
  return json(200, { message: 'Successfully moved' });
}

interface Relocation {
  bucketId: string;
  sourceKey: string;
  destinationBucket?: string;
  destinationKey: string;
}

export async function copy(_: Place, context: StorageContext): Promise<Response> {
  const { from, to } = placesOf((await context.request.json()) as Relocation);
  const object = await context.asCaller((sql) => findObject(sql, from.bucket, from.name));
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

export function ownerOf({ caller }: StorageContext): string | null {
  return typeof caller.claims['sub'] === 'string' ? caller.claims['sub'] : null;
}
