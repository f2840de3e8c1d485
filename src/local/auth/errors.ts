import { json } from '../gateway/json.ts';

/** A refusal of the Auth service, in GoTrue's shape. */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  toResponse(): Response {
    return json(this.status, { code: this.status, error_code: this.code, msg: this.message });
  }
}

export function userNotFound(): AuthError {
  return new AuthError(404, 'user_not_found', 'User not found');
}
