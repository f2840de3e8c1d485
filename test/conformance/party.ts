import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { GOODBYE, answerEvent, binaryEvent } from './script.ts';

/** One client of a replayed conversation: it does what it is told and writes down what it hears. */
export class Party {
  readonly events: string[] = [];
  /** Broadcasts that were counted instead of being written down. */
  counted = 0;
  readonly #socket: WebSocket;
  readonly #countsBroadcasts: boolean;
  /** Reference and topic of the last join. */
  #joined: { ref: string; topic: string } | undefined;

  constructor(url: string, headers: Record<string, string>, countsBroadcasts: boolean) {
    this.#countsBroadcasts = countsBroadcasts;
    this.#socket = new WebSocket(url, { headers, perMessageDeflate: false });
    this.#socket.on('open', () => this.events.push('open'));
    this.#socket.on('message', (data: Buffer, isBinary) => this.#hear(data, isBinary));
    this.#socket.on('close', (code) => this.events.push(`close ${code}`));
    this.#socket.on('error', () => undefined); // a close follows
    this.#socket.on('unexpected-response', (_request, response) => void this.#refused(response));
  }

  /** Sends as soon as the socket is open. */
  async send(data: string | Buffer): Promise<void> {
    if (this.#socket.readyState === WebSocket.CONNECTING) await once(this.#socket, 'open');
    const join = /^\["([^"]*)","[^"]*","([^"]*)","phx_join"/.exec(data.toString());
    if (join) this.#joined = { ref: join[1] ?? '', topic: join[2] ?? '' };
    this.#socket.send(data);
  }

  close(): void {
    this.events.push(GOODBYE);
    this.#socket.close();
  }

  /** Ends without a word. */
  terminate(): void {
    this.events.push(GOODBYE);
    this.#socket.terminate();
  }

  /** Loses the connection. */
  drop(): void {
    this.#socket.terminate();
  }

  /** Sends broadcasts to the topic that was joined last, evenly over a time. */
  async flood(count: number, milliseconds: number): Promise<void> {
    const { ref, topic } = this.#joined ?? { ref: '', topic: '' };
    const start = performance.now();
    for (let sent = 0; sent < count && this.#socket.readyState === WebSocket.OPEN;) {
      const due = Math.ceil(((performance.now() - start) / milliseconds) * count);
      for (; sent < Math.min(due, count); sent += 1) {
        const payload = { type: 'broadcast', event: 'n', payload: { n: sent } };
        this.#socket.send(JSON.stringify([ref, null, topic, 'broadcast', payload]));
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  #hear(data: Buffer, isBinary: boolean): void {
    const event = isBinary ? binaryEvent(data) : data.toString();
    if (this.#countsBroadcasts && event.includes('"broadcast",{')) this.counted += 1;
    else this.events.push(event);
  }

  async #refused(response: IncomingMessage): Promise<void> {
    const body = await text(response);
    this.events.push(answerEvent(response.statusCode, response.headers as Record<string, string>, body));
    this.#socket.terminate();
  }
}
