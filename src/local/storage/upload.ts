import { createHash } from 'node:crypto';
import { StorageError } from './errors.ts';
import type { Metadata } from './objects.ts';

/** A file on its way into a bucket. */
export interface Upload {
  bytes: Uint8Array;
  metadata: Metadata;
  userMetadata: Record<string, unknown> | null;
  /** Replaces an object of that name. */
  upsert: boolean;
}

/** Reads the file of the request, which comes bare or as the first file of a form. */
export async function readUpload(request: Request): Promise<Upload> {
  const { headers } = request;
  const isForm = headers.get('content-type')?.startsWith('multipart/form-data') ?? false;
  const file = isForm ? await readForm(request) : await readBare(request);
  const bytes = new Uint8Array(await file.body.arrayBuffer());
  return {
    bytes,
    metadata: describe(bytes, file.type, file.cacheControl),
    userMetadata: file.userMetadata,
    upsert: request.method === 'PUT' || headers.get('x-upsert') === 'true',
  };
}

interface ReadFile {
  body: Blob;
  type: string;
  cacheControl: string;
  userMetadata: Record<string, unknown> | null;
}

async function readForm(request: Request): Promise<ReadFile> {
  const form = await request.formData();
  const body = [...form.values()].find((value) => typeof value !== 'string');
  if (!body) throw new StorageError(400, 'InvalidRequest', 'No file in the form');
  const metadata = form.get('metadata');
  const seconds = form.get('cacheControl');
  return {
    body,
    type: body.type || 'application/octet-stream',
    cacheControl: typeof seconds === 'string' ? `max-age=${seconds}` : 'no-cache',
    userMetadata: typeof metadata === 'string' ? parse(metadata) : null,
  };
}

async function readBare(request: Request): Promise<ReadFile> {
  const { headers } = request;
  const metadata = headers.get('x-metadata');
  return {
    body: await request.blob(),
    type: headers.get('content-type') ?? 'application/octet-stream',
    cacheControl: headers.get('cache-control') ?? 'no-cache',
    userMetadata: metadata === null ? null : parse(Buffer.from(metadata, 'base64').toString()),
  };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function describe(bytes: Uint8Array, mimetype: string, cacheControl: string): Metadata {
  return {
    eTag: `"${createHash('md5').update(bytes).digest('hex')}"`,
    size: bytes.length,
    mimetype,
    cacheControl,
    lastModified: new Date().toISOString(),
    contentLength: bytes.length,
    httpStatusCode: 200,
  };
}
