import type { FileTools, Sending, Sent } from '../../environment.ts';
import { NalityError } from '../../errors.ts';
import { toJson } from '../../lib/to-json.ts';
import type { Remote } from '../remote.ts';
import { storageError } from './storage-error.ts';

/** A file on its way into a bucket. */
export interface Putting {
  readonly bucket: string;
  readonly path: string;
  readonly file: Blob;
  readonly type: string;
  /** Where an upload in pieces was begun. */
  readonly begun?: string | undefined;
  /** Hears where one has been begun: it can be gone on with there, by a later page too. */
  onBegun(address: string): void;
  /** Hears how many bytes of it are up. */
  onProgress(bytes: number): void;
  readonly signal: AbortSignal;
}

/** Larger files go in pieces of this size, the one that Storage takes. */
const PIECE = 6 * 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0' };
const SECONDS_CACHED = '3600';

/** Puts a file into a bucket, in the place of one of that name. Rejects with a `NalityError`, or as it was aborted. */
export function putFile(putting: Putting, remote: Remote, tools: FileTools): Promise<void> {
  return putting.file.size > PIECE ? putPieces(putting, remote, tools) : putWhole(putting, remote, tools);
}

/** Takes files out of a bucket again, as far as they are there. */
export async function removeFiles(
  bucket: string,
  prefixes: readonly string[],
  remote: Remote,
  tools: FileTools,
  signal: AbortSignal,
): Promise<void> {
  const { url, headers } = await remote.service('/storage/v1');
  await tools.send({
    method: 'DELETE',
    url: `${url}/object/${bucket}`,
    headers: { ...headers, 'content-type': 'application/json' },
    body: toJson({ prefixes }),
    signal,
  });
}

async function putWhole(putting: Putting, remote: Remote, tools: FileTools): Promise<void> {
  const { bucket, path, file, type, onProgress, signal } = putting;
  const { url, headers } = await remote.service('/storage/v1');
  const answer = await ask(tools, {
    method: 'POST',
    url: `${url}/object/${bucket}/${path}`,
    // An attempt whose answer was lost is repeated in its own place.
    headers: {
      ...headers,
      'content-type': type,
      'cache-control': `max-age=${SECONDS_CACHED}`,
      'x-upsert': 'true',
    },
    body: file,
    onProgress,
    signal,
  });
  accepted(answer);
}

/** By tus 1.0.0: what has come up stays there for a day, whatever becomes of the line or of the page. */
async function putPieces(putting: Putting, remote: Remote, tools: FileTools): Promise<void> {
  const { file, onProgress, signal } = putting;
  const { begun, offset } = (await found(putting, remote, tools)) ?? (await begin(putting, remote, tools));
  for (let at = offset; at < file.size;) {
    onProgress(at);
    const from = at;
    const { headers } = await remote.service('');
    const answer = await ask(tools, {
      method: 'PATCH',
      url: begun,
      headers: {
        ...headers,
        ...TUS,
        'x-upsert': 'true',
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(at),
      },
      body: file.slice(at, at + PIECE),
      onProgress: (bytes) => onProgress(from + bytes),
      signal,
    });
    accepted(answer);
    at = offsetOf(answer) ?? at + PIECE;
  }
}

interface Begun {
  readonly begun: string;
  readonly offset: number;
}

async function begin(putting: Putting, remote: Remote, tools: FileTools): Promise<Begun> {
  const { bucket, path, file, type, signal } = putting;
  const { url, headers } = await remote.service('/storage/v1/upload/resumable');
  const about = { bucketName: bucket, objectName: path, contentType: type, cacheControl: SECONDS_CACHED };
  const answer = await ask(tools, {
    method: 'POST',
    url,
    headers: {
      ...headers,
      ...TUS,
      'x-upsert': 'true',
      'upload-length': String(file.size),
      'upload-metadata': Object.entries(about)
        .map(([name, value]) => `${name} ${btoa(value)}`)
        .join(),
    },
    signal,
  });
  accepted(answer);
  const place = new URL(answer.header('location') ?? '', url);
  // What follows carries the person's token: it goes to the project alone.
  if (place.origin !== new URL(url).origin)
    throw new NalityError('server', 'Storage sends uploads to another address.', { retryable: false });
  putting.onBegun(place.href);
  return { begun: place.href, offset: 0 };
}

/** How far an earlier attempt came; undefined where nothing is left of it. */
async function found(
  { begun, signal }: Putting,
  remote: Remote,
  tools: FileTools,
): Promise<Begun | undefined> {
  if (begun === undefined) return undefined;
  const { headers } = await remote.service('');
  const answer = await ask(tools, { method: 'HEAD', url: begun, headers: { ...headers, ...TUS }, signal });
  const offset = offsetOf(answer);
  if (answer.status >= 500 || answer.status === 423) accepted(answer);
  return answer.status < 300 && offset !== undefined ? { begun, offset } : undefined;
}

function offsetOf(answer: Sent): number | undefined {
  const offset = answer.header('upload-offset');
  return offset === null ? undefined : Number(offset);
}

async function ask(tools: FileTools, request: Sending): Promise<Sent> {
  try {
    return await tools.send(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new NalityError('offline', 'The line was lost.', { cause: error });
  }
}

function accepted({ status, text }: Sent): void {
  // 409 and 423: another page, or the attempt before, is at it still.
  if (status === 409 || status === 423)
    throw new NalityError('server', 'It is being uploaded already.', { retryable: true });
  if (status >= 300) throw storageError(status, text);
}
