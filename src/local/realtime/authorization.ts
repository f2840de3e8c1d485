import { randomUUID } from 'node:crypto';
import type { Database, Sql } from '../database/database.ts';
import type { Claims } from './tokens.ts';

export type Extension = 'broadcast' | 'presence';

/** Which messages of a private topic someone may read. */
export type Readable = Record<Extension, boolean>;

/** Asks the policies on realtime.messages, by rows that are never committed. */
export class Authorization {
  readonly #database: Database;
  readonly #log: (line: string) => void;

  constructor(database: Database, log: (line: string) => void) {
    this.#database = database;
    this.#log = log;
  }

  /** What the bearer of the claims may read of the topic; nothing, when the policies fail. */
  read(topic: string, claims: Claims, extensions: readonly Extension[]): Promise<Readable> {
    const nothing = { broadcast: false, presence: false };
    return this.#probe(nothing, async (sql) => {
      const ids = new Map<string, Extension>();
      for (const extension of extensions) ids.set(await insertProbe(sql, topic, extension), extension);
      await assume(sql, topic, claims);
      const { rows } = await sql.query<{ id: string }>(
        'select id::text from realtime.messages where id = any ($1::uuid[])',
        [[...ids.keys()]],
      );
      const seen = rows.map(({ id }) => ids.get(id));
      return { broadcast: seen.includes('broadcast'), presence: seen.includes('presence') };
    });
  }

  /** Whether the bearer of the claims may write messages of a kind to the topic. */
  write(topic: string, claims: Claims, extension: Extension): Promise<boolean> {
    return this.#probe(false, async (sql) => {
      await assume(sql, topic, claims);
      await insertProbe(sql, topic, extension);
      return true;
    });
  }

  /** Rolls back whatever happens; `denied` is the answer when the database refuses. */
  async #probe<T>(denied: T, work: (sql: Sql) => Promise<T>): Promise<T> {
    let answer = denied;
    const rollback = new Error('a probe is never committed');
    try {
      await this.#database.transaction(async (sql) => {
        answer = await work(sql);
        throw rollback;
      });
    } catch (error) {
      if (error !== rollback) this.#report(error);
    }
    return answer;
  }

  #report(error: unknown): void {
    const denial = error instanceof Error && 'code' in error && error.code === '42501';
    if (!denial) this.#log(`realtime: a policy on realtime.messages failed: ${String(error)}`);
  }
}

async function insertProbe(sql: Sql, topic: string, extension: Extension): Promise<string> {
  const id = randomUUID();
  await sql.query('insert into realtime.messages (id, topic, extension) values ($1, $2, $3)', [
    id,
    topic,
    extension,
  ]);
  return id;
}

async function assume(sql: Sql, topic: string, claims: Claims): Promise<void> {
  const subject = typeof claims['sub'] === 'string' ? claims['sub'] : '';
  await sql.query(
    `select set_config('realtime.topic', $1, true), set_config('request.jwt.claims', $2, true),
      set_config('request.jwt.claim.sub', $3, true), set_config('request.jwt.claim.role', $4, true),
      set_config('request.headers', '{}', true), set_config('role', $4, true)`,
    [topic, JSON.stringify(claims), subject, claims.role],
  );
}
