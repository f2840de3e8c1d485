import { RestError, unsatisfiable } from './errors.ts';
import { contentType } from './media.ts';
import { appliedPreferences } from './parse/preferences.ts';
import type { Preferences } from './parse/preferences.ts';
import { encode } from './request.ts';
import type { RestRequest } from './request.ts';
import type { Statement } from './statement.ts';

/** What a statement has answered. `page` and `total` count rows. */
export interface StatementResult {
  body: string;
  page: number;
  total: number | null;
  /** Names and conditions that find the new row, in JSON. */
  location: string | null;
  inserted: number | null;
  headers: string | null;
  status: string | null;
}

/** The HTTP answer to a statement that succeeded. */
export function toResponse(request: RestRequest, statement: Statement, result: StatementResult): Response {
  const status = statusOf(request, statement, result);
  const headers = new Headers(ownHeaders(request, statement, result));
  const body = status === 416 ? beyondEnd(statement, result) : result.body;
  const chosen = readHeaders(result.headers);
  for (const [name] of chosen) headers.delete(name);
  for (const [name, value] of chosen) headers.append(name, value);
  const final = readStatus(result.status) ?? status;
  const hasBody =
    statement.shape !== 'nothing' && request.method !== 'HEAD' && final !== 204 && final !== 304;
  return new Response(hasBody ? body : null, { status: final, headers });
}

/** How PostgreSQL would have done it. */
export function planResponse(request: RestRequest, plan: string): Response {
  return new Response(plan, { status: 200, headers: { 'content-type': contentType(request.media) } });
}

function statusOf(
  request: RestRequest,
  { offset, shape, routine }: Statement,
  result: StatementResult,
): number {
  if (routine && shape === 'nothing') return 204;
  switch (request.method) {
    case 'POST':
      if (routine) break;
      return request.preferences.resolution === 'merge-duplicates' && (result.inserted ?? 1) <= 0 ? 200 : 201;
    case 'PUT':
      return shape === 'nothing' ? 204 : (result.inserted ?? 0) > 0 ? 201 : 200;
    case 'PATCH':
    case 'DELETE':
      return shape === 'nothing' ? 204 : 200;
    default:
      break;
  }
  const { page, total } = result;
  if (total === null) return 200;
  if (offset > total) return 416;
  return page < total ? 206 : 200;
}

function ownHeaders(
  request: RestRequest,
  statement: Statement,
  result: StatementResult,
): Record<string, string> {
  const headers: Record<string, string> = {};
  const range = contentRange(request, statement, result);
  if (range) headers['content-range'] = range;
  if (request.reading && statement.relation) headers['content-location'] = contentLocation(request);
  if (result.location) headers.location = location(request, result.location);
  const applied = appliedPreferences(request.preferences, concerned(request, statement));
  if (applied) headers['preference-applied'] = applied;
  if (statement.shape === 'nothing') return headers;
  headers['content-type'] = contentType(request.media);
  if (request.namesSchema) headers['content-profile'] = request.schema;
  return headers;
}

function contentRange(
  { method, preferences }: RestRequest,
  { offset, routine }: Statement,
  { page, total }: StatementResult,
): string | undefined {
  if (method === 'PUT') return undefined;
  const counted = preferences.count === 'exact' || preferences.count === 'estimated';
  const isWrite = !routine && method !== 'GET' && method !== 'HEAD';
  const all = isWrite ? (counted ? page : null) : total;
  const isShown = page > 0 && all !== 0 && (!isWrite || method === 'PATCH');
  return `${isShown ? `${offset}-${offset + page - 1}` : '*'}/${all ?? '*'}`;
}

function contentLocation({ path, canonicalQuery }: RestRequest): string {
  return `${path}${canonicalQuery ? `?${canonicalQuery}` : ''}`;
}

function location({ path }: RestRequest, pairs: string): string {
  const query = (JSON.parse(pairs) as [string, string][]).map(
    ([name, value]) => `${encode(name)}=${encode(value)}`,
  );
  return `${path}?${query.join('&')}`;
}

/** The preferences that a request of this kind can follow. */
function concerned({ method, query }: RestRequest, { routine, relation }: Statement): (keyof Preferences)[] {
  if (routine) return ['count', 'tx', 'maxAffected'];
  switch (method) {
    case 'POST': {
      const hasKeys = (relation?.primaryKey.length ?? 0) > 0 || query.onConflict !== undefined;
      return [...(hasKeys ? (['resolution'] as const) : []), 'missing', 'return', 'count', 'tx'];
    }
    case 'PATCH':
      return ['missing', 'return', 'count', 'tx', 'maxAffected'];
    case 'DELETE':
      return ['return', 'count', 'tx', 'maxAffected'];
    case 'PUT':
      return ['return', 'count', 'tx'];
    default:
      return ['count', 'tx'];
  }
}

function beyondEnd({ offset }: Statement, { total }: StatementResult): string {
  const details = `An offset of ${offset} was requested, but there are only ${total} rows.`;
  const { code, details: shown, hint, message } = unsatisfiable(details);
  return JSON.stringify({ code, details: shown, hint, message });
}

/** What a function has set as `response.status`. */
function readStatus(text: string | null): number | undefined {
  if (text === null) return undefined;
  const status = Number(/^\d+/.exec(text)?.[0]);
  if (status >= 200 && status <= 599) return status;
  throw new RestError(500, 'PGRST112', 'response.status guc must be a valid status code');
}

/** What a function has set as `response.headers`: a list of objects with one key each. */
function readHeaders(text: string | null): [string, string][] {
  if (text === null) return [];
  try {
    return (JSON.parse(text) as object[]).map((header) => {
      const [entry, ...more] = Object.entries(header) as [string, unknown][];
      if (!entry || more.length > 0 || typeof entry[1] !== 'string') throw new Error();
      return [entry[0], entry[1]];
    });
  } catch {
    const shape = 'a JSON array composed of objects with a single key and a string value';
    throw new RestError(500, 'PGRST111', `response.headers guc must be ${shape}`);
  }
}
