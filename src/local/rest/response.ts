import { RestError } from './errors.ts';
import type { RestRequest } from './request.ts';
import type { Statement, StatementResult } from './statement.ts';

/** The HTTP answer to a statement that succeeded. */
export function toResponse(request: RestRequest, statement: Statement, result: StatementResult): Response {
  const status = readStatus(result.status) ?? statusOf(request, statement, result);
  const headers = new Headers({ 'content-range': contentRange(request, statement, result) });
  if (request.preferences.applied.length > 0) {
    headers.set('preference-applied', request.preferences.applied.join(', '));
  }
  const empty =
    status === 204 || status === 304 || request.method === 'HEAD' || statement.shape === 'nothing';
  if (statement.shape !== 'nothing') headers.set('content-type', contentType(request));
  for (const [name, value] of readHeaders(result.headers)) headers.append(name, value);
  return new Response(empty ? null : result.body, { status, headers });
}

function statusOf(request: RestRequest, statement: Statement, result: StatementResult): number {
  if (request.target.kind === 'routine')
    return statement.shape === 'nothing' ? 204 : partial(statement, result);
  switch (request.method) {
    case 'POST': {
      const merged = request.preferences.resolution === 'merge-duplicates' && (result.inserted ?? 0) <= 0;
      return merged ? 200 : 201;
    }
    case 'PATCH':
    case 'DELETE':
      return statement.shape === 'nothing' ? 204 : 200;
    default:
      return partial(statement, result);
  }
}

/** 206 when it is known that there is more. */
function partial(statement: Statement, { page, total }: StatementResult): number {
  return total !== null && statement.offset + page < total ? 206 : 200;
}

function contentRange(request: RestRequest, statement: Statement, { page, total }: StatementResult): string {
  const reading = request.method === 'GET' || request.method === 'HEAD' || request.target.kind === 'routine';
  const first = statement.offset;
  const rows = page > 0 && (reading || request.method === 'PATCH') ? `${first}-${first + page - 1}` : '*';
  return `${rows}/${total ?? '*'}`;
}

function contentType({ media }: RestRequest): string {
  const nulls = media.stripNulls ? ';nulls=stripped' : '';
  if (media.single) return `application/vnd.pgrst.object+json${nulls}; charset=utf-8`;
  return media.stripNulls
    ? `application/vnd.pgrst.array+json${nulls}; charset=utf-8`
    : 'application/json; charset=utf-8';
}

/** What a function has set as `response.status`. */
function readStatus(text: string | null): number | undefined {
  if (text === null) return undefined;
  if (/^[1-5]\d\d$/.test(text)) return Number(text);
  throw new RestError(500, 'PGRST112', 'response.status guc must be a valid status code');
}

/** What a function has set as `response.headers`: a list of objects with one key each. */
function readHeaders(text: string | null): [string, string][] {
  if (text === null) return [];
  try {
    return (JSON.parse(text) as Record<string, string>[]).flatMap((header) => Object.entries(header));
  } catch {
    const shape = 'a JSON array composed of objects with a single key and a string value';
    throw new RestError(500, 'PGRST111', `response.headers guc must be ${shape}`);
  }
}
