import { PGlite } from '@electric-sql/pglite';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp';
import type { Database, Sql } from './database.ts';
import { Mutex } from './mutex.ts';
import { SESSION_DEFAULTS } from './session.ts';

export interface PgliteOptions {
  /** The folder that keeps the data; absent: in memory. */
  dataDir?: string;
  /** The content of a new database: what `PgliteDatabase.snapshot` gave. */
  snapshot?: Blob;
}

const BOOL = 16;
const BYTEA = 17;
const TIMESTAMPTZ = 1184;

/** PGlite refuses text for these types, which every PostgreSQL client may send. */
const TEXT_TOO = {
  [BOOL]: (value: unknown) => String(value),
  [BYTEA]: (value: unknown) =>
    value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : String(value),
};

/** `2026-11-22 14:35:11.373+00` as JSON has it: `2026-11-22T14:35:11.373Z`. */
function toIsoTime(text: string): string {
  return text.replace(' ', 'T').replace(/\+00$/, 'Z');
}

/** Opens PostgreSQL inside this process. */
export async function openPglite(options: PgliteOptions = {}): Promise<PgliteDatabase> {
  const pglite = await PGlite.create({
    dataDir: options.dataDir,
    extensions: { pgcrypto, uuid_ossp },
    serializers: TEXT_TOO,
    parsers: { [TIMESTAMPTZ]: toIsoTime },
    loadDataDir: options.snapshot,
  });
  await pglite.exec(SESSION_DEFAULTS);
  return new PgliteDatabase(pglite);
}

/**
 * The one session of PGlite, shared in turns: nobody's statement ever falls into a transaction of
 * somebody else, and so nobody runs with another's role.
 */
export class PgliteDatabase implements Database {
  readonly #pglite: PGlite;
  readonly #turns = new Mutex();

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  query<R = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<{ rows: R[] }> {
    return this.#turns.run(() => run<R>(this.#pglite, sql, params));
  }

  exec(sql: string): Promise<void> {
    return this.#turns.run(() => execute(this.#pglite, sql));
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#turns.run(() => inTransaction(this.#pglite, work));
  }

  async listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>> {
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

async function inTransaction<T>(pglite: PGlite, work: (sql: Sql) => Promise<T>): Promise<T> {
  const lease = new TransactionLease(pglite);
  await pglite.exec('begin');
  try {
    const result = await work(lease);
    await pglite.exec('commit');
    return result;
  } catch (error) {
    await pglite.exec('rollback');
    throw error;
  } finally {
    lease.end();
  }
}

/** A transaction's way to the session; it refuses statements that come after the transaction. */
class TransactionLease implements Sql {
  readonly #pglite: PGlite;
  #ended = false;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async query<R>(sql: string, params?: readonly unknown[]): Promise<{ rows: R[] }> {
    this.#check();
    return run<R>(this.#pglite, sql, params);
  }

  async exec(sql: string): Promise<void> {
    this.#check();
    return execute(this.#pglite, sql);
  }

  end(): void {
    this.#ended = true;
  }

  #check(): void {
    if (this.#ended) throw new Error('This transaction has already ended.');
  }
}

async function run<R>(pglite: PGlite, sql: string, params: readonly unknown[] = []): Promise<{ rows: R[] }> {
  const { rows } = await pglite.query<R>(sql, [...params]);
  return { rows };
}

async function execute(pglite: PGlite, sql: string): Promise<void> {
  await pglite.exec(sql);
}
