import type { Decide, FileTools, RecordStore } from '../../environment.ts';
import type { UploadRecord } from './upload.ts';

/** A record with a file in it. */
type FileRecord = Pick<UploadRecord, 'v' | 'id' | 'owner' | 'file'>;

/** Files on their way, or chosen, kept over reloads. */
export interface UploadStore<R extends FileRecord = UploadRecord> {
  /** Stores a file. Answers whether it survives the page: not all fit. Never rejects. */
  keep(record: R): Promise<boolean>;
  /** Stores what has become of a file, if it is stored still. Never rejects. */
  amend(record: R): Promise<void>;
  /** Forgets a file. Never rejects. */
  forget(id: string): Promise<void>;
  /** The file as it is stored now, if it is still there. */
  read(id: string): Promise<R | undefined>;
  /** What was left for this timeline. */
  all(owner: string): Promise<readonly R[]>;
}

/** A disk that is filled to the last byte serves nobody: so much of the room is left, as a share of the file. */
const SPARE = 1.5;

/** Keeps files in records of their own: what does not fit must not endanger what a person wrote. */
export function createUploadStore<R extends FileRecord = UploadRecord>(
  opened: Promise<RecordStore>,
  tools: Pick<FileTools, 'room'>,
  kind = 'upload',
): UploadStore<R> {
  const change = (key: string, record?: R) => ({ answer: undefined, changes: [{ kind, key, record }] });
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
        .then((store) => store.transact([{ kind, key: id }], decide, 'relaxed'))
        .catch(() => undefined);
    },
    async forget(id) {
      await opened.then((store) => store.transact([], () => change(id), 'relaxed')).catch(() => undefined);
    },
    read: async (id) => (await opened).transact([{ kind, key: id }], answerOf<R>, 'relaxed'),
    all: async (owner) =>
      (await (await opened).all<R>(kind)).filter((one) => one.v === 1 && one.owner === owner),
  };
}

function answerOf<R>([found]: readonly (readonly unknown[])[]): { answer: R | undefined } {
  return { answer: found?.[0] as R | undefined };
}
