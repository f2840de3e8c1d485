import { once } from 'node:events';
import { WebSocket } from 'ws';

export type Payload = Record<string, unknown>;
export type Frame = [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: Payload,
];

/** Is given what comes on a channel beside replies; `text` is the whole frame. */
export type Listener = (event: string, payload: Payload, text: string) => void;

/** As often as clients do it, in milliseconds. */
const HEARTBEAT = 25_000;

/** One connection that speaks protocol 2.0.0 in text frames. What should not happen on it is trouble. */
export class Peer {
  readonly #socket: WebSocket;
  readonly #onTrouble: (text: string) => void;
  readonly #channels = new Map<string, { joinRef: string; listener: Listener }>();
  readonly #questions = new Map<string, (payload: Payload) => void>();
  readonly #heartbeats: NodeJS.Timeout;
  #refs = 0;
  #closing = false;
  #beating = false;

  private constructor(socket: WebSocket, onTrouble: (text: string) => void) {
    this.#socket = socket;
    this.#onTrouble = onTrouble;
    this.#heartbeats = setInterval(() => this.#beat(), HEARTBEAT);
    socket.on('message', (data: Buffer) => this.#receive(data.toString()));
    socket.on('error', (error) => onTrouble(`A socket failed: ${error.message}`));
    socket.on('close', (code) => this.#closing || onTrouble(`A socket was closed with code ${code}.`));
  }

  static async open(url: string, onTrouble: (text: string) => void): Promise<Peer> {
    const peer = new Peer(new WebSocket(url), onTrouble);
    await once(peer.#socket, 'open');
    return peer;
  }

  /** Resolves with the reply. */
  join(topic: string, payload: Payload, listener: Listener): Promise<void> {
    const joinRef = this.#nextRef();
    this.#channels.set(topic, { joinRef, listener });
    return this.#ask(joinRef, topic, 'phx_join', payload);
  }

  /** Sends something that is replied to. */
  ask(topic: string, event: string, payload: Payload): Promise<void> {
    return this.#ask(this.#nextRef(), topic, event, payload);
  }

  /** Sends something that is not. */
  send(topic: string, event: string, payload: Payload): void {
    this.#write(this.#nextRef(), topic, event, payload);
  }

  close(): void {
    this.#closing = true;
    clearInterval(this.#heartbeats);
    this.#socket.close();
  }

  /** A client gives up a connection on which the heartbeat before is still without an answer. */
  #beat(): void {
    if (this.#beating) this.#onTrouble('A heartbeat was not answered.');
    this.#beating = true;
    void this.ask('phoenix', 'heartbeat', {}).then(() => (this.#beating = false));
  }

  #ask(ref: string, topic: string, event: string, payload: Payload): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#questions.set(ref, (reply) => {
        if (reply['status'] === 'ok') resolve();
        else reject(new Error(`${event} on ${topic} was refused: ${JSON.stringify(reply)}`));
      });
      this.#write(ref, topic, event, payload);
    });
  }

  #write(ref: string, topic: string, event: string, payload: Payload): void {
    const joinRef = this.#channels.get(topic)?.joinRef ?? null;
    this.#socket.send(JSON.stringify([joinRef, ref, topic, event, payload] satisfies Frame));
  }

  #receive(text: string): void {
    const [, ref, topic, event, payload] = JSON.parse(text) as Frame;
    if (event === 'phx_reply' && ref !== null) {
      this.#questions.get(ref)?.(payload);
      this.#questions.delete(ref);
    } else if (event === 'phx_close' || event === 'phx_error' || payload['status'] === 'error') {
      this.#onTrouble(`${event} on ${topic}: ${JSON.stringify(payload)}`);
    } else {
      this.#channels.get(topic)?.listener(event, payload, text);
    }
  }

  #nextRef(): string {
    this.#refs += 1;
    return String(this.#refs);
  }
}
