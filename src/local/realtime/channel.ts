import { Mutex } from '../database/mutex.ts';
import type { Extension, Readable } from './authorization.ts';
import type { Broadcast } from './broadcast.ts';
import { fits } from './broadcast.ts';
import { ChangesClient } from './changes-client.ts';
import type { ChannelPort } from './channel-port.ts';
import type { Hub } from './hub.ts';
import type { Admission } from './join.ts';
import { readableExtensions } from './join.ts';
import type { JoinConfig } from './join-config.ts';
import type { StoredBroadcast } from './outgoing.ts';
import { PresenceClient } from './presence-client.ts';
import { Refusal } from './refusal.ts';
import { replayFrame } from './replay.ts';
import type { Room } from './rooms.ts';
import { TokenLease } from './token-lease.ts';
import { isObject } from './wire/json.ts';
import type { ClientMessage, Reference, Version } from './wire/message.ts';
import { encodeText } from './wire/text.ts';

/** The way to the client, and out of the socket. */
export interface ChannelSocket {
  readonly version: Version;
  send(frame: string | Buffer): void;
  /** The channel ended by itself. */
  forget(channel: Channel): void;
}

/** One client's membership in one topic: from the accepted join to the close. */
export class Channel implements ChannelPort {
  readonly topic: string;
  readonly name: string;
  readonly config: JoinConfig;
  readonly version: Version;
  readonly #hub: Hub;
  readonly #socket: ChannelSocket;
  readonly #joinRef: Reference;
  readonly #mailbox = new Mutex();
  readonly #room: Room;
  readonly #presence: PresenceClient;
  readonly #changes: ChangesClient;
  readonly #lease: TokenLease;
  readonly #replayed: Set<string>;
  readonly #mayWrite = new Map<Extension, Promise<boolean>>();
  #readable: Readable;
  #closed = false;

  constructor(hub: Hub, socket: ChannelSocket, topic: string, joinRef: Reference, admission: Admission) {
    const { config, name, token, claims, readable, replayed } = admission;
    this.#hub = hub;
    this.#socket = socket;
    this.#joinRef = joinRef;
    this.topic = topic;
    this.name = name;
    this.config = config;
    this.version = socket.version;
    this.#readable = readable;
    this.#replayed = new Set(replayed.map((stored) => stored.id));
    this.#lease = new TokenLease(hub.tokens, { token, claims }, (reason) => this.fail(reason));
    this.#changes = new ChangesClient(hub, this, () => this.#lease.claims);
    this.#presence = new PresenceClient(hub, this);
    this.#room = hub.rooms.enter(topic, config.private, this);
  }

  get room(): Room {
    return this.#room;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Resolves when the client's bindings are active; rejects with a Refusal when that fails or takes too long. */
  ready(timeout: number): Promise<void> {
    return this.#changes.subscribeWithin(timeout);
  }

  /** What follows the reply to the join. */
  open(admission: Admission): void {
    this.#run(async () => {
      this.#replay(admission.replayed);
      await this.#changes.announce();
      if (this.config.broadcast.replicationReady)
        this.system('system', 'ok', 'Replication connection established');
      if (this.config.presence.enabled && this.#readable.presence) this.#presence.sendState();
    });
  }

  receive(message: ClientMessage): void {
    this.#run(async () => {
      if (message.event === 'broadcast') await this.#broadcast(message);
      else if (message.event === 'presence') await this.#presence.handle(message);
      else if (message.event === 'access_token') await this.#renew(message.payload);
    });
  }

  /** The client leaves; resolves when it has been told. */
  leave(ref: Reference): Promise<void> {
    return this.#mailbox.run(async () => {
      if (this.#closed) return;
      this.reply(ref, 'ok', '{}');
      this.end();
    });
  }

  /** Whether it appears in its room. */
  get isPresent(): boolean {
    return this.#room.has(this);
  }

  /** The whole connection is about to end. */
  announceDisconnect(): void {
    const payload = '{"message":"Server requested disconnect","status":"ok","extension":"system"}';
    const message = { joinRef: null, ref: null, topic: this.topic, event: 'system', payload };
    this.relay(encodeText(this.version, message));
  }

  /** Says why and closes. */
  fail(reason: string): void {
    if (this.#closed) return;
    this.system('system', 'error', reason);
    this.end();
  }

  /** Closes and tells the client. */
  end(event: 'phx_close' | 'phx_error' = 'phx_close'): void {
    if (this.#closed) return;
    this.dispose();
    this.sendClose(event);
    this.#socket.forget(this);
  }

  sendClose(event: 'phx_close' | 'phx_error' = 'phx_close'): void {
    const payload = event === 'phx_error' ? '{"reason":"channel_crash"}' : '{}';
    this.#send(this.#joinRef, event, payload);
  }

  /** Leaves the room without a word to the client. */
  dispose(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#lease.end();
    this.#hub.rooms.leave(this.#room, this.config.private, this);
    this.#changes.end();
  }

  reply(ref: Reference, status: 'ok' | 'error', response: string): void {
    this.#send(ref, 'phx_reply', `{"status":"${status}","response":${response}}`);
  }

  push(event: string, payload: string): void {
    this.#send(null, event, payload);
  }

  system(extension: 'system' | 'postgres_changes', status: 'ok' | 'error', message: string): void {
    this.push('system', JSON.stringify({ message, status, extension, channel: this.name }));
  }

  /** Hands over a frame that is the same for many. */
  relay(frame: string | Buffer): void {
    this.#socket.send(frame);
  }

  receiveBroadcast(frame: string | Buffer, id?: string): void {
    if (!this.#readable.broadcast || (id !== undefined && this.#replayed.has(id))) return;
    this.#hub.rates.events.add();
    if (this.#hub.rates.events.exceeded) this.fail('Too many messages per second');
    else this.relay(frame);
  }

  receivePresence(frame: string): void {
    if (this.#readable.presence) this.relay(frame);
  }

  /** Answers from memory until the token changes. */
  mayWrite(extension: Extension): Promise<boolean> {
    if (!this.config.private) return Promise.resolve(true);
    const known = this.#mayWrite.get(extension);
    const answer = known ?? this.#hub.authorization.write(this.name, this.#lease.claims, extension);
    this.#mayWrite.set(extension, answer);
    return answer;
  }

  async #broadcast(message: ClientMessage): Promise<void> {
    const { ack, self } = this.config.broadcast;
    if (!(await this.mayWrite('broadcast')) || this.#closed) return;
    const broadcast = broadcastOf(message);
    if (!fits(broadcast, this.#hub.limits.payloadKilobytes)) {
      if (ack) this.reply(message.ref, 'error', '"payload_size_exceeded"');
      return;
    }
    this.#hub.rates.events.add();
    this.#room.broadcast(broadcast, { except: self ? undefined : this });
    if (ack) this.reply(message.ref, 'ok', '{}');
  }

  async #renew(payload: unknown): Promise<void> {
    if (!isObject(payload) || !this.#lease.renew(payload['access_token'])) return;
    this.#mayWrite.clear();
    const before = this.#readable;
    try {
      this.#readable = await readableExtensions(this.#hub, this.name, this.#lease.claims, this.config);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.fail(error.message.replace('Unauthorized: ', ''));
    }
    if ((before.broadcast && !this.#readable.broadcast) || (before.presence && !this.#readable.presence)) {
      return this.fail(`You no longer have permission to read from this Channel topic: ${this.name}`);
    }
    this.#changes.renew();
  }

  #replay(messages: readonly StoredBroadcast[]): void {
    for (const stored of messages) {
      const frame = replayFrame(this.version, this.topic, this.#joinRef, stored);
      if (frame !== undefined) this.relay(frame);
    }
  }

  /** One thing after another; a failure is the end of this channel and of nothing else. */
  #run(work: () => Promise<void>): void {
    void this.#mailbox
      .run(async () => {
        if (!this.#closed) await work();
      })
      .catch((error: unknown) => {
        this.#hub.log(`realtime: channel ${this.name} failed: ${String(error)}`);
        this.end('phx_error');
      });
  }

  #send(ref: Reference, event: string, payload: string): void {
    const closing = event === 'phx_close' || event === 'phx_error';
    const message = {
      joinRef: this.#joinRef,
      ref: closing ? this.#joinRef : ref,
      topic: this.topic,
      event,
      payload,
    };
    this.#socket.send(encodeText(this.version, message));
  }
}

function broadcastOf(message: ClientMessage): Broadcast {
  if (!message.broadcast) return { form: 'text', payload: message.payload };
  const { event, encoding, content } = message.broadcast;
  return { form: 'user', event, encoding, content };
}
