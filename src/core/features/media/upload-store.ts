import type { Decide, FileTools, RecordStore } from '../../environment.ts';
import type { UploadRecord } from './upload.ts';

/** Files on their way, kept over reloads. */
export interface UploadStore {
  /** Stores a file. Answers whether it survives the page: not all fit. Never rejects. */
  keep(record: UploadRecord): Promise<boolean>;
  /** Stores what has become of a file, if it is stored still. Never rejects. */
  amend(record: UploadRecord): Promise<void>;
  /** Forgets a file. Never rejects. */
  forget(id: string): Promise<void>;
  /** The file as it is stored now, if it is still there. */
  read(id: string): Promise<UploadRecord | undefined>;
  /** What was left for this timeline. */
  all(owner: string): Promise<readonly UploadRecord[]>;
}

const KIND = 'upload';
/** A disk that is filled to the last byte serves nobody: so much of the room is left, as a share of the file. */
const SPARE = 1.5;

/** Keeps files in records of their own: what does not fit must not endanger what a person wrote. */
export function createUploadStore(opened: Promise<RecordStore>, tools: FileTools): UploadStore {
  return {
    async keep(record) {
      try {
        if (record.file.size * SPARE > (await tools.room())) return false;
        const store = await opened;
        await store.transact([], () => change(record.id, record), 'strict');
        return store.durability.get() === 'disk';
      } catch {
        return false;
      }
    },
    async amend(record) {
      const { id } = record;
      const decide: Decide<undefined> = ([found]) =>
        found?.length ? change(id, record) : { answer: undefined };
      await opened
        .then((store) => store.transact([{ kind: KIND, key: id }], decide, 'relaxed'))
        .catch(() => undefined);
    },
    async forget(id) {
      await opened.then((store) => store.transact([], () => change(id), 'relaxed')).catch(() => undefined);
    },
    read: async (id) => (await opened).transact([{ kind: KIND, key: id }], answerOf, 'relaxed'),
    all: async (owner) =>
      (await (await opened).all<UploadRecord>(KIND)).filter((one) => one.v === 1 && one.owner === owner),
  };
}

function change(id: string, record?: UploadRecord) {
  return { answer: undefined, changes: [{ kind: KIND, key: id, record }] };
}

function answerOf([found]: readonly (readonly unknown[])[]): { answer: UploadRecord | undefined } {
  return { answer: found?.[0] as UploadRecord | undefined };
}
