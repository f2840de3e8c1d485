import type { Database, Sql } from '../database/database.ts';
import { setLocal } from '../database/settings.ts';
import { identify, roleSettings } from '../gateway/caller.ts';
import type { Caller } from '../gateway/caller.ts';
import { json } from '../gateway/json.ts';
import { roleOfKey } from '../keys.ts';
import type { Keys } from '../keys.ts';
import { handleBuckets } from './bucket-routes.ts';
import type { ByteStore } from './byte-store.ts';
import { DEFAULT_CONFIG, createConfiguredBuckets } from './config.ts';
import type { StorageConfig } from './config.ts';
import type { StorageContext } from './context.ts';
import { featureNotEnabled, invalidToken, routeNotFound, toStorageError } from './errors.ts';
import { handleObjects } from './object-routes.ts';
import { RequestBody } from './request-body.ts';
import { handleTus } from './resumable/tus.ts';
import type { TusContext } from './resumable/tus.ts';
import { openUploads } from './resumable/uploads.ts';
import { expireUploads, removeLeftovers } from './sweep.ts';

export interface StorageOptions {
  database: Database;
  keys: Keys;
  store: ByteStore;
  /** The folder that remembers unfinished uploads; absent: they are forgotten with this process. */
  unfinished?: string;
  config?: StorageConfig;
}

/** Answers a request; `path` is what follows `/storage/v1`. */
export type Storage = (request: Request, path: string) => Promise<Response>;

/**
 * The Storage service: rows of `storage.buckets` and `storage.objects` under the policies of the caller,
 * bytes in a store of their own. Makes the configured buckets, and removes what a killed process has left behind.
 */
export async function createStorage(options: StorageOptions): Promise<Storage> {
  const { database, keys, store, config = DEFAULT_CONFIG } = options;
  const uploads = await openUploads(options.unfinished);
  await removeLeftovers(store, uploads, database);
  await createConfiguredBuckets(database, config);
  const shared = {
    ...{ store, uploads, jwtSecret: keys.jwtSecret, fileSizeLimit: config.fileSizeLimit },
    busy: new Set<string>(),
    expire: () => expireUploads(store, uploads, database),
    asServer: <T>(work: (sql: Sql) => Promise<T>) => runAs(database, {}, work),
  };

  return async (request, path) => {
    const body = new RequestBody(request);
    try {
      const caller = await callerOf(request, keys);
      const asCaller: StorageContext['asCaller'] = (operation, work) =>
        runAs(database, { ...requestSettings(request, operation), ...roleSettings(caller) }, work);
      const signed = path.startsWith('/upload/resumable/sign');
      return await route(path, { ...shared, request, body, caller, asCaller, signed });
    } catch (error) {
      await body.drain();
      return toStorageError(error).toResponse();
    }
  };
}

/** Runs work in a transaction that has the settings, and in which objects may be deleted. */
function runAs<T>(
  database: Database,
  settings: Record<string, string>,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  return database.transaction(async (sql) => {
    await setLocal(sql, { 'storage.allow_delete_query': 'true', ...settings });
    return work(sql);
  });
}

/** What policies may ask of the request. */
function requestSettings(request: Request, operation: string): Record<string, string> {
  return {
    'storage.operation': `storage.${operation}`,
    'request.method': request.method,
    'request.path': new URL(request.url).pathname,
    'request.headers': JSON.stringify(Object.fromEntries(request.headers)),
  };
}

async function callerOf(request: Request, keys: Keys): Promise<Caller> {
  const role = roleOfKey(keys, request.headers.get('apikey') ?? '') ?? 'anon';
  const caller = await identify(request, keys, role);
  if ('failure' in caller) throw invalidToken();
  return caller;
}

async function route(path: string, context: TusContext): Promise<Response> {
  const [, kind = '', rest = ''] = /^\/(bucket|object|render|upload\/resumable)\b\/?(.*)$/.exec(path) ?? [];
  switch (kind) {
    case 'bucket':
      return handleBuckets(decodeURIComponent(rest), context);
    case 'object':
      return handleObjects(decodeURIComponent(rest), context);
    case 'upload/resumable':
      return handleTus(rest.replace(/^sign\/?/, ''), context);
    case 'render':
      throw featureNotEnabled(); // nothing here changes pictures
  }
  if (path === '/status') return json(200, {});
  throw routeNotFound(context.request.method, path);
}
