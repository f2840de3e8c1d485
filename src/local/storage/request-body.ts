import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

/**
 * The body of a request, whose connection lives on when reading it ends early: an answer is still to come,
 * and a client that still sends does not listen yet.
 */
export class RequestBody {
  readonly #request: Request;
  #stream?: Readable;

  constructor(request: Request) {
    this.#request = request;
  }

  /** The bytes as they come; where reading has stopped, it goes on. */
  bytes(): AsyncIterable<Uint8Array> {
    const stream = (this.#stream ??= open(this.#request));
    return { [Symbol.asyncIterator]: () => stream.iterator({ destroyOnReturn: false }) };
  }

  /** @throws {SyntaxError} for what is no JSON */
  async json<T>(): Promise<T> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.bytes()) chunks.push(chunk);
    return JSON.parse(Buffer.concat(chunks).toString()) as T;
  }

  /** Reads what is left, and forgets it. */
  async drain(): Promise<void> {
    try {
      for await (const _ of this.bytes());
    } catch {
      // whoever sent it has gone
    }
  }
}

function open({ body }: Request): Readable {
  return body ? Readable.fromWeb(body as ReadableStream<Uint8Array>) : Readable.from([]);
}
