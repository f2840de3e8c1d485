import type { Bucket } from './buckets.ts';
import { StorageError } from './errors.ts';
import { isFolderPlaceholder } from './names.ts';

/** How many bytes a file of this name may have in the bucket. */
export function sizeLimit(bucket: Bucket, name: string, fileSizeLimit: number): number {
  if (isFolderPlaceholder(name)) return 0;
  return Math.min(bucket.file_size_limit ?? Infinity, fileSizeLimit);
}

/** @throws {StorageError} when the bucket does not take files of the type */
export function checkType(bucket: Bucket, name: string, type: string): void {
  const allowed = bucket.allowed_mime_types;
  if (!allowed?.length || isFolderPlaceholder(name)) return;
  if (!allowed.some((pattern) => matches(pattern, type))) throw invalidType(type);
}

function matches(pattern: string, type: string): boolean {
  const plain = type.split(';')[0]?.trim() ?? '';
  if (pattern === '*' || pattern === '*/*') return true;
  return pattern.endsWith('/*')
    ? plain.startsWith(pattern.slice(0, -1))
    : plain === pattern || type === pattern;
}

/** @throws {StorageError} for what is no type or pattern of types */
export function checkTypePattern(pattern: string): void {
  if (pattern.length > 1000 || !TYPE.test(pattern)) throw invalidType(pattern);
}

const TYPE = /^(?:[\w\-+.]+\/(?:[\w\-+.]+(?:;\s*charset=[\w-]+)?|\*)|\*(?:\/\*)?)$/;

function invalidType(type: string): StorageError {
  return new StorageError(415, 'InvalidMimeType', `mime type ${type} is not supported`, 'invalid_mime_type');
}

const UNITS: Record<string, number> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9 };

/** Reads `20MB` and the like; a number is bytes. */
export function parseSize(size: string | number): number {
  if (typeof size === 'number') return size;
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(gb|mb|kb|b)$/i.exec(size) ?? [];
  if (amount === undefined) {
    throw new StorageError(
      400,
      'InvalidRequest',
      'Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B',
    );
  }
  return Number(amount) * (UNITS[unit.toLowerCase()] ?? 1);
}
