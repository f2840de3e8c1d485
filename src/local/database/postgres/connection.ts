import pg from 'pg';
import { badUrl, noConnection, placeOf } from './complaints.ts';

/** How long a server may take to let somebody in, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Settings of a connection to the server of a URL, with another user or database in the place of the URL's.
 *
 * @throws {Error} with a message for people
 */
export function connection(
  url: string,
  { user, database }: { user?: string; database?: string } = {},
): pg.ClientConfig {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) throw badUrl();
  const changed = new URL(url);
  if (user !== undefined) changed.searchParams.set('user', user);
  if (database !== undefined) changed.pathname = `/${encodeURIComponent(database)}`;
  return {
    connectionString: changed.href,
    application_name: 'nality local backend',
    connectionTimeoutMillis: PATIENCE,
  };
}

/**
 * Runs `work` on a connection of its own.
 *
 * @throws {Error} with a message for people when there is no connection; its `cause` is what was met
 */
export async function withClient<T>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config);
  client.on('error', () => undefined); // the statement under way is told
  try {
    await client.connect().catch((error: unknown) => Promise.reject(noConnection(client, error)));
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Where a URL leads, without its password. */
export function describeUrl(url: string): string {
  return `PostgreSQL, ${placeOf(new pg.Client(connection(url)))}`;
}
