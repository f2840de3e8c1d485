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
    return json(status === 500 ? 500 : 400, { statusCode: String(status), code, error, message });
  }
}

export const objectNotFound = () => new StorageError(404, 'NoSuchKey', 'Object not found', 'not_found');
export const bucketNotFound = () =>
  new StorageError(404, 'NoSuchBucket', 'Bucket not found', 'Bucket not found');
export const routeNotFound = (method: string, path: string) =>
  new StorageError(404, 'InvalidRequest', `Route ${method}:${path} not found`, 'Not Found');
export const accessDenied = (message = 'Access denied') =>
  new StorageError(403, 'AccessDenied', message, 'Unauthorized');
export const invalidToken = () => new StorageError(403, 'InvalidJWT', 'invalid JWT', 'Unauthorized');
export const invalidSignature = (message = 'Invalid signature') =>
  new StorageError(400, 'InvalidSignature', message);
export const alreadyExists = () =>
  new StorageError(409, 'KeyAlreadyExists', 'The resource already exists', 'Duplicate');
export const noContent = () => new StorageError(400, 'InvalidRequest', 'No content provided');
export const tooLarge = (what = 'object') =>
  new StorageError(
    413,
    'EntityTooLarge',
    `The ${what} exceeded the maximum allowed size`,
    'Payload too large',
  );
export const notSupported = (feature: string) =>
  new StorageError(409, 'NotSupported', `The feature ${feature} is not enabled for this resource`);
export const featureNotEnabled = () =>
  new StorageError(403, 'FeatureNotEnabled', 'feature not enabled for this tenant');

/** What is wrong with a request's shape, as the service's validator says it. */
export const invalidShape = (message: string) => new StorageError(400, 'InvalidRequest', message, 'Error');

const SQLSTATE = /^[0-9A-Z]{5}$/;

/** What went wrong, as the service says it; errors of the database by their SQLSTATE. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  if (error instanceof SyntaxError || error instanceof URIError)
    return new StorageError(400, 'InvalidRequest', error.message);
  const { code, message } = error as { code?: string; message: string };
  switch (code) {
    case '42501':
      return accessDenied('new row violates row-level security policy');
    case '23505':
      return alreadyExists();
    case '23503':
      return new StorageError(404, 'InvalidRequest', 'The related resource does not exist');
    case '55P03':
      return new StorageError(423, 'ResourceLocked', 'The resource is locked');
    default:
      return new StorageError(500, SQLSTATE.test(code ?? '') ? 'DatabaseError' : 'InternalError', message);
  }
}
