import type { RateCounter } from './limits.ts';

/** Headers that the real server puts on every answer. */
const ALWAYS = { 'cache-control': 'max-age=0, private, must-revalidate', vary: 'accept-encoding' };

/** An answer in JSON. */
export function json(status: number, body: unknown): Response {
  return answer(status, JSON.stringify(body), 'application/json; charset=utf-8');
}

/** An answer in words; the real server's error pages call themselves HTML. */
export function words(status: number, text: string, type?: string): Response {
  return answer(status, text, type);
}

/** An answer without content. */
export function empty(status: number): Response {
  return new Response(null, { status, headers: ALWAYS });
}

/** Says how often has been asked, as the addresses below `/api` do. */
export function withRate(response: Response, requests: RateCounter): Response {
  const rolling = Math.trunc(requests.average);
  response.headers.set('x-rate-limit', String(requests.perSecond));
  response.headers.set('x-rate-limit-remaining', String(requests.perSecond - rolling));
  response.headers.set('x-rate-rolling', String(rolling));
  return response;
}

/** Lets a page of another origin read the answer. */
export function withOrigin(response: Response, request: Request): Response {
  if (request.headers.has('origin')) response.headers.set('access-control-allow-origin', '*');
  return response;
}

function answer(status: number, content: string, type?: string): Response {
  const headers = new Headers(ALWAYS);
  const body = new TextEncoder().encode(content); // bytes: text would be given a type
  if (type !== undefined) headers.set('content-type', type);
  return new Response(body, { status, headers });
}
