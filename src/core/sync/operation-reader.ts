import type { RecordStore } from '../environment.ts';
import { signal, type Readable } from '../lib/signal.ts';
import {
  loadOperations,
  readOperations,
  storeOperations,
  type LogChange,
  type Key,
} from './operation-disk.ts';
import type { OperationMemory } from './operation-memory.ts';
import type { Operation } from './rows.ts';

/** Where a record is, and of which row it is. */
export type Place = Key & Pick<Operation, 'rowId'>;

/** Takes what is on disk into memory. */
export interface OperationReader {
  /** Whether all of it has been taken in once. */
  readonly complete: Readable<boolean>;
  /** Takes in all of it: left by an earlier page, or written in another tab. */
  readAll(): Promise<void>;
  /** Takes in what another tab says that it has changed. */
  read(places: readonly Place[]): Promise<void>;
  /** Changes what is here as it was changed on another disk. */
  follow(change: LogChange): Promise<void>;
}

/** What the reader works with. */
export interface OperationReaderOptions {
  records: Promise<RecordStore>;
  memory: OperationMemory;
  /** Whether what is here is newer than what is read on disk meanwhile. */
  isAhead(operation: Pick<Operation, 'id'>): boolean;
}

/** Makes one. */
export function createOperationReader({ records, memory, isAhead }: OperationReaderOptions): OperationReader {
  const { index, apply, stillSending } = memory;
  const complete = signal(false);
  const isBehind = (operation: Pick<Operation, 'id'>): boolean => !isAhead(operation);

  const readAll = async (): Promise<void> => {
    const before = index.list.get().filter(isBehind);
    const found = await loadOperations(await records);
    const there = new Set(found.map(({ id }) => id));
    const gone = before.filter((operation) => !there.has(operation.id) && isBehind(operation));
    apply({ gone: gone.map(({ id }) => id), put: stillSending(found.filter(isBehind)) });
    complete.set(true);
  };
  /** All of a row is read when one hears of it: a hint of what was before it may have been lost. */
  const withTheirRows = (places: readonly Place[]): readonly Key[] => {
    const rows = [...new Set(places.map(({ rowId }) => rowId))];
    const known = rows.flatMap(index.ofRow).filter(isBehind);
    return [...new Map([...known, ...places].map((key) => [key.id, key])).values()];
  };
  return {
    complete,
    readAll,
    async follow({ gone, put }) {
      const out = gone.flatMap((id) => index.find(id) ?? []);
      const come = put.filter(({ id }) => index.find(id));
      await storeOperations(await records, out, come);
      apply({ gone, put: come });
    },
    async read(places) {
      const { gone, put } = await readOperations(await records, withTheirRows(places));
      const missing = gone.filter((id) => isBehind({ id }));
      const absorbed = new Set(put.flatMap((operation) => operation.absorbed ?? []));
      // Taken away by a change whose own hint is still to come: what stands in its place is on disk already.
      if (missing.some((id) => !absorbed.has(id))) return readAll();
      apply({ gone: missing, put: stillSending(put.filter(isBehind)) });
    },
  };
}
