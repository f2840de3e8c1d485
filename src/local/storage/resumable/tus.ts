import { checkType, sizeLimit } from '../admission.ts';
import { findBucket } from '../buckets.ts';
import { ownerOf } from '../context.ts';
import type { StorageContext } from '../context.ts';
import { invalidSignature, tooLarge } from '../errors.ts';
import { checkName } from '../names.ts';
import { completePut, describe, measure, tryPut } from '../put.ts';
import type { Putting } from '../put.ts';
import { checkGrant } from '../signing.ts';
import { parseUploadMetadata, uploadId, versionOf } from './metadata.ts';
import { TusError, toTusResponse } from './tus-error.ts';
import type { ResumableUpload, ResumableUploads } from './uploads.ts';

const VERSION = { 'tus-resumable': '1.0.0' };
const BYTES = 'application/offset+octet-stream';
/** For how long an upload may be resumed. */
const LIFETIME_MS = 24 * 60 * 60 * 1000;

/** What the routes of resumable uploads work with. */
export interface TusContext extends StorageContext {
  uploads: ResumableUploads;
  /** The uploads that take in bytes just now. */
  busy: Set<string>;
  /** Gives up what has not been resumed for too long. */
  expire(): Promise<void>;
  /** Whether the address is that of signed uploads. */
  signed: boolean;
}

/** tus 1.0.0, as far as the Storage service has it: creation, with or without bytes, termination and expiration. */
export async function handleTus(id: string, context: TusContext): Promise<Response> {
  try {
    return await route(id, context);
  } catch (error) {
    await context.body.drain();
    return toTusResponse(error, VERSION);
  }
}

function route(id: string, context: TusContext): Promise<Response> {
  const { method, headers } = context.request;
  if (headers.get('tus-resumable') !== '1.0.0') throw new TusError(412, 'Tus-Resumable Required');
  if (method === 'POST') return create(context);
  const upload = findUpload(id, context.uploads);
  switch (method) {
    case 'HEAD':
      return tell(upload, context);
    case 'PATCH':
      return resume(upload, context);
    case 'DELETE':
      return terminate(upload, context);
    default:
      throw new TusError(404, 'Not found');
  }
}

function findUpload(id: string, uploads: ResumableUploads): ResumableUpload {
  const upload = uploads.get(versionOf(id));
  if (!upload) throw new TusError(404, 'The file for this url was not found');
  if (upload.expires < Date.now()) throw new TusError(410, 'The file for this url no longer exists');
  return upload;
}

async function create(context: TusContext): Promise<Response> {
  await context.expire();
  const upload = await readUpload(context);
  const bucket = await context.asServer((sql) => findBucket(sql, upload.place.bucket));
  checkType(bucket, upload.place.name, upload.type);
  if (upload.length > sizeLimit(bucket, upload.place.name, context.fileSizeLimit)) {
    throw new TusError(413, 'Maximum size exceeded');
  }
  const putting = await authorize(upload, 'tus.upload.create', context);
  const accepted = { ...upload, owner: putting.owner, upsert: putting.upsert };
  await context.uploads.save(accepted);
  await context.store.append(accepted.version, none());
  const withBytes = context.request.headers.get('content-type') === BYTES;
  if (withBytes || accepted.length === 0) await take(accepted, 0, context);
  return new Response(null, {
    status: 201,
    headers: { ...(await stateOf(accepted, context)), location: addressOf(accepted, context) },
  });
}

async function* none(): AsyncGenerator<Uint8Array> {}

async function readUpload({ request }: TusContext): Promise<ResumableUpload> {
  const { headers } = request;
  const length = headers.get('upload-length');
  if (length === null || !/^\d+$/.test(length)) {
    throw new TusError(400, 'Upload-Length or Upload-Defer-Length header required');
  }
  const metadata = headers.get('upload-metadata') ?? '';
  const {
    bucketName = '',
    objectName = '',
    contentType,
    cacheControl,
    ...more
  } = parseUploadMetadata(metadata);
  checkName(objectName);
  return {
    version: crypto.randomUUID(),
    place: { bucket: bucketName, name: objectName },
    length: Number(length),
    owner: null,
    upsert: false,
    type: contentType || 'application/octet-stream',
    cacheControl: /^\d+$/.test(cacheControl ?? '') ? `max-age=${cacheControl}` : 'no-cache',
    userMetadata: readJson(more['metadata']),
    metadata,
    expires: Date.now() + LIFETIME_MS,
    finished: false,
  };
}

function readJson(text: string | undefined): Record<string, unknown> | null {
  try {
    return text === undefined ? null : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    return null;
  }
}

/** Asks the policies, or the signature, each time anew; answers in whose name the file is put. */
async function authorize(
  { place, type, length, userMetadata }: ResumableUpload,
  operation: string,
  context: TusContext,
): Promise<Putting> {
  const { headers } = context.request;
  if (context.signed) {
    const signature = headers.get('x-signature');
    if (!signature) throw invalidSignature('Missing x-signature header');
    const wanted = { url: `${place.bucket}/${place.name}`, scope: 'upload' } as const;
    const { owner = null, upsert = false } = await checkGrant(signature, wanted, context.jwtSecret);
    const putting = { place, owner, upsert };
    await tryPut(putting, { mimetype: type, contentLength: length }, userMetadata, context);
    return putting;
  }
  const putting = { place, owner: ownerOf(context), upsert: headers.get('x-upsert') === 'true', operation };
  await tryPut(putting, { mimetype: type, contentLength: length }, userMetadata, context);
  return putting;
}

async function tell(upload: ResumableUpload, context: TusContext): Promise<Response> {
  const headers = {
    ...(await stateOf(upload, context)),
    'cache-control': 'no-store',
    'upload-length': String(upload.length),
    'upload-metadata': upload.metadata,
  };
  return new Response(null, { status: 200, headers });
}

async function resume(upload: ResumableUpload, context: TusContext): Promise<Response> {
  const { headers } = context.request;
  if (headers.get('content-type') !== BYTES) throw new TusError(400, 'Invalid content-type');
  const offset = headers.get('upload-offset');
  if (offset === null) throw new TusError(403, 'Upload-Offset header required');
  if (!upload.finished) await authorize(upload, 'tus.upload.part', context);
  await take(upload, Number(offset), context);
  return new Response(null, { status: 204, headers: await stateOf(upload, context) });
}

async function terminate(upload: ResumableUpload, context: TusContext): Promise<Response> {
  if (upload.finished) throw new TusError(400, 'Cannot terminate an already completed upload');
  await authorize(upload, 'tus.upload.delete', context);
  await exclusively(upload, context, async () => {
    await context.uploads.remove(upload.version);
    await context.store.remove(upload.version);
  });
  return new Response(null, { status: 204, headers: VERSION });
}

/** Takes in what comes from the offset on; what has come stays, also when the rest does not. */
function take(upload: ResumableUpload, offset: number, context: TusContext): Promise<void> {
  return exclusively(upload, context, async () => {
    const { store, uploads } = context;
    if (offset !== (await store.size(upload.version))) throw new TusError(409, 'Upload-Offset conflict');
    const { passing } = measure(context.body.bytes(), upload.length - offset);
    await store.append(upload.version, passing());
    await finish(upload, context);
    await uploads.save(upload);
  });
}

async function finish(upload: ResumableUpload, context: TusContext): Promise<void> {
  const { version, length, place, owner, upsert, userMetadata } = upload;
  if (upload.finished || (await context.store.size(version)) !== length) return;
  const metadata = describe(upload, length, await eTagOf(version, context));
  await completePut({ place, owner, upsert }, version, metadata, userMetadata, context);
  upload.finished = true;
}

async function eTagOf(version: string, { store }: TusContext): Promise<string> {
  const stream = await store.read(version);
  if (!stream) throw tooLarge();
  const bytes = measure(stream);
  for await (const _ of bytes.passing());
  return bytes.eTag();
}

async function exclusively<T>(
  upload: ResumableUpload,
  { busy }: TusContext,
  work: () => Promise<T>,
): Promise<T> {
  if (busy.has(upload.version)) throw new TusError(423, 'The resource is locked');
  busy.add(upload.version);
  try {
    return await work();
  } finally {
    busy.delete(upload.version);
  }
}

/** Of a finished upload the bytes may since have gone with their object; it is finished all the same. */
async function stateOf(upload: ResumableUpload, { store }: TusContext): Promise<Record<string, string>> {
  const offset = upload.finished ? upload.length : ((await store.size(upload.version)) ?? 0);
  return {
    ...VERSION,
    'upload-offset': String(offset),
    'upload-expires': new Date(upload.expires).toUTCString(),
    ...(upload.finished ? { 'tus-complete': '1' } : {}),
  };
}

function addressOf({ place, version }: ResumableUpload, { request, signed }: TusContext): string {
  const base = `${new URL(request.url).origin}/storage/v1/upload/resumable${signed ? '/sign' : ''}`;
  return `${base}/${uploadId(place.bucket, place.name, version)}`;
}
