import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** First and last byte of a part, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Where the bytes of objects are; the names are those of their versions. */
export interface ByteStore {
  write(version: string, bytes: Uint8Array): Promise<void>;
  read(version: string, range: ByteRange): BodyInit;
  remove(version: string): Promise<void>;
}

/** Keeps the bytes in the folder, or in memory when there is none. */
export function createByteStore(folder?: string): ByteStore {
  return folder === undefined ? memoryStore() : folderStore(folder);
}

function memoryStore(): ByteStore {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    async write(version, bytes) {
      kept.set(version, new Uint8Array(bytes));
    },
    read: (version, { start, end }) => kept.get(version)?.subarray(start, end + 1) ?? new Uint8Array(),
    async remove(version) {
      kept.delete(version);
    },
  };
}

function folderStore(folder: string): ByteStore {
  return {
    async write(version, bytes) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, version), bytes);
    },
    read(version, range) {
      if (range.end < range.start) return '';
      return Readable.toWeb(createReadStream(join(folder, version), range)) as BodyInit;
    },
    remove: (version) => rm(join(folder, version), { force: true }),
  };
}
