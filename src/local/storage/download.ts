import type { StorageContext } from './context.ts';
import { StorageError, objectNotFound } from './errors.ts';
import type { Metadata, StoredObject } from './objects.ts';
import { readRange } from './range.ts';

/** The object's bytes, or the part that the request asks for; `expires` is the end of a signed address. */
export async function download(
  { request, store }: StorageContext,
  { metadata, version }: StoredObject,
  expires?: Date,
): Promise<Response> {
  const headers = headersOf(metadata, new URL(request.url).searchParams.get('download'), expires);
  if (isUnchanged(request.headers, metadata)) return new Response(null, { status: 304, headers });
  const part = readRange(request.headers.get('range'), metadata.size);
  if (part === 'beyond') {
    throw new StorageError(416, 'InvalidRange', 'The requested range is not satisfiable');
  }
  const { start, end } = part ?? { start: 0, end: metadata.size - 1 };
  headers.set('content-length', String(end - start + 1));
  if (part) headers.set('content-range', `bytes ${start}-${end}/${metadata.size}`);
  const status = part ? 206 : 200;
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  const body = await store.read(version, { start, end });
  if (!body) throw objectNotFound();
  return new Response(body as BodyInit, { status, headers });
}

function headersOf(metadata: Metadata, name: string | null, expires: Date | undefined): Headers {
  const { mimetype, cacheControl, contentEncoding } = metadata;
  const headers = new Headers({
    'accept-ranges': 'bytes',
    'content-type': mimetype.includes('text/html') ? 'text/plain' : mimetype, // no page comes from a bucket
    etag: metadata.eTag,
    'last-modified': new Date(metadata.lastModified).toUTCString(),
  });
  if (expires) headers.set('expires', expires.toUTCString());
  else headers.set('cache-control', cacheControl);
  if (contentEncoding) headers.set('content-encoding', contentEncoding);
  if (name !== null) headers.set('content-disposition', disposition(name));
  return headers;
}

function disposition(name: string): string {
  if (name === '') return 'attachment;';
  const encoded = encodeURIComponent(name);
  return `attachment; filename=${encoded}; filename*=UTF-8''${encoded};`;
}

/** Whether the client has it already. */
function isUnchanged(headers: Headers, { eTag, lastModified }: Metadata): boolean {
  const tags = headers.get('if-none-match');
  if (tags !== null) return tags.split(',').some((tag) => ['*', eTag, `W/${eTag}`].includes(tag.trim()));
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  return Math.floor(Date.parse(lastModified) / 1000) * 1000 <= since;
}
