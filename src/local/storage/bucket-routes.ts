import { json } from '../gateway/json.ts';
import { checkTypePattern, parseSize } from './admission.ts';
import {
  checkEmpty,
  createBucket,
  deleteBucket,
  emptyBucket,
  findBucket,
  listBuckets,
  updateBucket,
} from './buckets.ts';
import type { BucketListOptions, BucketSettings } from './buckets.ts';
import { invalidShape, notSupported, routeNotFound, tooLarge } from './errors.ts';
import { ownerOf } from './context.ts';
import type { StorageContext } from './context.ts';

interface BucketRequest {
  id?: string;
  name?: string;
  type?: string;
  public?: boolean;
  file_size_limit?: number | string | null;
  allowed_mime_types?: string[] | null;
  versioning_status?: string;
}

/** `/bucket`, `/bucket/:id`, `/bucket/:id/empty` */
export async function handleBuckets(rest: string, context: StorageContext): Promise<Response> {
  const { request, asCaller } = context;
  const [id = '', action] = rest === '' ? [] : rest.split('/');
  switch ([request.method, id === '' ? 'all' : 'one', action].join(' ').trim()) {
    case 'GET all':
      return json(200, await asCaller('bucket.list', (sql) => listBuckets(sql, listOptions(request))));
    case 'GET one':
      return json(200, await asCaller('bucket.get', (sql) => findBucket(sql, id)));
    case 'POST all':
      return create(context);
    case 'PUT one':
      return update(id, context);
    case 'POST one empty':
      return empty(id, context);
    case 'DELETE one':
      await context.asServer((sql) => checkEmpty(sql, id));
      await asCaller('bucket.delete', (sql) => deleteBucket(sql, id));
      return json(200, { message: 'Successfully deleted' });
    default:
      if (action === 'lifecycle') throw notSupported('lifecycle');
      throw routeNotFound(request.method, `/bucket/${rest}`);
  }
}

function listOptions(request: Request): BucketListOptions {
  const query = new URL(request.url).searchParams;
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
  return {
    limit: number('limit'),
    offset: number('offset'),
    search: query.get('search') ?? undefined,
    sortColumn: query.get('sortColumn') ?? undefined,
    sortOrder: query.get('sortOrder') ?? undefined,
  };
}

async function create(context: StorageContext): Promise<Response> {
  const wanted = await context.body.json<BucketRequest>();
  const { name, id = name } = wanted;
  if (!name || !id) throw invalidShape("body must have required property 'name'");
  if (wanted.type !== undefined && wanted.type !== 'STANDARD') throw notSupported(wanted.type.toLowerCase());
  const settings = settingsOf(wanted, context.fileSizeLimit);
  await context.asCaller('bucket.create', (sql) =>
    createBucket(sql, { id, name, owner: ownerOf(context), ...settings }),
  );
  return json(200, { name });
}

async function update(id: string, context: StorageContext): Promise<Response> {
  const settings = settingsOf(await context.body.json<BucketRequest>(), context.fileSizeLimit);
  await context.asCaller('bucket.update', (sql) => updateBucket(sql, id, settings));
  return json(200, { message: 'Successfully updated' });
}

/** @throws {StorageError} for settings that a bucket cannot have */
function settingsOf(wanted: BucketRequest, fileSizeLimit: number): BucketSettings {
  const { file_size_limit: size, allowed_mime_types: types, versioning_status: versioning } = wanted;
  if (versioning !== undefined && versioning !== 'DISABLED') throw notSupported('versioning');
  types?.forEach(checkTypePattern);
  const limit = typeof size === 'string' || typeof size === 'number' ? parseSize(size) : size;
  if (typeof limit === 'number' && limit > fileSizeLimit) throw tooLarge();
  return { public: wanted.public, file_size_limit: limit, allowed_mime_types: types };
}

async function empty(id: string, { asCaller, store }: StorageContext): Promise<Response> {
  const versions = await asCaller('bucket.empty', (sql) => emptyBucket(sql, id));
  await Promise.all(versions.map((version) => store.remove(version)));
  return json(200, { message: 'Empty bucket has been queued. Completion may take up to an hour.' });
}
