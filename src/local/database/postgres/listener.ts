import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { databaseInUse } from './complaints.ts';
import { PostgresSession } from './session.ts';
import type { OnNotify } from '../database.ts';

/** Names the lock of whoever serves a database: two would take each other's changes. */
const LOCK = 0x6e616c697479;
/** A killed process leaves its lock until the server has noticed; in milliseconds. */
const LOCK_PATIENCE = 2000;
const SHORTEST_PAUSE = 50;
const LONGEST_PAUSE = 1000;

/**
 * The connection that hears notifications and, as long as it stands, holds the database for this process.
 * When it breaks it is made anew, and everybody who listens is called once with an empty payload:
 * something may have been missed.
 */
export class PostgresListener {
  readonly #config: pg.ClientConfig;
  readonly #channels = new Map<string, Set<OnNotify>>();
  #client: pg.Client | undefined;
  #session: PostgresSession | undefined;
  readonly #closed = new AbortController();

  private constructor(config: pg.ClientConfig) {
    this.#config = config;
  }

  /** @throws {Error} with a message for people when another process serves the database */
  static async open(config: pg.ClientConfig): Promise<PostgresListener> {
    const listener = new PostgresListener(config);
    const deadline = Date.now() + LOCK_PATIENCE;
    while (!(await listener.#connect())) {
      if (Date.now() > deadline) throw databaseInUse();
      await sleep(LONGEST_PAUSE / 10);
    }
    return listener;
  }

  async listen(channel: string, onNotify: OnNotify): Promise<() => Promise<void>> {
    const known = this.#channels.get(channel);
    const listeners = known ?? new Set();
    this.#channels.set(channel, listeners.add(onNotify));
    if (!known) await this.#say('listen', channel);
    return async () => {
      listeners.delete(onNotify);
      if (listeners.size > 0 || this.#channels.get(channel) !== listeners) return;
      this.#channels.delete(channel);
      await this.#say('unlisten', channel);
    };
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#client?.end().catch(() => undefined);
  }

  /** A connection that breaks meanwhile is made anew with the channels that are then wanted. */
  async #say(verb: 'listen' | 'unlisten', channel: string): Promise<void> {
    await this.#session?.exec(`${verb} ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
  }

  /** False when another process holds the database. */
  async #connect(): Promise<boolean> {
    const client = new pg.Client({ ...this.#config, keepAlive: true });
    client.on('error', () => undefined); // 'end' follows
    try {
      await client.connect();
      const sql = `select pg_try_advisory_lock(${LOCK}) as taken`;
      const { rows } = await client.query<{ taken: boolean }>(sql);
      if (!rows[0]?.taken) await client.end();
      else await this.#adopt(client);
      return rows[0]?.taken ?? false;
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  async #adopt(client: pg.Client): Promise<void> {
    client.on('notification', ({ channel, payload = '' }) => this.#tell(channel, payload));
    const session = new PostgresSession(client);
    this.#client = client;
    this.#session = session;
    for (const channel of this.#channels.keys()) await session.exec(`listen ${pg.escapeIdentifier(channel)}`);
    client.once('end', () => void this.#reconnect());
  }

  async #reconnect(): Promise<void> {
    const { signal } = this.#closed;
    this.#session = undefined;
    let connected = false;
    for (
      let pause = SHORTEST_PAUSE;
      !connected && !signal.aborted;
      pause = Math.min(pause * 2, LONGEST_PAUSE)
    ) {
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      connected = !signal.aborted && (await this.#connect().catch(() => false));
    }
    if (signal.aborted) return this.close();
    for (const channel of this.#channels.keys()) this.#tell(channel, undefined);
  }

  #tell(channel: string, payload: string | undefined): void {
    for (const onNotify of this.#channels.get(channel) ?? []) onNotify(payload);
  }
}
