import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from '../place.ts';

/** A file that comes in pieces. */
export interface ResumableUpload {
  /** Under which its bytes are kept, from the first one on. */
  version: string;
  place: Place;
  /** Of the whole file, in bytes. */
  length: number;
  owner: string | null;
  upsert: boolean;
  type: string;
  cacheControl: string;
  userMetadata: Record<string, unknown> | null;
  /** As the client gave it. */
  metadata: string;
  /** When it is given up, in ms since 1970. */
  expires: number;
  /** Whether its bytes have become an object. */
  finished: boolean;
}

/** The uploads that may be resumed, also after a restart. */
export interface ResumableUploads {
  get(version: string): ResumableUpload | undefined;
  save(upload: ResumableUpload): Promise<void>;
  remove(version: string): Promise<void>;
  all(): ResumableUpload[];
}

/** Reads what an earlier process has left in the folder; without a folder they live as long as this one. */
export async function openUploads(folder?: string): Promise<ResumableUploads> {
  const known = new Map<string, ResumableUpload>();
  if (folder !== undefined) for (const upload of await readAll(folder)) known.set(upload.version, upload);
  return {
    get: (version) => known.get(version),
    async save(upload) {
      known.set(upload.version, upload);
      if (folder !== undefined) await write(folder, upload);
    },
    async remove(version) {
      known.delete(version);
      if (folder !== undefined) await rm(fileOf(folder, version), { force: true });
    },
    all: () => [...known.values()],
  };
}

const fileOf = (folder: string, version: string) => join(folder, `${version}.json`);

async function readAll(folder: string): Promise<ResumableUpload[]> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => JSON.parse(text) as ResumableUpload);
}

/** A file is whole or not there, whenever the process is killed. */
async function write(folder: string, upload: ResumableUpload): Promise<void> {
  const file = fileOf(folder, upload.version);
  await writeFile(`${file}.new`, JSON.stringify(upload));
  await rename(`${file}.new`, file);
}
