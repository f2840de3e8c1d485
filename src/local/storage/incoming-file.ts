import { noContent, tooLarge } from './errors.ts';
import { MultipartReader } from './multipart.ts';
import type { RequestBody } from './request-body.ts';

/** A file on its way into a bucket: what is said of it, and its bytes as they come. */
export interface IncomingFile {
  type: string;
  cacheControl: string;
  /** How the bytes are encoded, if at all. */
  encoding?: string;
  /** How many bytes will come, where that is said beforehand. */
  length?: number;
  userMetadata: Record<string, unknown> | null;
  bytes: AsyncIterable<Uint8Array>;
}

const FIELD_LIMIT = 1024 * 1024;

/** Begins to read the file of a request, which comes bare or as the first file of a form. */
export async function readIncoming(headers: Headers, body: RequestBody): Promise<IncomingFile> {
  const type = headers.get('content-type');
  const isForm = type?.startsWith('multipart/form-data');
  return isForm ? readForm(type ?? '', body.bytes()) : readBare(headers, body.bytes());
}

async function readForm(type: string, bytes: AsyncIterable<Uint8Array>): Promise<IncomingFile> {
  const form = new MultipartReader(type, bytes);
  const fields: Record<string, string> = {};
  for (let part = await form.next(); part; part = await form.next()) {
    if (part.isFile) return fileOf(part.type, fields, form.body());
    const text = await form.text(FIELD_LIMIT);
    if (text === undefined) throw tooLarge(part.name === 'metadata' ? 'user_metadata' : part.name);
    fields[part.name] = text;
  }
  throw noContent();
}

function fileOf(
  type: string,
  fields: Record<string, string>,
  bytes: AsyncIterable<Uint8Array>,
): IncomingFile {
  const { cacheControl, metadata = fields['userMetadata'], contentType, contentEncoding } = fields;
  return {
    type: contentType || type,
    cacheControl: cacheControl ? `max-age=${cacheControl}` : 'no-cache',
    encoding: contentEncoding || undefined,
    userMetadata: metadata === undefined ? null : parse(metadata),
    bytes,
  };
}

function readBare(headers: Headers, bytes: AsyncIterable<Uint8Array>): IncomingFile {
  const metadata = headers.get('x-metadata');
  const length = headers.get('content-length');
  return {
    type: headers.get('content-type') ?? 'application/octet-stream',
    cacheControl: headers.get('cache-control') ?? 'no-cache',
    encoding: headers.get('content-encoding') ?? undefined,
    length: length === null ? undefined : Number(length),
    userMetadata: metadata === null ? null : parseUserMetadata(metadata),
    bytes,
  };
}

/** Reads the header `x-metadata`. */
export function parseUserMetadata(base64: string): Record<string, unknown> | null {
  return parse(Buffer.from(base64, 'base64').toString());
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
