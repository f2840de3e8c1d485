import { json } from '../gateway/json.ts';

const VERSION_HEADER = 'x-supabase-api-version';
/** From this version on, a refusal's code is called `code`. */
const CODED = '2024-01-01';

/** A refusal of the Auth service, in GoTrue's shape. */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(status: number, code: string, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  /** The answer in the form of the API version that the request asks for. */
  toResponse(request: Request): Response {
    const { status, code, message, details } = this;
    if ((request.headers.get(VERSION_HEADER) ?? '') >= CODED) {
      return json(status, { code, message, ...details }, { [VERSION_HEADER]: CODED });
    }
    return json(status, { code: status, error_code: code, msg: message, ...details });
  }
}

export function invalid(message: string): AuthError {
  return new AuthError(400, 'validation_failed', message);
}

export function userNotFound(message = 'User not found'): AuthError {
  return new AuthError(404, 'user_not_found', message);
}

export function emailExists(): AuthError {
  return new AuthError(422, 'email_exists', 'A user with this email address has already been registered');
}

/** `what` tells people of which step; the cause is for the log. */
export function databaseError(what: string, cause: unknown): AuthError {
  const error = new AuthError(500, 'unexpected_failure', what);
  error.cause = cause;
  return error;
}
