import pg from 'pg';
import type { Database, OnNotify, Sql } from '../database.ts';
import { ConnectionError } from '../connection-error.ts';
import { SESSION_DEFAULTS } from '../session.ts';
import { TransactionLease } from '../transaction-lease.ts';
import { borrowClient } from './borrow.ts';
import { withClient } from './connection.ts';
import { PostgresListener } from './listener.ts';
import { PostgresSession } from './session.ts';
import { readTypes } from './types.ts';

const SESSIONS = 20;
/** How long a statement waits for a session, in milliseconds. */
const PATIENCE = 10_000;

/**
 * An ordinary PostgreSQL server, on several sessions: what happens in one of them waits for no other. A
 * session is handed on only after it is again as it was at its beginning.
 */
export class PostgresDatabase implements Database {
  readonly #pool: pg.Pool;
  readonly #listener: PostgresListener;

  private constructor(pool: pg.Pool, listener: PostgresListener) {
    this.#pool = pool;
    this.#listener = listener;
  }

  /** Opens a database in which the platform is, and holds it for this process. */
  static async open(config: pg.ClientConfig): Promise<PostgresDatabase> {
    const listener = await PostgresListener.open(config);
    try {
      return new PostgresDatabase(await createPool(config), listener);
    } catch (error) {
      await listener.close();
      throw error;
    }
  }

  query<R = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<{ rows: R[] }> {
    return this.#borrow((client) => restored(client, (session) => session.query<R>(sql, params)));
  }

  exec(sql: string): Promise<void> {
    return this.#borrow((client) => restored(client, (session) => session.exec(sql)));
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#borrow((client) => inTransaction(client, work));
  }

  listen(channel: string, onNotify: OnNotify): Promise<() => Promise<void>> {
    return this.#listener.listen(channel, onNotify);
  }

  async close(): Promise<void> {
    await this.#pool.end();
    await this.#listener.close();
  }

  /** A session that cannot be brought back to its beginning is given up. */
  async #borrow<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await borrowClient(this.#pool);
    let broken = true;
    try {
      const result = await work(client);
      broken = false;
      return result;
    } catch (error) {
      broken = error instanceof ConnectionError || client.getTransactionStatus() !== 'I';
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

async function createPool(config: pg.ClientConfig): Promise<pg.Pool> {
  const types = await withClient(config, readTypes);
  const limits = { max: SESSIONS, connectionTimeoutMillis: PATIENCE };
  const pool = new pg.Pool({ ...config, ...limits, types, keepAlive: true, onConnect: begin });
  return pool.on('error', () => undefined); // an idle session that breaks is missed by nobody
}

/** The pool waits for what this answers, which its types do not say. */
function begin(client: pg.ClientBase): unknown {
  client.on('error', () => undefined); // whoever uses the session is told by its statement
  return client.query(SESSION_DEFAULTS);
}

async function restored<T>(client: pg.ClientBase, work: (session: Sql) => Promise<T>): Promise<T> {
  const session = new PostgresSession(client);
  try {
    return await work(session);
  } finally {
    await session.exec(SESSION_DEFAULTS);
  }
}

async function inTransaction<T>(client: pg.ClientBase, work: (sql: Sql) => Promise<T>): Promise<T> {
  const session = new PostgresSession(client);
  const lease = new TransactionLease(session);
  await session.exec('begin');
  try {
    const result = await work(lease);
    await session.exec(`commit; ${SESSION_DEFAULTS}`);
    return result;
  } catch (error) {
    await session.exec(`rollback; ${SESSION_DEFAULTS}`);
    throw error;
  } finally {
    lease.end();
  }
}
