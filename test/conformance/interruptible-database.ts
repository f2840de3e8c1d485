import type { Database, OnNotify, Sql } from '../../src/local/database/database.ts';

/**
 * A database whose connections can be lost. An embedded one has none to lose: who listens is told what a lost
 * connection tells them.
 */
export class InterruptibleDatabase implements Database {
  readonly #database: Database;
  readonly #listeners = new Set<OnNotify>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Ends every other connection to the database; an embedded one has none. */
  async interrupt(): Promise<void> {
    const { rows } = await this.#database.query<{ ended: number }>(
      `select count(pg_terminate_backend(pid))::int as ended from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    if (rows[0]?.ended === 0) for (const onNotify of this.#listeners) onNotify(undefined);
  }

  query<R>(sql: string, params?: readonly unknown[]): Promise<{ rows: R[] }> {
    return this.#database.query<R>(sql, params);
  }

  exec(sql: string): Promise<void> {
    return this.#database.exec(sql);
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#database.transaction(work);
  }

  async listen(channel: string, onNotify: OnNotify): Promise<() => Promise<void>> {
    const stop = await this.#database.listen(channel, onNotify);
    this.#listeners.add(onNotify);
    return async () => {
      this.#listeners.delete(onNotify);
      await stop();
    };
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
