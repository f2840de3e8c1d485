import { randomUUID } from 'node:crypto';
import type { Sql } from '../../src/local/database/database.ts';
import { OUR_PROJECT } from '../../src/local/project/project.ts';
import { openTestDatabase } from '../support/test-database.ts';

export type Row = Record<string, unknown>;

/** Who runs a statement: a signed-in person, nobody, the service key, the owner of the tables, or the superuser. */
export type Who = Person | 'anon' | 'service_role' | 'postgres' | 'supabase_admin';

export interface Person {
  id: string;
}

/** A database with our migrations and nobody in it. */
export interface TestProject {
  /** Signs somebody up. Without a name they have none. */
  person(name?: string): Promise<Person>;
  /** Runs `work` in one transaction as the API would for `who`. */
  as<T>(who: Who, work: (sql: Sql) => Promise<T>): Promise<T>;
  /** One statement as `who`; answers its rows. */
  rows<R = Row>(who: Who, sql: string, params?: readonly unknown[]): Promise<R[]>;
  /** One statement with one value as `who`. */
  value<T>(who: Who, sql: string, params?: readonly unknown[]): Promise<T>;
  close(): Promise<void>;
}

export async function openProject(): Promise<TestProject> {
  const { database, close } = await openTestDatabase({ folder: OUR_PROJECT, schema: true, seed: false });

  const as = <T>(who: Who, work: (sql: Sql) => Promise<T>): Promise<T> =>
    database.transaction(async (sql) => {
      await sql.exec(`set local role ${roleOf(who)}`);
      await sql.query(`select set_config('request.jwt.claims', $1, true)`, [JSON.stringify(claimsOf(who))]);
      return work(sql);
    });

  const rows = async <R = Row>(who: Who, text: string, params?: readonly unknown[]): Promise<R[]> =>
    (await as(who, (sql) => sql.query<R>(text, params))).rows;

  return {
    as,
    rows,
    value: async <T>(who: Who, text: string, params?: readonly unknown[]) =>
      Object.values((await rows(who, text, params))[0] ?? {})[0] as T,
    async person(name) {
      const id = randomUUID();
      const metadata = JSON.stringify(name === undefined ? {} : { display_name: name });
      await database.query(`insert into auth.users (id, email, raw_user_meta_data) values ($1, $2, $3)`, [
        id,
        `${id}@people.test`,
        metadata,
      ]);
      return { id };
    },
    close,
  };
}

function roleOf(who: Who): string {
  return typeof who === 'object' ? 'authenticated' : who;
}

function claimsOf(who: Who): Row {
  return typeof who === 'object' ? { sub: who.id, role: 'authenticated' } : { role: who };
}

/** For `assert.rejects`: the database refused with this SQLSTATE and, if given, this constraint. */
export function refusal(code: string, constraint?: string): (error: unknown) => boolean {
  return (error) => {
    const found = error as { code?: string; constraint?: string; message?: string };
    if (found.code === code && (constraint === undefined || found.constraint === constraint)) return true;
    throw new Error(
      `expected ${code} ${constraint ?? ''}, got ${found.code} ${found.constraint ?? ''}: ${found.message}`,
    );
  };
}
