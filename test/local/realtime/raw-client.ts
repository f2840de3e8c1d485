import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { TestServer } from './server.ts';
import { waitFor } from './wait-for.ts';

export type Frame = [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: unknown,
];

/** A client that speaks frames, as they are on the wire. */
export class RawClient {
  readonly socket: WebSocket;
  readonly received: (Frame | Buffer)[] = [];
  closeCode: number | undefined;
  #read = 0;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer, isBinary) => {
      this.received.push(isBinary ? data : (JSON.parse(data.toString()) as Frame));
    });
    socket.on('close', (code) => (this.closeCode = code));
  }

  static async connect(
    server: TestServer,
    query = `apikey=${server.keys.publishable}&vsn=2.0.0`,
  ): Promise<RawClient> {
    const client = new RawClient(
      new WebSocket(`${server.url.replace('http', 'ws')}/realtime/v1/websocket?${query}`),
    );
    await once(client.socket, 'open');
    return client;
  }

  send(frame: unknown): void {
    this.socket.send(Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /** The next frame that was not read yet. */
  async next(): Promise<Frame | Buffer> {
    const frame = await waitFor(() => this.received[this.#read], `frame ${this.#read}`);
    this.#read += 1;
    return frame;
  }

  /** Sends and reads as many frames as are expected in answer. */
  async ask(frame: unknown, answers = 1): Promise<(Frame | Buffer)[]> {
    this.send(frame);
    const frames: (Frame | Buffer)[] = [];
    for (let index = 0; index < answers; index += 1) frames.push(await this.next());
    return frames;
  }

  /** Everything that comes until a heartbeat, sent now, is answered. */
  async rest(): Promise<(Frame | Buffer)[]> {
    this.send([null, 'rest', 'phoenix', 'heartbeat', {}]);
    const frames: (Frame | Buffer)[] = [];
    for (;;) {
      const frame = await this.next();
      if (!Buffer.isBuffer(frame) && frame[1] === 'rest') return frames;
      frames.push(frame);
    }
  }

  close(): void {
    this.socket.terminate();
  }
}
