import { Readable } from 'node:stream';
import type { Database } from '../database/database.ts';
import type { ByteRange, ByteStore } from './byte-store.ts';

/** Bytes of a row, about. */
const PART = 1 << 19;

const TABLE = `
  create table if not exists local_backend.bytes (
    version text not null,
    place bigint not null, -- of the part's first byte
    content bytea not null,
    primary key (version, place)
  );
  alter table local_backend.bytes alter content set storage external;
`;

/** Keeps the bytes in the database, beside the rows that tell of them, in parts. */
export async function createDatabaseStore(database: Database): Promise<ByteStore> {
  await database.exec(TABLE);
  return new DatabaseStore(database);
}

class DatabaseStore implements ByteStore {
  readonly #database: Database;
  /** How many streams read a version; what is removed meanwhile goes with the last of them. */
  readonly #readers = new Map<string, number>();
  readonly #removed = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
  }

  async append(version: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    let place = (await this.size(version)) ?? 0;
    await this.#add(version, place, []); // nothing is something, too
    const chunks: Uint8Array[] = [];
    const flush = async () => {
      place += await this.#add(version, place, chunks.splice(0));
    };
    try {
      for await (const chunk of bytes) {
        chunks.push(chunk);
        if (lengthOf(chunks) >= PART) await flush();
      }
    } finally {
      await flush();
    }
  }

  async size(version: string): Promise<number | undefined> {
    const [row] = await this.#rows<{ size: number | null }>(
      'select max(place + length(content)) as size from local_backend.bytes where version = $1',
      [version],
    );
    return row?.size ?? undefined;
  }

  async read(version: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | undefined> {
    const size = this.#removed.has(version) ? undefined : await this.size(version);
    if (size === undefined) return undefined;
    const { start, end } = range ?? { start: 0, end: size - 1 };
    const parts = this.#parts(version, start, Math.min(end, size - 1));
    await parts.next(); // from here on it holds on to the bytes
    return Readable.toWeb(Readable.from(parts, { objectMode: false })) as ReadableStream<Uint8Array>;
  }

  async copy(from: string, to: string): Promise<void> {
    await this.#rows(
      'insert into local_backend.bytes select $2, place, content from local_backend.bytes where version = $1',
      [from, to],
    );
  }

  async remove(version: string): Promise<void> {
    if (this.#readers.has(version)) this.#removed.add(version);
    else await this.#rows('delete from local_backend.bytes where version = $1', [version]);
  }

  async versions(): Promise<string[]> {
    const rows = await this.#rows<{ version: string }>(
      'select distinct version from local_backend.bytes',
      [],
    );
    return rows.map(({ version }) => version);
  }

  /** Begins with nothing. */
  async *#parts(version: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    this.#readers.set(version, (this.#readers.get(version) ?? 0) + 1);
    try {
      yield new Uint8Array();
      for (let place = start; place <= end;) {
        const part = await this.#partWith(version, place);
        yield part.subarray(0, end - place + 1);
        place += part.length;
      }
    } finally {
      await this.#release(version);
    }
  }

  /** The bytes from a place on, as far as they are in one row. */
  async #partWith(version: string, place: number): Promise<Uint8Array> {
    const [row] = await this.#rows<{ place: number; content: Uint8Array }>(
      `select place, content from local_backend.bytes where version = $1 and place <= $2
       order by place desc limit 1`,
      [version, place],
    );
    const part = row?.content.subarray(place - row.place);
    if (!part?.length) throw new Error(`The bytes of ${version} from ${place} on are missing.`);
    return part;
  }

  async #release(version: string): Promise<void> {
    const readers = (this.#readers.get(version) ?? 1) - 1;
    if (readers > 0) this.#readers.set(version, readers);
    else this.#readers.delete(version);
    if (readers === 0 && this.#removed.delete(version)) await this.remove(version);
  }

  /** Answers how many bytes were added. A row without bytes gives way to one with some. */
  async #add(version: string, place: number, chunks: readonly Uint8Array[]): Promise<number> {
    const content = Buffer.concat(chunks);
    await this.#rows(
      `insert into local_backend.bytes values ($1, $2, $3)
       on conflict (version, place) do update set content = excluded.content`,
      [version, place, content],
    );
    return content.length;
  }

  async #rows<R>(sql: string, params: readonly unknown[]): Promise<R[]> {
    return (await this.#database.query<R>(sql, params)).rows;
  }
}

function lengthOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}
