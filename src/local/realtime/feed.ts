import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import type { Delivery } from './changes/drain.ts';
import { drainChanges } from './changes/drain.ts';
import { WAKE_UP } from './changes/machinery.ts';
import type { Subscription } from './changes/subscriptions.ts';
import type { StoredBroadcast } from './outgoing.ts';
import { takeOutgoing } from './outgoing.ts';

const CHANGES_PER_BATCH = 100;
/** The real server looks every 100 ms: nobody may rely on hearing sooner. */
const LONGEST_REST = 100;

export interface FeedOptions {
  database: Database;
  recordBytes: number;
  subscriptionsOn: (relation: number) => Subscription[];
  onDeliveries: (deliveries: Delivery[]) => void;
  onBroadcast: (stored: StoredBroadcast) => void;
  log: (line: string) => void;
}

/**
 * Brings what committed transactions queued to those who listen, woken by NOTIFY after each commit. After each
 * drain it rests for as long as the drain took, so that it never has the database for more than half of the
 * time, and many small transactions share a drain.
 */
export class Feed {
  readonly #options: FeedOptions;
  #unlisten: (() => Promise<void>) | undefined;
  /** The drain under way; a wake-up meanwhile asks for another one. */
  #running: Promise<void> | undefined;
  readonly #queued = { messages: false, changes: false };
  readonly #closed = new AbortController();

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#unlisten = await this.#options.database.listen(WAKE_UP, (what) => this.#wake(what));
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#unlisten?.();
    this.#unlisten = undefined;
    await this.#running;
  }

  #wake(what: string): void {
    if (what === 'message') this.#queued.messages = true;
    else this.#queued.changes = true;
    this.#running ??= this.#drainAll();
  }

  async #drainAll(): Promise<void> {
    await immediate(); // one transaction may have queued both
    while ((this.#queued.messages || this.#queued.changes) && !this.#closed.signal.aborted) {
      const start = performance.now();
      const { messages, changes } = this.#queued;
      this.#queued.messages = false;
      this.#queued.changes = false;
      if (messages) await this.#drainMessages().catch((error: unknown) => this.#discard(error));
      if (changes) await this.#drainChanges().catch((error: unknown) => this.#discard(error));
      const rest = Math.min(performance.now() - start, LONGEST_REST);
      await sleep(rest, undefined, { signal: this.#closed.signal }).catch(() => undefined);
    }
    this.#running = undefined; // at once: a wake-up that comes later must start another one
  }

  async #drainMessages(): Promise<void> {
    (await takeOutgoing(this.#options.database)).forEach(this.#options.onBroadcast);
  }

  async #drainChanges(): Promise<void> {
    const { database, recordBytes, subscriptionsOn, onDeliveries } = this.#options;
    const limits = { changes: CHANGES_PER_BATCH, recordBytes };
    const { taken, deliveries } = await database.transaction((sql) =>
      drainChanges(sql, subscriptionsOn, limits),
    );
    if (taken === CHANGES_PER_BATCH) this.#queued.changes = true;
    onDeliveries(deliveries);
  }

  /** What can't be delivered must not block what comes after it. */
  async #discard(error: unknown): Promise<void> {
    const { database, log } = this.#options;
    if (this.#closed.signal.aborted) return;
    log(`realtime: queued changes were dropped: ${String(error)}`);
    await database
      .exec('delete from realtime.change; delete from realtime.outgoing;')
      .catch((failure: unknown) => log(`realtime: the queue could not be emptied: ${String(failure)}`));
  }
}
