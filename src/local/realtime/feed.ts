import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from '../database/connection-error.ts';
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
/** After a failure: it may last. */
const RETRY_PAUSE = 250;
/** For how long what happens is queued without a renewal, and how often there is one. */
const PROMISE = '1 hour';
const RENEWAL = 600_000;

export interface FeedOptions {
  database: Database;
  recordBytes: number;
  subscriptionsOn: (relation: number) => Subscription[];
  onDeliveries: (deliveries: Delivery[]) => void;
  onBroadcast: (stored: StoredBroadcast) => void;
  /** How long nothing is heard after the connection to the database was lost, in milliseconds. */
  recovery: number;
  log: (line: string) => void;
}

type Queue = 'messages' | 'changes';

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
  /** How many changes the next drain takes: one, when one of them may be what made the last drain fail. */
  #batch = CHANGES_PER_BATCH;
  /** The last drain left changes in the queue: the next one does not rest first. */
  #full = false;
  #renewal: NodeJS.Timeout | undefined;
  #recovering = false;
  readonly #closed = new AbortController();

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#unlisten = await this.#options.database.listen(WAKE_UP, (what) => this.#wake(what));
    await this.#promise();
    this.#renewal = setInterval(() => {
      this.#promise().catch((error: unknown) => this.#options.log(`realtime: renewal: ${String(error)}`));
    }, RENEWAL);
    this.#renewal.unref();
  }

  async close(): Promise<void> {
    this.#closed.abort();
    clearInterval(this.#renewal);
    await this.#unlisten?.();
    this.#unlisten = undefined;
    await this.#running;
    await this.#options.database.exec('delete from realtime.served').catch(() => undefined); // it runs out, too
  }

  /** From now on what happens is queued. */
  async #promise(): Promise<void> {
    await this.#options.database.exec(
      `delete from realtime.served; insert into realtime.served values (now() + interval '${PROMISE}')`,
    );
  }

  /** `what` is queued; undefined: the connection was lost. */
  #wake(what: string | undefined): void {
    if (what === undefined) void this.#recover();
    if (this.#recovering) return;
    if (what === 'message') this.#queued.messages = true;
    else this.#queued.changes = true;
    this.#running ??= this.#drainAll();
  }

  /**
   * The real server reads the write-ahead log from a slot that ends with its connection: what happens until it has
   * made another is never heard.
   */
  async #recover(): Promise<void> {
    if (this.#recovering) return;
    this.#recovering = true;
    await this.#rest(this.#options.recovery);
    await this.#drop('delete from realtime.change; delete from realtime.outgoing');
    this.#recovering = false;
  }

  async #drainAll(): Promise<void> {
    await immediate(); // one transaction may have queued both
    while ((this.#queued.messages || this.#queued.changes) && !this.#closed.signal.aborted) {
      const start = performance.now();
      const { messages, changes } = this.#queued;
      this.#queued.messages = false;
      this.#queued.changes = false;
      this.#full = false;
      if (messages) await this.#drainMessages().catch((error: unknown) => this.#fail('messages', error));
      if (changes) await this.#drainChanges().catch((error: unknown) => this.#fail('changes', error));
      if (!this.#full) await this.#rest(Math.min(performance.now() - start, LONGEST_REST));
    }
    this.#running = undefined; // at once: a wake-up that comes later must start another one
  }

  #rest(time: number): Promise<void> {
    return sleep(time, undefined, { signal: this.#closed.signal }).catch(() => undefined);
  }

  async #drainMessages(): Promise<void> {
    (await takeOutgoing(this.#options.database)).forEach(this.#options.onBroadcast);
  }

  async #drainChanges(): Promise<void> {
    const { database, recordBytes, subscriptionsOn, onDeliveries } = this.#options;
    const limits = { changes: this.#batch, recordBytes };
    const { taken, deliveries } = await database.transaction((sql) =>
      drainChanges(sql, subscriptionsOn, limits),
    );
    this.#full = taken === limits.changes;
    if (this.#full) this.#queued.changes = true;
    this.#batch = CHANGES_PER_BATCH;
    onDeliveries(deliveries);
  }

  /** Looks again after a while; what can't be delivered must not block what comes after it. */
  async #fail(queue: Queue, error: unknown): Promise<void> {
    if (this.#closed.signal.aborted) return;
    this.#queued[queue] = true;
    this.#options.log(`realtime: queued ${queue} could not be read: ${String(error)}`);
    if (!isTransient(error)) await this.#giveUpOne(queue);
    await this.#rest(RETRY_PAUSE);
  }

  /** Of several changes it is not known which is at fault: the next drain takes one alone. */
  async #giveUpOne(queue: Queue): Promise<void> {
    if (queue === 'messages') return this.#drop('delete from realtime.outgoing');
    if (this.#batch === 1) {
      const oldest = 'select seq from realtime.queued_changes(1)';
      return this.#drop(`delete from realtime.change where seq = (${oldest})`);
    }
    this.#batch = 1;
  }

  async #drop(sql: string): Promise<void> {
    const { database, log } = this.#options;
    log('realtime: what was queued is dropped');
    await database
      .exec(sql)
      .catch((failure: unknown) => log(`realtime: the queue could not be emptied: ${String(failure)}`));
  }
}
