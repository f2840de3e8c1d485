import pg from 'pg';
import type { Database } from '../../src/local/database/database.ts';

/** The server on which the tests of this folder run. */
export function testServer(): string {
  const url = process.env['NALITY_TEST_SERVER'];
  if (url === undefined) throw new Error('These tests need a PostgreSQL server: npm run test:postgres');
  return url;
}

/** The URL of a database on the server of another URL. */
export function urlOf(server: string, database: string): string {
  return Object.assign(new URL(server), { pathname: `/${database}` }).href;
}

/** Other programs at the same database, each with a connection of its own. */
export class Writers {
  readonly #url: string;
  readonly #clients: pg.Client[] = [];

  private constructor(url: string) {
    this.#url = url;
  }

  /** Writers at the database under a backend, as its tables' owner. */
  static async at(database: Database, server = testServer()): Promise<Writers> {
    const { rows } = await database.query<{ name: string }>('select current_database()::text as name');
    return new Writers(urlOf(server, rows[0]?.name ?? ''));
  }

  async connect(): Promise<pg.Client> {
    const client = new pg.Client(this.#url);
    client.on('error', () => undefined);
    await client.connect();
    this.#clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.end()));
  }
}
