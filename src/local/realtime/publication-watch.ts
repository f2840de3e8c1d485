import type { Database } from '../database/database.ts';
import type { Subscriptions } from './changes/subscriptions.ts';

/** Looks at the publication now and then; when its tables have changed, everybody subscribes again. */
export class PublicationWatch {
  readonly #database: Database;
  readonly #subscriptions: Subscriptions;
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #tables = '';

  constructor(database: Database, subscriptions: Subscriptions, log: (line: string) => void) {
    this.#database = database;
    this.#subscriptions = subscriptions;
    this.#log = log;
  }

  async start(period: number): Promise<void> {
    this.#tables = await this.#read();
    this.#timer = setInterval(() => {
      this.#check().catch((error: unknown) => this.#log(`realtime: the publication: ${String(error)}`));
    }, period);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #check(): Promise<void> {
    const tables = await this.#read();
    if (tables === this.#tables) return;
    this.#tables = tables;
    for (const subscriber of this.#subscriptions.subscribers) subscriber.publicationChanged();
  }

  async #read(): Promise<string> {
    const { rows } = await this.#database.query<{ tables: string }>(
      `select coalesce(string_agg(target::oid::text, ',' order by target), '') as tables
      from realtime.published('*', '*') target`,
    );
    return rows[0]?.tables ?? '';
  }
}
