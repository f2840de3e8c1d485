import { corsHeaders } from 'npm:@supabase/supabase-js@2.119.1/cors';

/** What is wrong, as the client's own errors name it. */
export type Code =
  | 'auth-expired'
  | 'auth-required'
  | 'conflict'
  | 'denied'
  | 'invalid'
  | 'not-found'
  | 'rate-limited'
  | 'server'
  | 'too-large';

/** An answer that is an error: `{code, message}`, the message in words for people. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: Code;
  /** Seconds after which it is worth another try. */
  readonly retryAfter?: number;

  constructor(status: number, code: Code, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export type Body = Readonly<Record<string, unknown>>;
export type Handler = (request: Request, body: Body) => Promise<Response>;

/** Far more than the longest message takes. */
const BODY_BYTES = 256 * 1024;

/** Serves the routes, `POST` each, by their paths below `/functions/v1`: `chat/messages`. */
export function serve(routes: Readonly<Record<string, Handler>>): void {
  const known = new Map(Object.entries(routes));
  Deno.serve(async (request) => {
    if (request.method === 'OPTIONS') return new Response('ok', { headers: corsHeaders });
    const path = new URL(request.url).pathname.replace(/^\/functions\/v1/, '').replace(/^\/|\/$/g, '');
    const handler = request.method === 'POST' ? known.get(path) : undefined;
    try {
      if (!handler) throw new Problem(404, 'not-found', `There is no ${request.method} ${path} here.`);
      return await handler(request, await readBody(request));
    } catch (error) {
      return refuse(error);
    }
  });
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(value, { status, headers: { ...corsHeaders, ...headers } });
}

function refuse(error: unknown): Response {
  if (error instanceof Problem) {
    const { status, code, message, retryAfter } = error;
    if (retryAfter === undefined) return json(status, { code, message });
    const pause = { 'retry-after': String(retryAfter), 'access-control-expose-headers': 'retry-after' };
    return json(status, { code, message }, pause);
  }
  console.error(error);
  return json(500, { code: 'server', message: 'Something went wrong here. Try again in a moment.' });
}

async function readBody(request: Request): Promise<Body> {
  const text = await readText(request);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  } catch {
    // What follows says it.
  }
  throw new Problem(400, 'invalid', 'The body is not a JSON object.');
}

async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > BODY_BYTES)
      throw new Problem(422, 'too-large', `The body has more than ${BODY_BYTES} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
