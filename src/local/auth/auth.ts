import { Body } from './body.ts';
import { runEndpoint } from './call.ts';
import type { Service } from './call.ts';
import { health, jwks, settings } from './endpoints/information.ts';
import { AuthError, databaseError } from './errors.ts';
import { findEndpoint } from './routes.ts';

export interface AuthOptions extends Service {
  /** Is given why a request failed inside, line by line. */
  log?: (line: string) => void;
}

/**
 * The Auth service, as GoTrue answers: accounts by address and password, anonymous ones, ways in by mail, sessions
 * with refresh tokens that are used once, administration. Providers, phones and second factors are refused.
 */
export function createAuth(options: AuthOptions): (request: Request, path: string) => Promise<Response> {
  return async (request, path) => {
    try {
      return await answer(options, request, path);
    } catch (error) {
      return toRefusal(error, options.log).toResponse(request);
    }
  };
}

async function answer(service: Service, request: Request, path: string): Promise<Response> {
  if (request.method === 'GET') {
    if (path === '/settings') return settings(service);
    if (path === '/health') return health();
    if (path === '/.well-known/jwks.json') return jwks(service);
  }
  const endpoint = findEndpoint(request.method, path);
  if (endpoint === undefined) return new Response('404 page not found\n', { status: 404 });
  if (endpoint === null) return new Response(null, { status: 405 });
  const body = new Body(await request.text()); // before the transaction: a client may be slow
  const answered = await runEndpoint(service, request, body, endpoint);
  return answered instanceof AuthError ? answered.toResponse(request) : answered;
}

function toRefusal(error: unknown, log?: (line: string) => void): AuthError {
  const message = 'Unexpected failure, please check server logs for more information';
  const refusal = error instanceof AuthError ? error : databaseError(message, error);
  if (refusal.cause !== undefined) log?.(`auth: ${refusal.message}: ${reasonOf(refusal.cause)}`);
  return refusal;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
