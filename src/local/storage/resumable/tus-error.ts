import { toStorageError } from '../errors.ts';

/** A refusal in the words of the tus protocol. */
export class TusError extends Error {
  override readonly name = 'TusError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Here a status is a status, and the message is all there is. */
export function toTusResponse(error: unknown, headers: Record<string, string>): Response {
  const { status, message } = error instanceof TusError ? error : toStorageError(error);
  return new Response(`${message}\n`, { status, headers });
}
