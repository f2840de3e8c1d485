import { json } from '../gateway/json.ts';

/** A refusal in the Storage service's shape: HTTP says 400, the body says what it is. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly status: number;
  readonly code: string;
  /** The name that older clients know. */
  readonly error: string;

  constructor(status: number, code: string, message: string, error = code) {
    super(message);
    this.status = status;
    this.code = code;
    this.error = error;
  }

  toResponse(): Response {
    const { status, code, error, message } = this;
    return json(status >= 500 ? 500 : 400, { statusCode: String(status), code, error, message });
  }
}

export const objectNotFound = () => new StorageError(404, 'NoSuchKey', 'Object not found', 'not_found');
export const bucketNotFound = () =>
  new StorageError(404, 'NoSuchBucket', 'Bucket not found', 'Bucket not found');
export const routeNotFound = () =>
  new StorageError(404, 'InvalidRequest', 'The resource was not found', 'not_found');
export const invalidToken = () => new StorageError(403, 'InvalidJWT', 'invalid JWT', 'Unauthorized');
export const invalidSignature = () => new StorageError(400, 'InvalidSignature', 'Invalid signature');

/** What went wrong, as the service says it; errors of the database by their SQLSTATE. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  if (error instanceof SyntaxError) return new StorageError(400, 'InvalidRequest', error.message);
  const { code, message } = error as { code?: string; message: string };
  switch (code) {
    case '42501':
      return new StorageError(403, 'AccessDenied', message.replace(/ for table "\w+"$/, ''), 'Unauthorized');
    case '23505':
      return new StorageError(409, 'KeyAlreadyExists', 'The resource already exists', 'Duplicate');
    case '23503':
      return bucketNotFound();
    default:
      return new StorageError(500, 'InternalError', message, 'internal');
  }
}
