import { NalityError, type NalityErrorCode } from '../errors.ts';

/** What is known of a call that did not succeed. `status` 0: no answer came. */
export interface Failure {
  status: number;
  /** SQLSTATE, or PostgREST's own code. */
  code?: string | undefined;
  message: string;
  /** The constraint or column that the server named. */
  field?: string | undefined;
  /** So long the server asks to be left in peace, milliseconds. */
  retryAfterMs?: number | undefined;
}

type Class = { code: NalityErrorCode; retryable: boolean };

const fixed = (code: NalityErrorCode): Class => ({ code, retryable: false });
const passing = (code: NalityErrorCode): Class => ({ code, retryable: true });

/** By exact code: SQLSTATE (PostgreSQL, appendix A) or PostgREST's (its page on errors). */
const BY_CODE: Readonly<Record<string, Class>> = {
  '42501': fixed('denied'),
  '42P01': fixed('schema-missing'),
  '42883': fixed('schema-missing'),
  '42703': fixed('schema-old'),
  PGRST202: fixed('schema-missing'),
  PGRST204: fixed('schema-old'),
  PGRST205: fixed('schema-missing'),
  /** Ours: the operations are of another person than the one who is signed in. */
  NLACT: fixed('auth-required'),
  PGRST116: fixed('not-found'),
  PGRST301: fixed('auth-expired'),
  PGRST302: fixed('auth-required'),
  PGRST303: fixed('auth-expired'),
  P0001: fixed('invalid'),
  P0002: fixed('not-found'),
  /** Our functions' own codes, where the status alone would say something else. */
  'auth-expired': fixed('auth-expired'),
  'auth-required': fixed('auth-required'),
  'too-large': fixed('too-large'),
  '40001': passing('server'),
  '40P01': passing('server'),
  '55P03': passing('server'),
  '25006': passing('server'),
};

/** By SQLSTATE class, the first two characters. */
const BY_CLASS: Readonly<Record<string, Class>> = {
  '08': passing('server'),
  '53': passing('server'),
  '57': passing('server'),
  '22': fixed('invalid'),
  '23': fixed('invalid'),
  '54': fixed('too-large'),
};

const BY_STATUS: Readonly<Record<number, Class>> = {
  0: passing('offline'),
  /** PostgREST's own refusals of a token have a code: without one it was the gateway, refusing the key. */
  401: fixed('config'),
  403: fixed('denied'),
  404: fixed('not-found'),
  408: passing('timeout'),
  409: fixed('conflict'),
  413: fixed('too-large'),
  422: fixed('invalid'),
  425: passing('server'),
  429: passing('rate-limited'),
};

/** Classes a failure by its codes, never by the words of its message. */
export function errorOf(failure: Failure): NalityError {
  const { code, retryable } = classOf(failure);
  return new NalityError(code, wordsFor(code, failure), {
    cause: failure,
    retryable,
    ...(failure.field && { field: failure.field }),
    ...(failure.retryAfterMs !== undefined && { retryAfterMs: failure.retryAfterMs }),
  });
}

function classOf({ status, code }: Failure): Class {
  if (code && BY_CODE[code]) return BY_CODE[code];
  const sqlstate = code && /^[0-9A-Z]{5}$/.test(code) ? BY_CLASS[code.slice(0, 2)] : undefined;
  return sqlstate ?? BY_STATUS[status] ?? (status >= 500 ? passing('server') : fixed('server'));
}

function wordsFor(code: NalityErrorCode, { message }: Failure): string {
  switch (code) {
    case 'offline':
      return 'The server cannot be reached. Check the connection, and that the url is right.';
    case 'config':
      return `The server refused the key: check key and url of the project. (${message})`;
    case 'schema-missing':
      return 'This Supabase project lacks the Nality tables. Apply the migrations in supabase/migrations.';
    case 'schema-old':
      return 'The Nality tables of this Supabase project are of another version. Apply the newest migrations.';
    case 'auth-expired':
      return 'The sign-in is no longer valid. Sign in again.';
    case 'auth-required':
      return 'Sign in to do this.';
    case 'rate-limited':
      return 'The server asks for a pause. It is tried again by itself.';
    case 'denied':
      return `You do not have the right to do this. (${message})`;
    default:
      return message;
  }
}
