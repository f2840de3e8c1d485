import { RestError } from './errors.ts';
import { parsePreferences } from './parse/preferences.ts';
import type { Preferences } from './parse/preferences.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';

/** A request of the REST service, its headers understood. */
export interface RestRequest {
  method: Method;
  /** `/life_events` or `/rpc/nality_info`, without the service's own prefix. */
  path: string;
  target: { kind: 'root' } | { kind: 'relation'; name: string } | { kind: 'routine'; name: string };
  schema: string;
  params: URLSearchParams;
  headers: Headers;
  preferences: Preferences;
  media: Media;
  range?: { offset: number; limit?: number };
  body: string;
}

/** The form of the answer. */
export interface Media {
  /** One object instead of a list; anything but exactly one row is an error. */
  single: boolean;
  stripNulls: boolean;
}

/** @throws {RestError} PGRST100, 106, 107, 117, 122, 125 */
export async function readRequest(
  request: Request,
  path: string,
  schemas: readonly string[],
): Promise<RestRequest> {
  const { headers } = request;
  const method = readMethod(request.method);
  const params = new URL(request.url).searchParams;
  return {
    method,
    path,
    target: readTarget(path),
    schema: readSchema(method, headers, schemas),
    params,
    headers,
    preferences: parsePreferences(headers.get('prefer')),
    media: readMedia(headers.get('accept')),
    range: readRange(headers.get('range')),
    body: method === 'GET' || method === 'HEAD' ? '' : await request.text(),
  };
}

function readMethod(method: string): Method {
  if (['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'].includes(method)) return method as Method;
  throw new RestError(405, 'PGRST117', `Unsupported HTTP method: ${method}`);
}

function readTarget(path: string): RestRequest['target'] {
  const [first = '', second, ...more] = path.split('/').filter(Boolean).map(decodeSegment);
  if (first === '') return { kind: 'root' };
  if (first === 'rpc' && second !== undefined && more.length === 0) return { kind: 'routine', name: second };
  if (second === undefined) return { kind: 'relation', name: first };
  throw new RestError(404, 'PGRST125', 'Invalid path specified in request URL');
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new RestError(404, 'PGRST125', 'Invalid path specified in request URL');
  }
}

function readSchema(method: Method, headers: Headers, schemas: readonly string[]): string {
  const reading = method === 'GET' || method === 'HEAD';
  const wanted = headers.get(reading ? 'accept-profile' : 'content-profile') ?? schemas[0] ?? 'public';
  if (schemas.includes(wanted)) return wanted;
  throw new RestError(406, 'PGRST106', `Invalid schema: ${wanted}`, {
    hint: `Only the following schemas are exposed: ${schemas.join(', ')}`,
  });
}

const MEDIA = /^(?:\*\/\*|application\/(?:\*|json|vnd\.pgrst\.(object|array)(?:\+json)?))((?:;[^,]*)?)$/;

function readMedia(accept: string | null): Media {
  const wishes = (accept ?? '*/*').split(',').map((wish) => MEDIA.exec(wish.trim()));
  const match = wishes.find((wish) => wish !== null);
  if (!match) throw new RestError(406, 'PGRST107', `None of these media types are available: ${accept}`);
  return { single: match[1] === 'object', stripNulls: /nulls=stripped/.test(match[2] ?? '') };
}

function readRange(header: string | null): RestRequest['range'] {
  const match = /^(?:items=)?(\d+)-(\d*)$/.exec(header ?? '');
  if (!match) return undefined;
  const offset = Number(match[1]);
  if (match[2] === '') return { offset };
  const limit = Number(match[2]) - offset + 1;
  if (limit < 0)
    throw unsatisfiable(
      'The lower boundary must be lower than or equal to the upper boundary in the Range header.',
    );
  return { offset, limit };
}

export function unsatisfiable(details: string): RestError {
  return new RestError(416, 'PGRST103', 'Requested range not satisfiable', { details });
}

/** Reads a body of JSON. @throws {RestError} PGRST102 */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RestError(400, 'PGRST102', 'Empty or invalid json');
  }
}
