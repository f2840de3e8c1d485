import type { Sql } from '../database/database.ts';
import type { Caller } from '../gateway/caller.ts';
import type { ByteStore } from './byte-store.ts';
import type { RequestBody } from './request-body.ts';

/** What the routes work with. */
export interface StorageContext {
  request: Request;
  /** The only way to the request's body. */
  body: RequestBody;
  caller: Caller;
  store: ByteStore;
  jwtSecret: string;
  /** No file may be larger, whatever its bucket says; in bytes. */
  fileSizeLimit: number;
  /** Runs work under the caller's policies, which see the operation as `storage.operation()`. */
  asCaller<T>(operation: string, work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Runs work that has been allowed otherwise. */
  asServer<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}

/** The person of the token, if it is one's. */
export function ownerOf({ caller }: StorageContext): string | null {
  return typeof caller.claims['sub'] === 'string' ? caller.claims['sub'] : null;
}
