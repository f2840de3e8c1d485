import type { Database } from '../database/database.ts';
import type { Delivery } from './changes/drain.ts';
import { drainChanges } from './changes/drain.ts';
import { WAKE_UP } from './changes/machinery.ts';
import type { Subscription } from './changes/subscriptions.ts';
import type { StoredBroadcast } from './outgoing.ts';
import { takeOutgoing } from './outgoing.ts';

const CHANGES_PER_BATCH = 100;

export interface FeedOptions {
  database: Database;
  recordBytes: number;
  subscriptionsOn: (relation: number) => Subscription[];
  onDeliveries: (deliveries: Delivery[]) => void;
  onBroadcast: (stored: StoredBroadcast) => void;
  log: (line: string) => void;
}

/** Brings what committed transactions queued to those who listen, woken by NOTIFY after each commit. */
export class Feed {
  readonly #options: FeedOptions;
  #unlisten: (() => Promise<void>) | undefined;
  /** The drain under way; a wake-up meanwhile asks for another one. */
  #running: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** True when changes of the database are heard. */
  get listening(): boolean {
    return this.#unlisten !== undefined;
  }

  async start(): Promise<void> {
    this.#unlisten = await this.#options.database.listen(WAKE_UP, () => this.#wake());
    this.#wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#unlisten?.();
    this.#unlisten = undefined;
    await this.#running;
  }

  #wake(): void {
    this.#again = true;
    this.#running ??= this.#drainAll().finally(() => {
      this.#running = undefined;
    });
  }

  async #drainAll(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      await this.#drainOnce().catch((error: unknown) => this.#discard(error));
    }
  }

  async #drainOnce(): Promise<void> {
    const { database, recordBytes, subscriptionsOn, onBroadcast, onDeliveries } = this.#options;
    const { stored, drained } = await database.transaction(async (sql) => ({
      stored: await takeOutgoing(sql),
      drained: await drainChanges(sql, subscriptionsOn, { changes: CHANGES_PER_BATCH, recordBytes }),
    }));
    if (drained.taken === CHANGES_PER_BATCH) this.#again = true;
    stored.forEach(onBroadcast);
    onDeliveries(drained.deliveries);
  }

  /** What can't be delivered must not block what comes after it. */
  async #discard(error: unknown): Promise<void> {
    const { database, log } = this.#options;
    if (this.#closed) return;
    log(`realtime: queued changes were dropped: ${String(error)}`);
    await database
      .exec('delete from realtime.change; delete from realtime.outgoing;')
      .catch((failure: unknown) => log(`realtime: the queue could not be emptied: ${String(failure)}`));
  }
}
