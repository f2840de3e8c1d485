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
    return new Response(JSON.stringify({ code, details, hint, message }), {
      status: this.status,
      headers: { 'content-type': 'application/json; charset=utf-8', ...this.headers },
    });
  }
}

/** What a client gets whose query string cannot be read. */
export function parseError(what: string, text: string): RestError {
  return new RestError(400, 'PGRST100', `"failed to parse ${what} (${text})" (line 1, column 1)`);
}

/** What a client gets whose token has run out or was not signed here. */
export function invalidToken(failure: 'expired' | 'invalid'): RestError {
  const [code, message] =
    failure === 'expired' ? ['PGRST303', 'JWT expired'] : ['PGRST301', 'No suitable key or wrong key type'];
  const challenge = `Bearer error="invalid_token", error_description="${message}"`;
  return new RestError(401, code, message, { headers: { 'www-authenticate': challenge } });
}

/** What PostgreSQL says of a statement that it refused. */
export interface DatabaseError extends Error {
  code: string;
  detail?: string;
  hint?: string;
}

export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && /^[0-9A-Z]{5}$/.test(String((error as { code?: unknown }).code));
}

/** PostgREST's answer to an error of the database; `anonymous`: the request ran as role anon. */
export function fromDatabaseError(error: DatabaseError, anonymous: boolean): RestError {
  if (error.code === 'PGRST') return raisedByFunction(error);
  const status = statusOf(error, anonymous);
  return new RestError(status, error.code, error.message, {
    details: error.detail,
    hint: error.hint,
    headers: status === 401 ? { 'www-authenticate': 'Bearer' } : {},
  });
}

/** Statuses by SQLSTATE or by its class: https://docs.postgrest.org/en/stable/references/errors.html */
const STATUS_BY_CODE: Record<string, number> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
  '21': 500,
  '23503': 409,
  '23505': 409,
  '25': 500,
  '25006': 405,
  '28': 403,
  '2D': 500,
  '38': 500,
  '39': 500,
  '3B': 500,
  '40': 500,
  '42883': 404,
  '42P01': 404,
  '42P17': 500,
  '53': 503,
  '53400': 500,
  '54': 500,
  '55': 500,
  '57': 500,
  '57P01': 503,
  '58': 500,
  F0: 500,
  HV: 500,
  P0: 500,
  P0001: 400,
  XX: 500,
};

function statusOf(error: DatabaseError, anonymous: boolean): number {
  if (error.code === '42501') return anonymous ? 401 : 403;
  const chosen = /^PT(\d{3})$/.exec(error.code);
  if (chosen) return Number(chosen[1]);
  return STATUS_BY_CODE[error.code] ?? STATUS_BY_CODE[error.code.slice(0, 2)] ?? 400;
}

/** `raise sqlstate 'PGRST'`: the function itself says what to answer, in JSON. */
function raisedByFunction(error: DatabaseError): RestError {
  try {
    const body = JSON.parse(error.message) as {
      code: string;
      message: string;
      details?: string;
      hint?: string;
    };
    const answer = JSON.parse(error.detail ?? '') as { status: number; headers: Record<string, string> };
    return new RestError(answer.status, body.code, body.message, { ...body, headers: answer.headers });
  } catch {
    return new RestError(500, 'PGRST121', `Could not parse JSON in the "RAISE SQLSTATE 'PGRST'" error`, {
      details: `Invalid JSON value for MESSAGE or DETAIL: '${error.message}'`,
    });
  }
}
