import { PGlite } from '@electric-sql/pglite';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp';
import type { Database, OnNotify, Sql } from './database.ts';
import { Mutex } from './mutex.ts';
import { SESSION_DEFAULTS } from './session.ts';
import { TransactionLease } from './transaction-lease.ts';
import { PARSERS } from './value-types.ts';

export interface PgliteOptions {
  /** The folder that keeps the data; absent: in memory. */
  dataDir?: string;
  /** The content of a new database: what `PgliteDatabase.snapshot` gave. */
  snapshot?: Blob;
}

const BOOL = 16;
const BYTEA = 17;

/** PGlite refuses text for these types, which every PostgreSQL client may send. */
const TEXT_TOO = {
  [BOOL]: (value: unknown) => String(value),
  [BYTEA]: (value: unknown) =>
    value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : String(value),
};

/** Opens PostgreSQL inside this process. */
export async function openPglite(options: PgliteOptions = {}): Promise<PgliteDatabase> {
  const pglite = await PGlite.create({
    dataDir: options.dataDir,
    extensions: { pgcrypto, uuid_ossp },
    serializers: TEXT_TOO,
    parsers: PARSERS,
    loadDataDir: options.snapshot,
  });
  await pglite.exec(SESSION_DEFAULTS);
  return new PgliteDatabase(pglite);
}

/**
 * The one session of PGlite, shared in turns: nobody's statement ever falls into a transaction of somebody else.
 * After each turn the session is as it was opened, whatever a function has set, so that nobody runs with another's
 * role or settings. (Its user is a superuser: a function that changes the session's user itself can become one.)
 */
export class PgliteDatabase implements Database {
  readonly #pglite: PGlite;
  readonly #session: Sql;
  readonly #turns = new Mutex();

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
    this.#session = new PgliteSession(pglite);
  }

  query<R = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<{ rows: R[] }> {
    return this.#turn(() => this.#session.query<R>(sql, params));
  }

  exec(sql: string): Promise<void> {
    return this.#turn(() => this.#session.exec(sql));
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#turn(() => inTransaction(this.#session, work));
  }

  #turn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.run(async () => {
      try {
        return await work();
      } finally {
        await this.#session.exec(SESSION_DEFAULTS);
      }
    });
  }

  async listen(channel: string, onNotify: OnNotify): Promise<() => Promise<void>> {
    const stop = await this.#turns.run(() => this.#pglite.listen(channel, onNotify));
    return () => this.#turns.run(() => stop());
  }

  /** Everything that the database holds, as a tar file that opens without a recovery. */
  snapshot(): Promise<Blob> {
    return this.#turns.run(async () => {
      await this.#pglite.exec('checkpoint');
      return this.#pglite.dumpDataDir('none');
    });
  }

  close(): Promise<void> {
    return this.#turns.run(async () => {
      if (!this.#pglite.closed) await this.#pglite.close();
    });
  }
}

class PgliteSession implements Sql {
  readonly #pglite: PGlite;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async query<R>(sql: string, params: readonly unknown[] = []): Promise<{ rows: R[] }> {
    const { rows } = await this.#pglite.query<R>(sql, [...params]);
    return { rows };
  }

  async exec(sql: string): Promise<void> {
    await this.#pglite.exec(sql);
  }
}

async function inTransaction<T>(session: Sql, work: (sql: Sql) => Promise<T>): Promise<T> {
  const lease = new TransactionLease(session);
  await session.exec('begin');
  try {
    const result = await work(lease);
    await session.exec('commit');
    return result;
  } catch (error) {
    await session.exec('rollback');
    throw error;
  } finally {
    lease.end();
  }
}
