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
  /** The subscription of the join, when the reply had to wait for it. */
  #awaited: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(hub: Hub, channel: ChannelPort, claims: () => Claims) {
    this.#hub = hub;
    this.#channel = channel;
    this.#claims = claims;
  }

  receiveChange(data: string, ids: readonly number[]): void {
    if (this.#ended) return;
    this.#hub.rates.events.add();
    if (this.#hub.rates.events.exceeded) return;
    const payload = `{"data":${data},"ids":[${ids.join(',')}]}`;
    const { topic, version } = this.#channel;
    this.#channel.relay(
      encodeText(version, { joinRef: null, ref: null, topic, event: 'postgres_changes', payload }),
    );
  }

  /** Subscribes before the join is answered. */
  async subscribeWithin(timeout: number): Promise<void> {
    if (this.#bindings.length === 0) return;
    this.#awaited = this.#subscribe();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const text = `PostgresChangesSubscribeTimeout: Postgres changes subscription was not ready within ${timeout} ms`;
      timer = setTimeout(() => reject(new Refusal(text)), timeout);
    });
    try {
      await Promise.race([this.#awaited, late]);
    } catch (error) {
      throw error instanceof BindingError
        ? new Refusal(`RealtimeDisabledForConfiguration: ${error.message}`)
        : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Subscribes, unless that is done already, and tells the client how it ended. */
  async announce(): Promise<void> {
    if (this.#bindings.length === 0 || this.#ended) return;
    try {
      await (this.#awaited ?? this.#subscribe());
      this.#say('ok', SUBSCRIBED);
    } catch (error) {
      if (!(error instanceof BindingError)) this.#hub.log(`realtime: subscribing failed: ${String(error)}`);
      this.#say('error', error instanceof Error ? error.message : String(error));
      if (!(error instanceof BindingError)) this.#announceLater(this.#hub.pauses.retry);
    } finally {
      this.#awaited = undefined;
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
