import type { ByteStore } from './byte-store.ts';
import type { StoredObject } from './objects.ts';

/** The object's bytes, or the part that the request asks for. */
export function download(request: Request, object: StoredObject, store: ByteStore): Response {
  const { metadata, version } = object;
  const headers = new Headers({
    'content-type': metadata.mimetype,
    'cache-control': metadata.cacheControl,
    etag: metadata.eTag,
    'last-modified': new Date(metadata.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  });
  const name = new URL(request.url).searchParams.get('download');
  if (name !== null)
    headers.set('content-disposition', disposition(name || (object.name.split('/').at(-1) ?? '')));
  if (request.headers.get('if-none-match') === metadata.eTag)
    return new Response(null, { status: 304, headers });
  const part = readRange(request.headers.get('range'), metadata.size);
  const { start, end } = part ?? { start: 0, end: metadata.size - 1 };
  headers.set('content-length', String(end - start + 1));
  if (part) headers.set('content-range', `bytes ${start}-${end}/${metadata.size}`);
  const body = request.method === 'HEAD' ? null : store.read(version, { start, end });
  return new Response(body, { status: part ? 206 : 200, headers });
}

function disposition(name: string): string {
  return `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
}

function readRange(header: string | null, size: number): { start: number; end: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start <= end ? { start, end } : undefined;
}
