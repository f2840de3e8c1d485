import type { Environment } from '../../environment.ts';
import { signal, type Readable } from '../../lib/signal.ts';
import type { UploadStore } from './upload-store.ts';
import { uploadOf, type Upload, type UploadRecord } from './upload.ts';

/** The files that this tab sends: what a person sees of them, and what is stored. */
export interface UploadShelf {
  readonly list: Readable<readonly Upload[]>;
  find(id: string): Upload | undefined;
  record(id: string): UploadRecord | undefined;
  /** Shows something else of a file. */
  change(id: string, part: Partial<Upload>): void;
  /** Stores something else of a file. */
  update(record: UploadRecord): void;
  /** Takes a new file. */
  add(record: UploadRecord): Promise<void>;
  /** Takes what an earlier page left, or another tab that ends before it is up. */
  adopt(id: string): Promise<void>;
  /** Lets go of a file; `forget`: for good. */
  drop(id: string, forget: boolean): void;
}

/** Opens the shelf. A file is on that of one tab at a time. */
export function createUploadShelf(
  store: UploadStore,
  environment: Environment,
  until: AbortSignal,
): UploadShelf {
  const records = new Map<string, UploadRecord>();
  const releases = new Map<string, () => void>();
  const list = signal<readonly Upload[]>([]);

  const change = (id: string, part: Partial<Upload>): void =>
    list.set(list.get().map((one) => (one.id === id ? { ...one, ...part } : one)));
  const show = (record: UploadRecord, kept: boolean): void => {
    records.set(record.id, record);
    list.set([...list.get(), uploadOf(record, kept)]);
  };
  const hold = async (id: string): Promise<void> => {
    const release = await environment.lock(`nality:upload:${id}`, { signal: until });
    releases.set(id, release);
    if (until.aborted) release();
  };
  const release = (id: string): void => {
    releases.get(id)?.();
    releases.delete(id);
  };
  until.addEventListener('abort', () => releases.forEach((free) => free()), { once: true });
  return {
    list,
    find: (id) => list.get().find((one) => one.id === id),
    record: (id) => records.get(id),
    change,
    update(record) {
      if (!records.has(record.id)) return;
      records.set(record.id, record);
      change(record.id, { altText: record.altText });
      void store.amend(record);
    },
    async add(record) {
      await hold(record.id);
      show(record, await store.keep(record));
    },
    async adopt(id) {
      await hold(id);
      const record = await store.read(id);
      if (record && !until.aborted) show(record, true);
      else release(id);
    },
    drop(id, forget) {
      records.delete(id);
      list.set(list.get().filter((one) => one.id !== id));
      // Another tab that waits for it must not find it.
      void (forget ? store.forget(id) : Promise.resolve()).then(() => release(id));
    },
  };
}
