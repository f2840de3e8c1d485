import type { Sql } from '../database/database.ts';
import type { Caller } from '../gateway/caller.ts';
import type { ByteStore } from './byte-store.ts';

/** What the routes work with. */
export interface StorageContext {
  request: Request;
  caller: Caller;
  store: ByteStore;
  jwtSecret: string;
  /** Runs work under the caller's policies. */
  asCaller<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Runs work that has been allowed otherwise. */
  asServer<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}
