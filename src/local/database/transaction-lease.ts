import type { Sql } from './database.ts';

/** A transaction's way to its session; it refuses statements that come after the transaction. */
export class TransactionLease implements Sql {
  readonly #session: Sql;
  #ended = false;

  constructor(session: Sql) {
    this.#session = session;
  }

  async query<R>(sql: string, params?: readonly unknown[]): Promise<{ rows: R[] }> {
    this.#check();
    return this.#session.query<R>(sql, params);
  }

  async exec(sql: string): Promise<void> {
    this.#check();
    return this.#session.exec(sql);
  }

  end(): void {
    this.#ended = true;
  }

  #check(): void {
    if (this.#ended) throw new Error('This transaction has already ended.');
  }
}
