import type { RestConfig } from './config.ts';
import { RestError } from './errors.ts';
import { readMedia } from './media.ts';
import type { Media } from './media.ts';
import { parsePreferences } from './parse/preferences.ts';
import type { Preferences } from './parse/preferences.ts';
import { parseQuery } from './parse/query.ts';
import type { Query } from './parse/query.ts';
import { readPayload } from './payload.ts';
import type { Payload } from './payload.ts';
import { narrow } from './range.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

export type Target =
  { kind: 'root' } | { kind: 'relation'; name: string } | { kind: 'routine'; name: string };

/** A request of the REST service, understood as far as that is possible without the database. */
export interface RestRequest {
  method: Method;
  /** GET or HEAD. */
  reading: boolean;
  /** `/life_events` or `/rpc/nality_info`, without the service's own prefix. */
  path: string;
  target: Target;
  schema: string;
  /** Whether the answer names the schema, because there was a choice. */
  namesSchema: boolean;
  headers: Headers;
  preferences: Preferences;
  media: Media;
  query: Query;
  /** The query string, its parameters in the order of their names. */
  canonicalQuery: string;
  payload?: Payload;
}

/** @throws {RestError} PGRST100, 101, 102, 103, 106, 107, 114, 117, 122, 125 */
export async function readRequest(
  request: Request,
  path: string,
  config: RestConfig,
  isTimezone: (name: string) => Promise<boolean>,
): Promise<RestRequest> {
  const { headers } = request;
  const target = readTarget(path);
  const method = readMethod(request.method, target);
  const reading = method === 'GET' || method === 'HEAD';
  const params = new URL(request.url).searchParams;
  const query = parseQuery(params, reading && target.kind === 'routine');
  const allowTx = config.txEnd.endsWith('-allow-override');
  const read = {
    method,
    reading,
    path,
    target,
    ...readSchema(reading, headers, config.schemas),
    headers,
    preferences: await parsePreferences(headers.get('prefer'), { allowTx, isTimezone }),
    media: readMedia(headers.get('accept'), config.planEnabled),
    query,
    canonicalQuery: canonical(params),
  };
  narrow(query.root, method === 'GET' ? headers.get('range') : null);
  if (method === 'PUT' && (query.root.limit !== undefined || query.root.offset !== undefined))
    throw new RestError(400, 'PGRST114', 'limit/offset querystring parameters are not allowed for PUT');
  if (reading || method === 'DELETE') return read;
  const isCall = target.kind === 'routine';
  const columns = method === 'PUT' ? undefined : query.columns;
  const body = new Uint8Array(await request.arrayBuffer());
  return { ...read, payload: readPayload(body, headers.get('content-type'), { columns, isCall }) };
}

function readMethod(method: string, target: Target): Method {
  const known = METHODS.find((one) => one === method);
  if (target.kind === 'routine' && method !== 'POST' && method !== 'GET' && method !== 'HEAD')
    throw new RestError(405, 'PGRST101', `Cannot use the ${method} method on RPC`);
  if (known && (target.kind !== 'root' || method === 'GET' || method === 'HEAD')) return known;
  throw new RestError(405, 'PGRST117', `Unsupported HTTP method: ${method}`);
}

function readTarget(path: string): Target {
  const segments = path.split('/').slice(1).map(decodeSegment);
  const [first = '', second, ...more] = segments;
  if (first === '' && second === undefined) return { kind: 'root' };
  if (first === 'rpc' && second !== undefined && more.length === 0) return { kind: 'routine', name: second };
  if (second === undefined) return { kind: 'relation', name: first };
  throw invalidPath();
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalidPath();
  }
}

function invalidPath(): RestError {
  return new RestError(404, 'PGRST125', 'Invalid path specified in request URL');
}

function readSchema(
  reading: boolean,
  headers: Headers,
  schemas: readonly string[],
): { schema: string; namesSchema: boolean } {
  const wanted = headers.get(reading ? 'accept-profile' : 'content-profile');
  if (wanted === null) return { schema: schemas[0] ?? 'public', namesSchema: schemas.length !== 1 };
  if (schemas.includes(wanted)) return { schema: wanted, namesSchema: true };
  throw new RestError(406, 'PGRST106', `Invalid schema: ${wanted}`, {
    hint: `Only the following schemas are exposed: ${schemas.join(', ')}`,
  });
}

function canonical(params: URLSearchParams): string {
  const pairs = [...params].filter(([name]) => name !== 'apikey');
  return pairs
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

/** Leaves only what never has to be escaped. */
export function encode(text: string): string {
  const escape = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, escape);
}
