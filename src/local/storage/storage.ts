import type { Database } from '../database/database.ts';
import { setLocal } from '../database/settings.ts';
import { identify, roleSettings } from '../gateway/caller.ts';
import type { Caller } from '../gateway/caller.ts';
import { json } from '../gateway/json.ts';
import { roleOfKey } from '../keys.ts';
import type { Keys } from '../keys.ts';
import { handleBuckets } from './bucket-routes.ts';
import { createByteStore } from './byte-store.ts';
import type { StorageContext } from './context.ts';
import { invalidToken, routeNotFound, toStorageError } from './errors.ts';
import { handleObjects } from './object-routes.ts';

export interface StorageOptions {
  database: Database;
  keys: Keys;
  /** Where the bytes are kept; absent: in memory. */
  folder?: string;
}

/**
 * The Storage service: rows of `storage.buckets` and `storage.objects` under the policies of the caller,
 * bytes in a folder or in memory.
 */
export function createStorage({
  database,
  keys,
  folder,
}: StorageOptions): (request: Request, path: string) => Promise<Response> {
  const store = createByteStore(folder);
  return async (request, path) => {
    try {
      const caller = await callerOf(request, keys);
      return await route(path, {
        request,
        caller,
        store,
        jwtSecret: keys.jwtSecret,
        asServer: (work) => database.transaction(work),
        asCaller: (work) =>
          database.transaction(async (sql) => {
            await setLocal(sql, roleSettings(caller));
            return work(sql);
          }),
      });
    } catch (error) {
      return toStorageError(error).toResponse();
    }
  };
}

async function callerOf(request: Request, keys: Keys): Promise<Caller> {
  const role = roleOfKey(keys, request.headers.get('apikey') ?? '') ?? 'anon';
  const caller = await identify(request, keys, role);
  if ('failure' in caller) throw invalidToken();
  return caller;
}

async function route(path: string, context: StorageContext): Promise<Response> {
  const [, kind = '', rest = ''] = /^\/(bucket|object)\b\/?(.*)$/.exec(path) ?? [];
  if (kind === 'bucket') return handleBuckets(decodeURIComponent(rest), context);
  if (kind === 'object') return handleObjects(decodeURIComponent(rest), context);
  if (path === '/status') return json(200, {});
  throw routeNotFound();
}
