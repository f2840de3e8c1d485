import { randomUUID } from 'node:crypto';
import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import { PATIENCE_MS } from '../support/wait-until.ts';
import type { World } from './world.ts';

/** Joins a private channel; undefined where the server refuses for want of rights. */
export async function join(
  client: SupabaseClient,
  topic: string,
  key: string = randomUUID(),
  listen: (channel: RealtimeChannel) => void = () => undefined,
): Promise<RealtimeChannel | undefined> {
  await client.realtime.setAuth();
  const channel = client.channel(topic, { config: { private: true, presence: { enabled: true, key } } });
  listen(channel);
  if (await accepted(channel)) return channel;
  await client.removeChannel(channel);
  return undefined;
}

function accepted(channel: RealtimeChannel): Promise<boolean> {
  return new Promise((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED') resolve(true);
      else if (status !== 'CHANNEL_ERROR') reject(new Error(`${channel.topic}: ${status}`));
      else if (/Unauthorized/.test(error?.message ?? '')) resolve(false);
      else reject(error ?? new Error(`${channel.topic}: refused without a reason`));
    }, PATIENCE_MS);
  });
}

/**
 * A topic with somebody who listens and a herald with the service key who may always speak: what was not heard
 * before the herald's word, spoken afterwards, was not delivered.
 */
export class Room {
  readonly topic: string;
  readonly #herald: RealtimeChannel;
  readonly #listener: RealtimeChannel | undefined;
  readonly #heard: Set<string>;
  readonly #waiting: Map<string, () => void>;

  private constructor(
    topic: string,
    herald: RealtimeChannel,
    listener: RealtimeChannel | undefined,
    ears: Ears,
  ) {
    this.topic = topic;
    this.#herald = herald;
    this.#listener = listener;
    this.#heard = ears.heard;
    this.#waiting = ears.waiting;
  }

  static async open(world: World, topic: string): Promise<Room> {
    const ears: Ears = { heard: new Set(), waiting: new Map() };
    const herald = await join(world.backend.admin, topic, 'herald');
    if (!herald) throw new Error(`${topic}: the service key cannot join`);
    const listener = await join(world.listener.client, topic, 'listener', (channel) =>
      listenWith(ears, channel),
    );
    return new Room(topic, herald, listener, ears);
  }

  /** Whether anybody but the herald can be in this room; if not, nothing said in it can be heard. */
  get hasListener(): boolean {
    return this.#listener !== undefined;
  }

  /** Whether the word was heard, all that was sent before this call being delivered. */
  async heard(word: string): Promise<boolean> {
    await this.#announce('broadcast', (serial) =>
      this.#herald.send({ type: 'broadcast', event: 'word', payload: { word: serial } }),
    );
    await this.#announce('presence', (serial) => this.#herald.track({ word: serial }));
    return this.#heard.has(word);
  }

  async close(world: World): Promise<void> {
    await world.backend.admin.removeChannel(this.#herald);
    if (this.#listener) await world.listener.client.removeChannel(this.#listener);
  }

  #announce(kind: string, speak: (serial: string) => Promise<unknown>): Promise<void> {
    const serial = `${kind} ${randomUUID()}`;
    return new Promise((resolve, reject) => {
      const tooLate = new Error(`${this.topic}: the herald's ${kind} was never heard`);
      const timer = setTimeout(() => reject(tooLate), PATIENCE_MS);
      this.#waiting.set(serial, () => {
        clearTimeout(timer);
        resolve();
      });
      speak(serial).catch(reject);
    });
  }
}

interface Ears {
  heard: Set<string>;
  waiting: Map<string, () => void>;
}

function listenWith({ heard, waiting }: Ears, channel: RealtimeChannel): void {
  const hear = (word: string): void => {
    heard.add(word);
    waiting.get(word)?.();
    waiting.delete(word);
  };
  channel.on('broadcast', { event: 'word' }, ({ payload }) => hear(String(payload?.['word'])));
  channel.on('presence', { event: 'join' }, ({ newPresences }) => {
    for (const presence of newPresences) hear(String(presence['word']));
  });
}
