import { setTimeout as sleep } from 'node:timers/promises';
import { BindingError } from './changes/binding-error.ts';
import type { Subscriber } from './changes/subscriptions.ts';
import type { ChannelPort } from './channel-port.ts';
import type { Hub } from './hub.ts';
import { Refusal } from './refusal.ts';
import type { Claims } from './tokens.ts';
import { encodeText } from './wire/text.ts';

const SUBSCRIBED = 'Subscribed to PostgreSQL';

/** A channel's subscription to changes of the database. */
export class ChangesClient implements Subscriber {
  readonly #hub: Hub;
  readonly #channel: ChannelPort;
  readonly #claims: () => Claims;
  /** The join has subscribed already, because its reply had to wait for that. */
  #subscribed = false;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(hub: Hub, channel: ChannelPort, claims: () => Claims) {
    this.#hub = hub;
    this.#channel = channel;
    this.#claims = claims;
  }

  receiveChange(data: string, ids: readonly number[]): void {
    if (this.#ended || this.#hub.rates.changes.exceeded) return;
    this.#hub.rates.changes.add();
    const { topic, version, config } = this.#channel;
    const message = config.legacy
      ? { event: (JSON.parse(data) as { type: string }).type, payload: data }
      : { event: 'postgres_changes', payload: `{"data":${data},"ids":[${ids.join(',')}]}` };
    this.#channel.relay(encodeText(version, { joinRef: null, ref: null, topic, ...message }));
  }

  /** Subscribes before the join is answered; tries again where the fault is not the client's. */
  async subscribeWithin(timeout: number): Promise<void> {
    const deadline = performance.now() + timeout;
    while (!this.#subscribed && this.#bindings.length > 0) {
      try {
        await before(deadline, this.#subscribe());
        this.#subscribed = true;
      } catch (error) {
        if (error instanceof BindingError)
          throw new Refusal(`RealtimeDisabledForConfiguration: ${error.message}`);
        this.#hub.log(`realtime: subscribing failed: ${String(error)}`);
        if (performance.now() >= deadline) throw new Refusal(lateness(timeout));
        await sleep(RETRY);
      }
    }
  }

  /** Subscribes, unless that is done already, and tells the client how it ended. */
  async announce(): Promise<void> {
    if (this.#bindings.length === 0 || this.#ended) return;
    try {
      if (!this.#subscribed) await this.#subscribe();
      this.#say('ok', SUBSCRIBED);
    } catch (error) {
      this.#say('error', error instanceof Error ? error.message : String(error));
      if (error instanceof BindingError) return;
      this.#hub.log(`realtime: subscribing failed: ${String(error)}`);
      this.#announceLater(this.#hub.pauses.retry);
    } finally {
      this.#subscribed = false;
    }
  }

  /** The token changed: subscribes again after a while. */
  renew(): void {
    const { resubscribe, resubscribeSpread } = this.#hub.pauses;
    this.#announceLater(resubscribe + Math.random() * resubscribeSpread);
  }

  publicationChanged(): void {
    void this.announce();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    if (this.#bindings.length === 0) return;
    this.#hub.subscriptions
      .remove(this)
      .catch((error: unknown) => this.#hub.log(`realtime: unsubscribing failed: ${String(error)}`));
  }

  get #bindings(): readonly Record<string, unknown>[] {
    return this.#channel.config.bindings;
  }

  async #subscribe(): Promise<void> {
    await this.#hub.subscriptions.replace(this, this.#bindings, this.#claims());
    if (this.#ended) await this.#hub.subscriptions.remove(this);
  }

  #announceLater(delay: number): void {
    clearTimeout(this.#timer);
    if (this.#bindings.length === 0) return;
    this.#timer = setTimeout(() => void this.announce(), delay);
    this.#timer.unref();
  }

  #say(status: 'ok' | 'error', message: string): void {
    if (!this.#ended) this.#channel.system('postgres_changes', status, message);
  }
}

/** Between two tries to subscribe while a client waits for its join, in milliseconds. */
const RETRY = 250;

function lateness(timeout: number): string {
  return `PostgresChangesSubscribeTimeout: Timed out after ${timeout}ms waiting for the postgres_changes subscription`;
}

/** Settles as the work does; rejects when it takes longer. */
async function before<T>(deadline: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = sleep(Math.max(0, deadline - performance.now()), undefined, { signal: timer.signal }).then(
    () => Promise.reject(new Error('too late')),
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    timer.abort();
  }
}
