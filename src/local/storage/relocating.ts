import { json } from '../gateway/json.ts';
import { ownerOf } from './context.ts';
import type { StorageContext } from './context.ts';
import { invalidShape, objectNotFound } from './errors.ts';
import { parseUserMetadata } from './incoming-file.ts';
import { checkName } from './names.ts';
import { findObject, moveObject } from './objects.ts';
import type { Metadata, StoredObject } from './objects.ts';
import type { Place, Route } from './place.ts';
import { completePut, tryPut } from './put.ts';

interface Relocation {
  bucketId: string;
  sourceKey: string;
  sourceVersionId?: string;
  destinationBucket?: string;
  destinationKey: string;
}

/** Whoever may read and change the object, at both places, may move it; it becomes theirs. */
export const move: Route = async (_, context) => {
  const body = await context.body.json<Relocation>();
  const { from, to } = placesOf(body);
  const object = await context.asCaller('object.move', async (sql) => {
    await findObject(sql, from, body.sourceVersionId);
    return moveObject(sql, from, to, ownerOf(context));
  });
  return json(200, { message: 'Successfully moved', Id: object.id, Key: `${to.bucket}/${to.name}` });
};

interface CopyRequest extends Relocation {
  copyMetadata?: boolean;
  metadata?: { cacheControl?: string; mimetype?: string; contentEncoding?: string };
}

/** Whoever may read the object and add another may copy it. */
export const copy: Route = async (_, context) => {
  const body = await context.body.json<CopyRequest>();
  const { from, to } = placesOf(body);
  const source = await context.asCaller('object.copy', (sql) => findObject(sql, from, body.sourceVersionId));
  const { headers } = context.request;
  const upsert = headers.get('x-upsert') === 'true';
  const putting = { place: to, owner: ownerOf(context), upsert, operation: 'object.copy' };
  await tryPut(putting, {}, null, context);
  const version = await copyBytes(source, context);
  const { copyMetadata = true } = body;
  const given = headers.get('x-metadata');
  const object = await completePut(
    putting,
    version,
    copyMetadata ? source.metadata : override(source.metadata, body.metadata),
    copyMetadata ? source.user_metadata : given === null ? null : parseUserMetadata(given),
    context,
  ).catch(async (error: unknown) => {
    await context.store.remove(version);
    throw error;
  });
  return json(200, { ...object, Id: object.id, Key: `${to.bucket}/${to.name}` });
};

async function copyBytes({ version }: StoredObject, { store }: StorageContext): Promise<string> {
  if ((await store.size(version)) === undefined) throw objectNotFound();
  const copied = crypto.randomUUID();
  await store.copy(version, copied);
  return copied;
}

function override(metadata: Metadata, given: CopyRequest['metadata'] = {}): Metadata {
  const { cacheControl, mimetype, contentEncoding } = given;
  return {
    ...metadata,
    ...(cacheControl === undefined ? {} : { cacheControl }),
    ...(mimetype === undefined ? {} : { mimetype }),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
  };
}

function placesOf(body: Relocation): { from: Place; to: Place } {
  for (const name of ['bucketId', 'sourceKey', 'destinationKey'] as const) {
    if (typeof body[name] !== 'string') throw invalidShape(`body must have required property '${name}'`);
  }
  const { bucketId, sourceKey, destinationBucket = bucketId, destinationKey } = body;
  checkName(destinationKey);
  return {
    from: { bucket: bucketId, name: sourceKey },
    to: { bucket: destinationBucket, name: destinationKey },
  };
}
