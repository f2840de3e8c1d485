import { setTimeout as sleep } from 'node:timers/promises';
import type { RawData, WebSocket } from 'ws';
import { Mutex } from '../database/mutex.ts';
import type { ChannelSocket } from './channel.ts';
import { Channel } from './channel.ts';
import { bindingEcho } from './changes/binding.ts';
import type { Hub } from './hub.ts';
import type { Admission } from './join.ts';
import { admit } from './join.ts';
import { Refusal } from './refusal.ts';
import { decodeUserPush } from './wire/binary.ts';
import type { ClientMessage, Reference, Version } from './wire/message.ts';
import { decodeText, encodeText } from './wire/text.ts';

/** Close codes of RFC 6455, as the real server uses them. */
const NORMAL = 1000;
export const GOING_AWAY = 1001;
const RESTART = 1012;

/**
 * One connection. Its messages are handled one after another, and a join is handled to its end before the next:
 * while a refused one waits for its answer, not even a heartbeat is answered.
 */
export class Socket implements ChannelSocket {
  readonly version: Version;
  readonly #hub: Hub;
  readonly #connection: WebSocket;
  readonly #token: string;
  readonly #channels = new Map<string, Channel>();
  readonly #inbox = new Mutex();
  readonly #gone = new AbortController();
  #silence: NodeJS.Timeout | undefined;

  /** `token` is the key's token, verified already. */
  constructor(hub: Hub, connection: WebSocket, version: Version, token: string) {
    this.#hub = hub;
    this.#connection = connection;
    this.version = version;
    this.#token = token;
    connection.on('message', (data, isBinary) => this.#receive(data, isBinary));
    connection.on('close', () => this.#end());
    connection.on('error', (error) => hub.log(`realtime: socket: ${error.message}`));
    this.#awaitMessage();
  }

  get channelCount(): number {
    return this.#channels.size;
  }

  send(frame: string | Buffer): void {
    if (this.#connection.readyState === this.#connection.OPEN) this.#connection.send(frame);
  }

  forget(channel: Channel): void {
    if (this.#channels.get(channel.topic) === channel) this.#channels.delete(channel.topic);
  }

  close(code: number): void {
    this.#connection.close(code);
  }

  /** Asks the client to connect anew. */
  disconnect(): void {
    for (const channel of this.#channels.values()) channel.announceDisconnect();
    this.close(RESTART);
  }

  /**
   * The server ends. Presences end first, and whose channel had one is told of a crash and left without a
   * farewell, as the real server does it.
   */
  shutDown(): void {
    const present = [...this.#channels.values()].filter((channel) => channel.isPresent);
    for (const channel of present) channel.end('phx_error');
    if (present.length === 0) this.close(RESTART);
  }

  /** Resolves when the connection has ended; cuts it off if the client does not close its side in time. */
  async drain(patience: number): Promise<void> {
    if (this.#gone.signal.aborted) return;
    await sleep(patience, undefined, { signal: this.#gone.signal, ref: false }).catch(() => undefined);
    this.#connection.terminate();
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#awaitMessage();
    const frame = Buffer.isBuffer(data)
      ? data
      : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
    const message = isBinary ? decodeUserPush(frame) : decodeText(this.version, frame.toString());
    if (!message) return this.#hub.log('realtime: a frame that is no message was ignored');
    void this.#inbox
      .run(() => this.#handle(message))
      .catch((error: unknown) => this.#hub.log(`realtime: a message could not be handled: ${String(error)}`));
  }

  async #handle(message: ClientMessage): Promise<void> {
    if (this.#gone.signal.aborted) return;
    const { topic, event, ref } = message;
    if (topic === 'phoenix' && event === 'heartbeat') return this.#reply(message, null, 'ok', '{}');
    if (event === 'phx_join' && topic.startsWith('realtime:')) return this.#join(message);
    const channel = this.#channels.get(topic);
    if (channel && event === 'phx_leave') return channel.leave(ref);
    if (channel) return channel.receive(message);
    if (event === 'phx_leave') return this.#reply(message, null, 'ok', '{}');
    this.#reply(message, null, 'error', '{"reason":"unmatched topic"}');
  }

  async #join(message: ClientMessage): Promise<void> {
    const predecessor = this.#channels.get(message.topic);
    predecessor?.dispose();
    this.#channels.delete(message.topic);
    try {
      await this.#admit(message);
    } catch (error) {
      await this.#refuse(message, error);
    }
    predecessor?.sendClose();
  }

  async #admit(message: ClientMessage): Promise<void> {
    const { topic, payload, joinRef } = message;
    const request = { topic, payload, token: this.#token, socket: this, channels: this.#channels.size };
    const admission = await admit(this.#hub, request);
    if (this.#gone.signal.aborted) return;
    const channel = new Channel(this.#hub, this, topic, joinRef, admission);
    this.#channels.set(topic, channel);
    await this.#awaitReady(channel, admission);
    this.#hub.users.add(this);
    this.#reply(
      message,
      joinRef,
      'ok',
      `{"postgres_changes":[${admission.config.bindings.map(bindingEcho).join(',')}]}`,
    );
    channel.open(admission);
  }

  async #awaitReady(channel: Channel, { config }: Admission): Promise<void> {
    if (!config.wait) return;
    try {
      await channel.ready(config.wait.timeout);
    } catch (error) {
      channel.dispose();
      this.forget(channel);
      throw error;
    }
  }

  async #refuse(message: ClientMessage, error: unknown): Promise<void> {
    if (!(error instanceof Refusal)) this.#hub.log(`realtime: a join failed: ${String(error)}`);
    const reason = error instanceof Refusal ? error.message : 'Unknown Error on Channel';
    const pause = sleep(this.#hub.pauses.channelError, undefined, { signal: this.#gone.signal });
    await pause.catch(() => undefined);
    this.#reply(message, message.joinRef, 'error', JSON.stringify({ reason }));
    if (error instanceof Refusal && error.closesSocket) this.close(GOING_AWAY);
  }

  #reply({ topic, ref }: ClientMessage, joinRef: Reference, status: 'ok' | 'error', response: string): void {
    const payload = `{"status":"${status}","response":${response}}`;
    this.send(encodeText(this.version, { joinRef, ref, topic, event: 'phx_reply', payload }));
  }

  /** Starts anew the time that the client may be silent. */
  #awaitMessage(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.close(NORMAL), this.#hub.limits.silence);
    this.#silence.unref();
  }

  #end(): void {
    clearTimeout(this.#silence);
    this.#gone.abort();
    this.#hub.users.delete(this);
    for (const channel of this.#channels.values()) channel.dispose();
    this.#channels.clear();
  }
}
