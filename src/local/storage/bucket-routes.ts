import { json } from '../gateway/json.ts';
import { createBucket, deleteBucket, emptyBucket, findBucket, listBuckets, updateBucket } from './buckets.ts';
import type { Bucket } from './buckets.ts';
import { routeNotFound } from './errors.ts';
import type { StorageContext } from './context.ts';

/** `/bucket`, `/bucket/:id`, `/bucket/:id/empty` */
export async function handleBuckets(rest: string, context: StorageContext): Promise<Response> {
  const { request, asCaller } = context;
  const [id, action] = rest === '' ? [] : rest.split('/');
  switch ([request.method, id === undefined ? 'all' : 'one', action].join(' ').trim()) {
    case 'GET all':
      return json(200, await asCaller(listBuckets));
    case 'GET one':
      return json(200, await asCaller((sql) => findBucket(sql, id ?? '')));
    case 'POST all': {
      const wanted = (await request.json()) as Partial<Bucket>;
      await asCaller((sql) => createBucket(sql, wanted));
      return json(200, { name: wanted.name });
    }
    case 'PUT one': {
      const wanted = (await request.json()) as Partial<Bucket>;
      await asCaller((sql) => updateBucket(sql, id ?? '', wanted));
      return json(200, { message: 'Successfully updated' });
    }
    case 'POST one empty':
      return empty(id ?? '', context);
    case 'DELETE one':
      await asCaller((sql) => deleteBucket(sql, id ?? ''));
      return json(200, { message: 'Successfully deleted' });
    default:
      throw routeNotFound();
  }
}

async function empty(id: string, { asCaller, store }: StorageContext): Promise<Response> {
  const versions = await asCaller((sql) => emptyBucket(sql, id));
  await Promise.all(versions.map((version) => store.remove(version)));
  return json(200, { message: 'Successfully emptied' });
}
