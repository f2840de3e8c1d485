import { PoolExhausted } from '../database/pool-exhausted.ts';
import { RestError } from './errors.ts';

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
  if (error instanceof PoolExhausted) return noneFree();
  if (error.code === 'PGRST') return raisedByFunction(error);
  const status = statusOf(error, anonymous);
  return new RestError(status, error.code, error.message, {
    details: error.detail,
    hint: error.hint,
    headers: status === 401 ? { 'www-authenticate': 'Bearer' } : {},
  });
}

function noneFree(): RestError {
  return new RestError(504, 'PGRST003', 'Timed out acquiring connection from connection pool.');
}

/** Statuses by SQLSTATE or by its class: https://docs.postgrest.org/en/stable/references/errors.html */
const STATUS_BY_CODE: Record<string, number> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
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

function statusOf({ code, message }: DatabaseError, anonymous: boolean): number {
  if (code === '42501') return anonymous ? 401 : 403;
  if (code === '21000') return message.endsWith('requires a WHERE clause') ? 400 : 500;
  if (code === '22023') return /^role .* does not exist$/.test(message) ? 401 : 400;
  if (code === '42883' && message.startsWith('function xmlagg(')) return 406;
  if (code.startsWith('PT')) return chosenStatus(code.slice(2));
  return STATUS_BY_CODE[code] ?? STATUS_BY_CODE[code.slice(0, 2)] ?? 400;
}

/** `raise sqlstate 'PT402'`; what no answer may have becomes 500. */
function chosenStatus(text: string): number {
  const status = Number(text);
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : 500;
}

interface RaisedBody {
  code: string;
  message: string;
  details?: string | null;
  hint?: string | null;
}

interface RaisedAnswer {
  status: number;
  headers: Record<string, string>;
}

/** `raise sqlstate 'PGRST'`: the function itself says what to answer, in JSON. */
function raisedByFunction(error: DatabaseError): RestError {
  const body = parseObject(error.message) as Partial<RaisedBody> | undefined;
  if (typeof body?.code !== 'string' || typeof body.message !== 'string')
    return unreadable('MESSAGE', error.message);
  if (error.detail === undefined) return unreadable('DETAIL', undefined);
  const answer = parseObject(error.detail) as Partial<RaisedAnswer> | undefined;
  if (typeof answer?.status !== 'number' || typeof answer.headers !== 'object')
    return unreadable('DETAIL', error.detail);
  const { details, hint } = body;
  return new RestError(chosenStatus(String(answer.status)), body.code, body.message, {
    details,
    hint,
    headers: answer.headers,
  });
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const SHAPES = {
  MESSAGE:
    "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'.",
  DETAIL:
    "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'.",
};

function unreadable(part: 'MESSAGE' | 'DETAIL', text: string | undefined): RestError {
  const missing = 'DETAIL is missing in the RAISE statement';
  return new RestError(500, 'PGRST121', `Could not parse JSON in the "RAISE SQLSTATE 'PGRST'" error`, {
    details: text === undefined ? missing : `Invalid JSON value for ${part}: '${text}'`,
    hint: SHAPES[part],
  });
}
