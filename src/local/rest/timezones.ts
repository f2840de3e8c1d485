import type { Database } from '../database/database.ts';

/** Knows which names of timezones the database knows. */
export class Timezones {
  readonly #database: Database;
  readonly #known = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
  }

  async has(name: string): Promise<boolean> {
    if (this.#known.has(name)) return true;
    const { rows } = await this.#database.query('select 1 as found from pg_timezone_names where name = $1', [
      name,
    ]);
    if (rows.length > 0) this.#known.add(name);
    return rows.length > 0;
  }
}
