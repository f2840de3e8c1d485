/**
 * The local backend as a library: a Supabase project inside this process, for tests and tools of your own.
 *
 * ```js
 * import { startBackend } from '@nality/widgets/local';
 * const backend = await startBackend({ project: '.' });
 * const client = createClient(backend.url, backend.keys.publishable);
 * await backend.close();
 * ```
 *
 * Importing it starts nothing.
 *
 * @module
 */
export type { AuthConfig } from './auth/config.ts';
export { startBackend } from './backend.ts';
export type { Backend } from './backend.ts';
export type { BackendOptions } from './backend-options.ts';
export type { Database, Sql } from './database/database.ts';
export type { Keys } from './keys.ts';
export { SqlFileError } from './project/migrate.ts';
export type { RealtimeLimits, RealtimePauses } from './realtime/limits.ts';
