import pg from 'pg';
import type { Sql } from '../database.ts';
import { ConnectionError } from '../connection-error.ts';
import { Mutex } from '../mutex.ts';

/** One connection, as the seam of the database has it: statements wait for those before them. */
export class PostgresSession implements Sql {
  readonly #client: pg.ClientBase;
  readonly #turns = new Mutex();

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  async query<R = Record<string, unknown>>(
    sql: string,
    params: readonly unknown[] = [],
  ): Promise<{ rows: R[] }> {
    // The extended protocol, without parameters too: it takes one statement only.
    const config = { text: sql, values: [...params], queryMode: 'extended' };
    const { rows } = await this.#run(config);
    return { rows: rows as R[] };
  }

  async exec(sql: string): Promise<void> {
    await this.#run(sql);
  }

  #run(query: string | pg.QueryConfig): Promise<pg.QueryResult> {
    return this.#turns.run(() => this.#client.query(query).catch(explainFailure));
  }
}

/** Rejects with what the server said of the statement, or with a `ConnectionError`. */
export function explainFailure(error: unknown): never {
  throw isConnectionFailure(error) ? new ConnectionError(error) : error;
}

/** A server that ends a session or lets nobody in says so with codes 57P01 to 57P03, which end the connection. */
function isConnectionFailure(error: unknown): boolean {
  if (error instanceof pg.DatabaseError)
    return error.severity !== 'ERROR' && (error.code?.startsWith('57P') ?? false);
  return error instanceof Error && !(error instanceof TypeError || error instanceof RangeError);
}
