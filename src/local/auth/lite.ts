import { App, InMemoryEmailDriver } from '@supabase/lite';
import type { PgliteDatabase } from '../database/pglite-database.ts';

/** The Auth service of `@supabase/lite`, in so far as it has one. */
export type LiteAuth = (request: Request) => Promise<Response>;

/**
 * Sets up `@supabase/lite` for Auth alone. It shares the database's one session without any locking of
 * its own, so each of its requests gets the session for itself, to the last byte of the answer.
 */
export function createLiteAuth(database: PgliteDatabase, jwtSecret: string): LiteAuth {
  const app = new App({
    connection: database.connection,
    auth: {
      enabled: true,
      jwt_secret: jwtSecret,
      site_url: 'http://127.0.0.1:3000',
      additional_redirect_urls: ['http://localhost:*/**', 'http://127.0.0.1:*/**'],
    },
    studio: { enabled: false },
    options: {
      server: { apiKeys: false, admin: false, disableStudio: true, disableFallback: true },
      drivers: { email: new InMemoryEmailDriver() },
    },
  });
  return (request) =>
    database.session(async () => {
      const response = await app.fetch(request);
      return new Response(await response.text().then((text) => text || null), response);
    });
}
