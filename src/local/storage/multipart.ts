import { noContent } from './errors.ts';

/** The head of a part of a form. */
export interface PartHead {
  /** The name of the field. */
  name: string;
  /** Whether it is a file; else it is a text. */
  isFile: boolean;
  type: string;
}

/** Reads a form part by part as it comes; a part's body is to be read before the next part. */
export class MultipartReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #delimiter: Buffer;
  #buffered: Buffer = Buffer.from('\r\n'); // so that the first boundary looks like the others
  #begun = false;

  /** @throws {StorageError} for a content type without a boundary */
  constructor(contentType: string, chunks: AsyncIterable<Uint8Array>) {
    const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
    const boundary = quoted ?? bare;
    if (!boundary) throw noContent();
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next part; undefined after the last. */
  async next(): Promise<PartHead | undefined> {
    if (!this.#begun) for await (const _ of this.body()); // what comes before the first boundary means nothing
    this.#begun = true;
    const mark = await this.#take(2);
    if (mark.toString('latin1') === '--') return undefined;
    return readHead(await this.#takeHead(mark));
  }

  /** The bytes of the part, up to the boundary. */
  async *body(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#buffered.indexOf(this.#delimiter);
      if (at >= 0) {
        if (at > 0) yield this.#cut(at);
        this.#cut(this.#delimiter.length);
        return;
      }
      const safe = this.#buffered.length - this.#delimiter.length;
      if (safe > 0) yield this.#cut(safe);
      await this.#fill();
    }
  }

  /** The part as text; undefined when it is longer than `limit` bytes. */
  async text(limit: number): Promise<string | undefined> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.body()) {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    }
    return size <= limit ? Buffer.concat(chunks).toString() : undefined;
  }

  async #takeHead(begin: Buffer): Promise<string> {
    let head = begin.toString('latin1');
    while (!head.endsWith('\r\n\r\n')) head += (await this.#take(1)).toString('latin1');
    return Buffer.from(head, 'latin1').toString();
  }

  async #take(count: number): Promise<Buffer> {
    while (this.#buffered.length < count) await this.#fill();
    return this.#cut(count);
  }

  #cut(count: number): Buffer {
    const cut = this.#buffered.subarray(0, count);
    this.#buffered = this.#buffered.subarray(count);
    return cut;
  }

  async #fill(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done) throw noContent(); // it breaks off
    this.#buffered = Buffer.concat([this.#buffered, value]);
  }
}

function readHead(head: string): PartHead {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
  return {
    name: /\bname="([^"]*)"/i.exec(disposition)?.[1] ?? '',
    isFile: /\bfilename\*?=/i.test(disposition),
    type: /^content-type:\s*(.*?)\s*$/im.exec(head)?.[1] || 'text/plain',
  };
}
