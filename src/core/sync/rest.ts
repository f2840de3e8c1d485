import { toJson } from '../lib/to-json.ts';
import type { RestAnswer, RestQuery, SupabaseLike } from './client.ts';
import { retryAfterOf } from './retry-after.ts';

/**
 * The part of PostgREST's grammar that the core speaks, by `fetch` alone: what is needed of postgrest-js at a tenth of
 * its weight, and answers of the same shape, so that a page's own `SupabaseClient` can take its place.
 *
 * @param address of the REST service, without a slash at the end
 * @param send `fetch` with key and token in place
 * @param now milliseconds since the epoch
 */
export function restClient(
  address: string,
  send: typeof fetch,
  now: () => number,
): Pick<SupabaseLike, 'from' | 'rpc'> {
  return {
    from: (table) => ({
      select: (columns: string) => {
        const url = new URL(`${address}/${table}`);
        url.searchParams.set('select', columns);
        return query(url, {}, send, now);
      },
      upsert(row: object, { onConflict, ignoreDuplicates }) {
        const url = new URL(`${address}/${table}`);
        url.searchParams.set('on_conflict', onConflict);
        const prefer = `resolution=${ignoreDuplicates ? 'ignore' : 'merge'}-duplicates,return=minimal`;
        return query(url, posted(row, { prefer }), send, now);
      },
    }),
    rpc: (name, args = {}) => query(new URL(`${address}/rpc/${name}`), posted(args), send, now),
  };
}

/** A request that carries something. */
export function posted(
  body: object,
  headers: Readonly<Record<string, string>> = {},
): NonNullable<Parameters<typeof fetch>[1]> {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: toJson(body),
  };
}

function query(
  url: URL,
  init: Parameters<typeof fetch>[1],
  send: typeof fetch,
  now: () => number,
): RestQuery {
  let abort: AbortSignal | null = null;
  const run = async (): Promise<RestAnswer> => {
    try {
      return await answerOf(await send(url, { ...init, signal: abort }), now());
    } catch (error) {
      return { data: null, error: { message: String(error) }, status: 0 };
    }
  };
  const refine = (name: string, value: string): RestQuery => {
    url.searchParams.append(name, value);
    return self;
  };
  const self: RestQuery = {
    in: (column, values) => refine(column, `in.(${values.map(quoted).join(',')})`),
    eq: (column, value) => refine(column, `eq.${value}`),
    is: (column, value) => refine(column, `is.${value}`),
    gt: (column, value) => refine(column, `gt.${value}`),
    gte: (column, value) => refine(column, `gte.${value}`),
    order: (column) => refine('order', `${column}.asc`),
    limit: (count) => refine('limit', String(count)),
    abortSignal(signal) {
      abort = signal;
      return self;
    },
    // It is awaited like a promise, and sent then: that is what makes it a `RestQuery`.
    then: (onAnswer, onError) => run().then(onAnswer, onError),
  };
  return self;
}

async function answerOf(response: Response, now: number): Promise<RestAnswer> {
  const text = await response.text();
  const { status } = response;
  if (response.ok) return { data: text === '' ? null : JSON.parse(text), error: null, status };
  const retryAfterMs = retryAfterOf(response.headers, now);
  return { data: null, error: errorOf(text), status, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** What is not PostgREST's own answer, of a gateway for instance, is told as it came. */
function errorOf(text: string): NonNullable<RestAnswer['error']> {
  try {
    const error: unknown = JSON.parse(text);
    if (typeof error === 'object' && error !== null && 'message' in error)
      return error as NonNullable<RestAnswer['error']>;
  } catch {
    // Not even JSON.
  }
  return { message: text };
}

/** PostgREST's reserved characters need quotes in a list. */
function quoted(value: string): string {
  return /[,()"\\]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}
