/** An answer of the REST service other than success, in PostgREST's shape. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;
  readonly code: string;
  readonly details: unknown;
  readonly hint: string | null;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    message: string,
    rest: { details?: unknown; hint?: string | null; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = rest.details ?? null;
    this.hint = rest.hint ?? null;
    this.headers = rest.headers ?? {};
  }

  toResponse(): Response {
    const { code, details, hint, message } = this;
    const headers = new Headers({
      'content-type': 'application/json; charset=utf-8',
      'proxy-status': `PostgREST; error=${code}`,
    });
    for (const [name, value] of Object.entries(this.headers)) headers.set(name, value);
    return new Response(JSON.stringify({ code, details, hint, message }), { status: this.status, headers });
  }
}

/** What a client gets whose query string cannot be read; `column` counts from 1. */
export function parseError(what: string, text: string, column: number, details: string): RestError {
  return new RestError(400, 'PGRST100', `"failed to parse ${what} (${text})" (line 1, column ${column})`, {
    details,
  });
}

/** What a client gets whose body cannot be read. */
export function invalidBody(message = 'Empty or invalid json'): RestError {
  return new RestError(400, 'PGRST102', message);
}

export function unsatisfiable(details: string): RestError {
  return new RestError(416, 'PGRST103', 'Requested range not satisfiable', { details });
}

/** What a client gets whose token has run out or was not signed here. */
export function invalidToken(failure: 'expired' | 'invalid'): RestError {
  const [code, message, details] =
    failure === 'expired'
      ? ['PGRST303', 'JWT expired', null]
      : ['PGRST301', 'No suitable key or wrong key type', 'None of the keys was able to decode the JWT'];
  const challenge = `Bearer error="invalid_token", error_description="${message}"`;
  return new RestError(401, code, message, { details, headers: { 'www-authenticate': challenge } });
}
