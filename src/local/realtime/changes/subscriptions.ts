import { isTransient } from '../../database/connection-error.ts';
import type { Database, Sql } from '../../database/database.ts';
import { Mutex } from '../../database/mutex.ts';
import type { Claims } from '../tokens.ts';
import { BindingError } from './binding-error.ts';
import type { Binding, ChangeType } from './binding.ts';
import { parseBinding } from './binding.ts';
import { inspectParams } from './inspect.ts';
import { quoteError } from './sqlstate.ts';

/** Someone who listens to changes; gets the JSON text of `data` and the ids of the bindings that it hits. */
export interface Subscriber {
  receiveChange(data: string, ids: readonly number[]): void;
  /** The publication has other tables than before: the time to subscribe again. */
  publicationChanged(): void;
}

/** One binding of one subscriber on one table. */
export interface Subscription {
  /** The row in realtime.subscription. */
  id: string;
  subscriber: Subscriber;
  bindingId: number;
  /** The table's oid. */
  entity: number;
  event: ChangeType | '*';
  /** A condition on the row `r`, and the columns that it needs; null: every row. */
  condition: string | null;
  columns: readonly string[] | null;
  select: readonly string[] | null;
  role: string;
  /** JSON text, equal for equal claims. */
  claims: string;
}

interface SubscribedRow {
  id: string;
  entity: number;
  condition: string | null;
  columns: string[] | null;
}

/** Who listens to which table. */
export class Subscriptions {
  readonly #database: Database;
  readonly #turns = new Mutex();
  readonly #bySubscriber = new Map<Subscriber, Subscription[]>();

  constructor(database: Database) {
    this.#database = database;
  }

  get subscribers(): Subscriber[] {
    return [...this.#bySubscriber.keys()];
  }

  on(entity: number): Subscription[] {
    return [...this.#bySubscriber.values()].flat().filter((subscription) => subscription.entity === entity);
  }

  /**
   * Puts the subscriber's bindings in the place of those that it had: all of them, or none and a BindingError.
   */
  replace(subscriber: Subscriber, params: readonly Record<string, unknown>[], claims: Claims): Promise<void> {
    return this.#turns.run(async () => {
      try {
        this.#bySubscriber.set(subscriber, await this.#write(subscriber, params.map(parseBinding), claims));
      } catch (error) {
        await this.#remove(subscriber);
        throw error;
      }
    });
  }

  remove(subscriber: Subscriber): Promise<void> {
    return this.#turns.run(() => this.#remove(subscriber));
  }

  async #remove(subscriber: Subscriber): Promise<void> {
    if (!this.#bySubscriber.has(subscriber)) return;
    await this.#database.transaction((sql) => this.#forget(sql, subscriber));
    this.#bySubscriber.delete(subscriber);
  }

  #write(subscriber: Subscriber, bindings: readonly Binding[], claims: Claims): Promise<Subscription[]> {
    return this.#database.transaction(async (sql) => {
      await this.#forget(sql, subscriber);
      await sql.query('select realtime.sync_capture()');
      const added: Subscription[] = [];
      for (const binding of bindings) added.push(...(await subscribe(sql, subscriber, binding, claims)));
      return added;
    });
  }

  async #forget(sql: Sql, subscriber: Subscriber): Promise<void> {
    const ids = this.#bySubscriber.get(subscriber)?.map((subscription) => subscription.id) ?? [];
    if (ids.length > 0)
      await sql.query('delete from realtime.subscription where id = any ($1::bigint[])', [ids]);
  }
}

async function subscribe(
  sql: Sql,
  subscriber: Subscriber,
  binding: Binding,
  claims: Claims,
): Promise<Subscription[]> {
  const rows = await subscribedRows(sql, binding, claims);
  if (rows.length === 0) {
    throw new BindingError(
      `Unable to subscribe to changes with given parameters. Please check Realtime is enabled for the given connect parameters: ${inspectParams(binding)}`,
    );
  }
  return rows.map((row) => ({
    ...row,
    subscriber,
    bindingId: binding.id,
    event: binding.event,
    select: binding.select,
    role: claims.role,
    claims: JSON.stringify(claims),
  }));
}

async function subscribedRows(sql: Sql, binding: Binding, claims: Claims): Promise<SubscribedRow[]> {
  const { schema, table, event, filters, select } = binding;
  try {
    const { rows } = await sql.query<SubscribedRow>(
      'select id::text, entity, condition, columns from realtime.subscribe($1, $2, $3, $4, $5, $6)',
      [schema, table, event, JSON.stringify(filters), select, JSON.stringify(claims)],
    );
    return rows;
  } catch (error) {
    const quoted = isTransient(error) ? undefined : quoteError(error);
    if (!quoted) throw error;
    throw new BindingError(
      `Unable to subscribe to changes with given parameters. An exception happened so please check your connect parameters: ${inspectParams(binding)}. Exception: ${quoted}`,
    );
  }
}
