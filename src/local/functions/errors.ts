import { json } from '../gateway/json.ts';

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, x-client-info, apikey, content-type',
  'access-control-expose-headers': 'sb-error-code',
};

/** An answer of the platform instead of the function's; every page may read it. */
export function refusal(status: number, code: string, message: string, more: object = {}): Response {
  return json(status, { code, message, ...more }, { ...CORS, 'sb-error-code': code });
}

export function unauthorized(code: string, message = 'Invalid JWT'): Response {
  return refusal(401, code, message, { msg: message }); // `msg` is for older clients
}

export function notFound(): Response {
  return refusal(404, 'NOT_FOUND', 'Requested function was not found');
}

/** `trace` says what Deno says: file, line and message. */
export function bootError(trace: string): Response {
  return refusal(503, 'BOOT_ERROR', 'Function failed to start (please check logs)', { trace });
}

export function workerError(): Response {
  return refusal(500, 'WORKER_ERROR', 'Function exited due to an error (please check logs)');
}

export function idleTimeout(seconds: number): Response {
  return refusal(504, 'IDLE_TIMEOUT', `Request idle timeout limit (${seconds}s) reached`);
}

export function internalError(trace: string): Response {
  const message = 'Request failed due to an internal server error';
  return refusal(500, 'Internal Server Error', message, { trace });
}

/** What runs functions is missing: to a client this is an error of the relay, not of the function. */
export function denoMissing(): Response {
  const message =
    'Edge Functions need Deno, which was not found. Install it with `npm install --save-dev deno`, ' +
    'or put `deno` on your PATH, and call the function again.';
  const response = refusal(503, 'BOOT_ERROR', message);
  response.headers.set('x-relay-error', 'true');
  return response;
}
