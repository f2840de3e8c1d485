import { randomBytes } from 'node:crypto';
import { jsonSize } from './broadcast.ts';
import type { ChannelPort } from './channel-port.ts';
import type { Hub } from './hub.ts';
import { CallWindow } from './limits.ts';
import { stateJson } from './presence.ts';
import { isObject } from './wire/json.ts';
import type { ClientMessage, Reference } from './wire/message.ts';

/** A channel's part in the presence of its room. */
export class PresenceClient {
  readonly #hub: Hub;
  readonly #channel: ChannelPort;
  readonly #calls: CallWindow;

  constructor(hub: Hub, channel: ChannelPort) {
    this.#hub = hub;
    this.#channel = channel;
    this.#calls = new CallWindow(hub.limits.presenceCalls, hub.limits.presenceWindow);
  }

  sendState(): void {
    this.#hub.rates.presence.add();
    this.#channel.push('presence_state', stateJson(this.#channel.room.presences));
  }

  /** A call that fails does not count, yet without one left every call is too many. */
  async handle({ ref, payload }: ClientMessage): Promise<void> {
    const call = isObject(payload) ? payload : {};
    if (typeof call['event'] !== 'string') return this.#channel.reply(ref, 'ok', '{}');
    if (this.#calls.exhausted) return this.#channel.fail('Client presence rate limit exceeded');
    const event = call['event'].toLowerCase();
    if (event === 'track') await this.#track(ref, call['payload'] ?? {});
    else if (event === 'untrack') this.#untrack(ref);
    else this.#channel.reply(ref, 'error', '{}');
  }

  async #track(ref: Reference, payload: unknown): Promise<void> {
    if (!(await this.#channel.mayWrite('presence'))) return this.#channel.reply(ref, 'error', '{}');
    if (!isObject(payload)) {
      return this.#channel.reply(ref, 'error', '{"reason":"Presence track payload must be a map"}');
    }
    if (this.#channel.closed) return;
    const { presence } = this.#hub.rates;
    const tooLarge = jsonSize(payload) > this.#hub.limits.payloadKilobytes * 1000 + 500;
    if (tooLarge) return this.#channel.fail('Track message size exceeded');
    if (presence.exceeded) return this.#channel.fail('Too many presence messages per second');
    presence.add();
    this.#calls.take();
    this.#channel.reply(ref, 'ok', '{}');
    const { config, room } = this.#channel;
    room.track({ owner: this.#channel, key: config.presence.key, ref: newRef(), payload });
  }

  #untrack(ref: Reference): void {
    this.#calls.take();
    this.#channel.reply(ref, 'ok', '{}');
    this.#channel.room.untrack(this.#channel);
  }
}

/** A name for one appearance: as long as the real server's. */
function newRef(): string {
  return randomBytes(12).toString('base64url');
}
