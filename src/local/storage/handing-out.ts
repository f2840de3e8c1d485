import { json } from '../gateway/json.ts';
import { download } from './download.ts';
import { invalidSignature } from './errors.ts';
import { checkName, findObject, insertObject, upsertObject } from './objects.ts';
import type { Place } from './place.ts';
import { checkGrant, signGrant } from './signing.ts';
import type { StorageContext } from './context.ts';
import { readUpload } from './upload.ts';
import { ownerOf, put } from './writing.ts';

/** For how long a signed upload may wait. */
const UPLOAD_SECONDS = 2 * 60 * 60;

export async function readSigned({ bucket, name }: Place, context: StorageContext): Promise<Response> {
  await checkGrant(tokenOf(context.request), `${bucket}/${name}`, context.jwtSecret);
  const object = await context.asServer((sql) => findObject(sql, bucket, name));
  return download(context.request, object, context.store);
}

export async function uploadSigned(place: Place, context: StorageContext): Promise<Response> {
  const grant = await checkGrant(
    tokenOf(context.request),
    `${place.bucket}/${place.name}`,
    context.jwtSecret,
  );
  if (!grant.upload) throw invalidSignature();
  const file = { ...(await readUpload(context.request)), upsert: grant.upload.upsert };
  return put(place, file, grant.upload.owner, { ...context, asCaller: context.asServer });
}

export async function sign(place: Place, context: StorageContext): Promise<Response> {
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

/** Whoever may add the object may hand on that right; it is tried, and taken back. */
export async function signUpload({ bucket, name }: Place, context: StorageContext): Promise<Response> {
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

function tokenOf(request: Request): string | null {
  return new URL(request.url).searchParams.get('token');
}
