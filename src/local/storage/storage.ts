import type { PgliteDatabase } from '../database/pglite-database.ts';
import type { Keys } from '../keys.ts';
export interface StorageOptions {
  database: PgliteDatabase;
  keys: Keys;
  folder?: string;
}
export function createStorage(
  _options: StorageOptions,
): (request: Request, path: string) => Promise<Response> {
  return async () =>
    Response.json(
      { statusCode: '404', error: 'not_found', message: 'The resource was not found' },
      { status: 400 },
    );
}
