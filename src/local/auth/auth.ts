import { decodeJwt } from 'jose';
import type { PgliteDatabase } from '../database/pglite-database.ts';
import { json } from '../gateway/json.ts';
import { bearerOf, verifyToken } from '../gateway/token.ts';
import { roleOfKey } from '../keys.ts';
import type { Keys } from '../keys.ts';
import { handleAdmin } from './admin.ts';
import { createAnonymousUser, giveEmail } from './anonymous.ts';
import { completeToken } from './claims.ts';
import type { Session } from './claims.ts';
import { AuthError } from './errors.ts';
import { createLiteAuth } from './lite.ts';
import type { LiteAuth } from './lite.ts';
import { findUser } from './users.ts';

export interface AuthOptions {
  database: PgliteDatabase;
  keys: Keys;
}

/**
 * The Auth service: what `@supabase/lite` has of it, completed where a client would notice (claims, error codes),
 * and what it lacks: anonymous sign-in, administration of users, settings that say so.
 */
export function createAuth(options: AuthOptions): (request: Request, path: string) => Promise<Response> {
  const service = new AuthService(options);
  return async (request, path) => {
    try {
      return await service.handle(request, path);
    } catch (error) {
      return toAuthError(error).toResponse();
    }
  };
}

const JSON_BODY = { 'content-type': 'application/json' };

class AuthService {
  readonly #database: PgliteDatabase;
  readonly #keys: Keys;
  readonly #lite: LiteAuth;

  constructor({ database, keys }: AuthOptions) {
    this.#database = database;
    this.#keys = keys;
    this.#lite = createLiteAuth(database, keys.jwtSecret);
  }

  async handle(request: Request, path: string): Promise<Response> {
    if (path.startsWith('/admin/')) {
      await this.#requireServiceRole(request);
      return handleAdmin(request, path, this.#database);
    }
    if (path === '/settings') return this.#settings(request);
    if (path === '/signup' && request.method === 'POST') return this.#signUp(request);
    if (path === '/user' && request.method === 'PUT') return this.#updateUser(request);
    const method = path === '/token' ? (new URL(request.url).searchParams.get('grant_type') ?? '') : 'otp';
    return this.#complete(await this.#lite(this.#withoutKey(request)), request, method);
  }

  async #signUp(request: Request): Promise<Response> {
    const { url } = request;
    const text = await request.text();
    const body = parseBody(text);
    if (body.email || body.phone) {
      const forLite = new Request(url, { method: 'POST', headers: JSON_BODY, body: text });
      return this.#complete(await this.#lite(forLite), request, 'password');
    }
    const metadata = (body.data ?? {}) as Record<string, unknown>;
    const token = await this.#database.transaction((sql) => createAnonymousUser(sql, metadata));
    return this.#complete(await this.#refresh(request, token), request, 'anonymous');
  }

  /** The first address of somebody who signed in anonymously is ours to set, the rest the library's. */
  async #updateUser(request: Request): Promise<Response> {
    const { url, headers } = request;
    const { email, ...rest } = parseBody(await request.text());
    const nameless = email === undefined ? undefined : await this.#namelessCaller(request);
    const body = JSON.stringify(nameless ? rest : { email, ...rest });
    const forLite = { ...JSON_BODY, authorization: headers.get('authorization') ?? '' };
    const response = await this.#lite(new Request(url, { method: 'PUT', headers: forLite, body }));
    if (!nameless || !email || !response.ok) return this.#complete(response, request, 'otp');
    await this.#database.transaction((sql) => giveEmail(sql, nameless, email));
    return json(200, await findUser(this.#database, nameless));
  }

  /** The id of the person who asks, if they have no name yet. */
  async #namelessCaller({ headers }: Request): Promise<string | undefined> {
    const verified = await verifyToken(bearerOf(headers) ?? '', this.#keys.jwtSecret);
    if (!('claims' in verified) || !verified.claims.sub) return undefined;
    const { id, is_anonymous: nameless } = await findUser(this.#database, verified.claims.sub);
    return nameless ? id : undefined;
  }

  /** Exchanges a refresh token for a session. */
  #refresh(request: Request, token: string): Promise<Response> {
    const url = new URL('/auth/v1/token?grant_type=refresh_token', request.url);
    const body = JSON.stringify({ refresh_token: token });
    return this.#lite(new Request(url, { method: 'POST', headers: JSON_BODY, body }));
  }

  async #settings(request: Request): Promise<Response> {
    const settings = (await (await this.#lite(request)).json()) as { external: Record<string, boolean> };
    return json(200, { ...settings, external: { ...settings.external, anonymous_users: true } });
  }

  /** Gives sessions the claims that GoTrue puts into their token, users their whole form, refusals their codes. */
  async #complete(response: Response, request: Request, method: string): Promise<Response> {
    if (!response.headers.get('content-type')?.includes('json')) return response;
    const body = (await response.json()) as Record<string, unknown>;
    return json(
      response.status,
      response.ok ? await this.#completed(body, request, method) : withRealCode(body),
    );
  }

  #completed(body: Record<string, unknown>, request: Request, method: string): Promise<unknown> | unknown {
    if ('access_token' in body) return this.#completeSession(body as unknown as Session, request, method);
    return typeof body['aud'] === 'string' ? findUser(this.#database, String(body['id'])) : body;
  }

  async #completeSession(session: Session, request: Request, method: string): Promise<Session> {
    const { sub = '' } = decodeJwt(session.access_token);
    const user = await findUser(this.#database, sub);
    const issuer = new URL('/auth/v1', request.url).href;
    const amr = method !== 'refresh_token' ? method : user.is_anonymous ? 'anonymous' : 'password';
    const token = await completeToken({ ...session, user }, issuer, amr, this.#keys.jwtSecret);
    return { ...session, access_token: token, user };
  }

  /** A bearer that is a key of the project says nothing about a person. */
  #withoutKey(request: Request): Request {
    const bearer = bearerOf(request.headers);
    if (bearer === undefined || !roleOfKey(this.#keys, bearer)) return request;
    const headers = new Headers(request.headers);
    headers.delete('authorization');
    const { url, method, body } = request;
    return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit);
  }

  async #requireServiceRole(request: Request): Promise<void> {
    const bearer = bearerOf(request.headers) ?? request.headers.get('apikey');
    if (!bearer) throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
    if (roleOfKey(this.#keys, bearer) === 'service_role') return;
    const verified = await verifyToken(bearer, this.#keys.jwtSecret);
    if ('claims' in verified && verified.claims['role'] === 'service_role') return;
    throw new AuthError(403, 'not_admin', 'User not allowed');
  }
}

/** The library knows no code for a refresh token that does not look like its own. */
function withRealCode(body: Record<string, unknown>): Record<string, unknown> {
  if (body['msg'] !== 'Refresh token is not valid') return body;
  const message = 'Invalid Refresh Token: Refresh Token Not Found';
  return { code: 400, error_code: 'refresh_token_not_found', msg: message };
}

function parseBody(text: string): { email?: string; phone?: string; data?: unknown } {
  try {
    return text === '' ? {} : (JSON.parse(text) as { email?: string });
  } catch {
    throw new AuthError(400, 'bad_json', 'Could not read request body as JSON');
  }
}

function toAuthError(error: unknown): AuthError {
  if (error instanceof AuthError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new AuthError(500, 'unexpected_failure', `Database error: ${detail}`);
}
