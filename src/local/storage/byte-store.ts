import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** First and last byte of a part, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Where the bytes of objects are; the names are those of their versions. */
export interface ByteStore {
  /** Adds the bytes as they come to what is there; what came before an error stays. */
  append(version: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** How many bytes there are; undefined for a version that is not here. */
  size(version: string): Promise<number | undefined>;
  /** A part as a stream, which holds on to it from now on; undefined for a version that is not here. */
  read(version: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | undefined>;
  copy(from: string, to: string): Promise<void>;
  remove(version: string): Promise<void>;
  /** Everything that is here. */
  versions(): Promise<string[]>;
}

/** Keeps the bytes in the folder, or in memory when there is none. */
export function createByteStore(folder?: string): ByteStore {
  return folder === undefined ? memoryStore() : folderStore(folder);
}

function memoryStore(): ByteStore {
  const kept = new Map<string, Blob>();
  return {
    async append(version, bytes) {
      const parts: BlobPart[] = [kept.get(version) ?? ''];
      try {
        for await (const chunk of bytes) parts.push(new Uint8Array(chunk));
      } finally {
        kept.set(version, new Blob(parts));
      }
    },
    size: async (version) => kept.get(version)?.size,
    read: async (version, range) => {
      const blob = kept.get(version);
      return (range ? blob?.slice(range.start, range.end + 1) : blob)?.stream();
    },
    async copy(from, to) {
      kept.set(to, kept.get(from) ?? new Blob());
    },
    async remove(version) {
      kept.delete(version);
    },
    versions: async () => [...kept.keys()],
  };
}

function folderStore(folder: string): ByteStore {
  const fileOf = (version: string) => join(folder, version);
  return {
    async append(version, bytes) {
      await mkdir(folder, { recursive: true });
      await pipeline(bytes, createWriteStream(fileOf(version), { flags: 'a' }));
    },
    size: async (version) => (await stat(fileOf(version)).catch(undefinedWhenMissing))?.size,
    read: (version, range) => readFile(fileOf(version), range),
    copy: (from, to) => copyFile(fileOf(from), fileOf(to)),
    remove: (version) => rm(fileOf(version), { force: true }),
    async versions() {
      const entries = (await readdir(folder, { withFileTypes: true }).catch(undefinedWhenMissing)) ?? [];
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    },
  };
}

async function readFile(file: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | undefined> {
  if (range && range.end < range.start) return new Blob().stream();
  const handle = await open(file).catch(undefinedWhenMissing);
  return (
    handle && (Readable.toWeb(createReadStream(file, { ...range, fd: handle })) as ReadableStream<Uint8Array>)
  );
}

function undefinedWhenMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
