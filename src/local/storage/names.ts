import { StorageError } from './errors.ts';

/** Names that real object stores can hold. */
const OBJECT = /^[\w/!\-.*'() &$@=;:+,?]+$/;
const BUCKET = /^[\w!\-.*'() &$@=;:+,?]{1,100}$/;

/** @throws {StorageError} for a name of an object that the service does not take */
export function checkName(name: string): void {
  if (OBJECT.test(name) && !name.split('/').includes('..')) return;
  throw new StorageError(400, 'InvalidKey', `Invalid key: ${name}`);
}

/** @throws {StorageError} for a name of a bucket that the service does not take */
export function checkBucketName(name: string): void {
  if (BUCKET.test(name) && name.trim() === name) return;
  throw new StorageError(400, 'InvalidBucketName', 'Bucket name invalid', 'Invalid Input');
}

/** A file of this name stands for an empty folder and has no bytes. */
export function isFolderPlaceholder(name: string): boolean {
  return name.endsWith('.emptyFolderPlaceholder');
}
