import { json } from '../gateway/json.ts';

/** A refusal in the Storage service's shape: HTTP says 400, the body says what it is. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly status: number;
  readonly error: string;

  constructor(status: number, error: string, message: string) {
    super(message);
    this.status = status;
    this.error = error;
  }

  toResponse(): Response {
    const body = { statusCode: String(this.status), error: this.error, message: this.message };
    return json(this.status >= 500 ? 500 : 400, body);
  }
}

export const objectNotFound = () => new StorageError(404, 'not_found', 'Object not found');
export const bucketNotFound = () => new StorageError(404, 'Bucket not found', 'Bucket not found');
export const invalidToken = () => new StorageError(403, 'Unauthorized', 'invalid JWT');

/** What went wrong, as the service says it; errors of the database by their SQLSTATE. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const { code, message } = error as { code?: string; message: string };
  switch (code) {
    case '42501':
      return new StorageError(403, 'Unauthorized', message.replace(/ for table "\w+"$/, ''));
    case '23505':
      return new StorageError(409, 'Duplicate', 'The resource already exists');
    case '23503':
      return bucketNotFound();
    default:
      return new StorageError(500, 'internal', message);
  }
}
