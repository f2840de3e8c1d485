import type { RecordStore } from '../environment.ts';
import { signal, type Readable } from '../lib/signal.ts';
import type { BusyRows } from './busy-rows.ts';
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
  /** All up to this place on disk are known here. */
  last(): number;
  /** Takes in what was put to disk since, up to a place: much of it is known, some was not heard of. */
  takeNews(news: readonly Operation[], last: number): Promise<void>;
  /** Takes in what another tab says that it has changed. */
  read(places: readonly Place[]): Promise<void>;
  /** Changes what waits here as it was changed on another disk. */
  follow(change: LogChange): Promise<void>;
}

/** What the reader works with. */
export interface OperationReaderOptions {
  records: Promise<RecordStore>;
  memory: OperationMemory;
  /** Whether it is on disk, for all that is known here: what is on its way there may be read or not. */
  isStored(operation: Pick<Operation, 'id'>): boolean;
  busy: BusyRows;
}

/** Makes one. */
export function createOperationReader(options: OperationReaderOptions): OperationReader {
  const { records, memory, isStored, busy } = options;
  const { index, apply, stillSending } = memory;
  const complete = signal(false);
  let last = 0;
  const isBusy = ({ rowId }: Pick<Operation, 'rowId'>): boolean => busy.has(rowId);

  const readAll = async (): Promise<void> => {
    await busy.calm();
    const before = index.list.get().filter(isStored);
    const found = await loadOperations(await records);
    const there = new Set(found.map(({ id }) => id));
    const gone = before.filter((one) => !there.has(one.id) && isStored(one) && !isBusy(one));
    const come = found.filter((one) => isStored(one) && !isBusy(one));
    apply({ gone: gone.map(({ id }) => id), put: stillSending(come) });
    complete.set(true);
    last = Math.floor(found.at(-1)?.seq ?? 0);
    await read([...before, ...found].filter(isBusy));
  };
  /** All of a row is read when one hears of it: a hint of what was before it may have been lost. */
  const withTheirRows = (places: readonly Place[]): readonly Key[] => {
    const rows = [...new Set(places.map(({ rowId }) => rowId))];
    const known = rows.flatMap(index.ofRow).filter(isStored);
    return [...new Map([...known, ...places].map((key) => [key.id, key])).values()];
  };
  const read = async (places: readonly Place[]): Promise<void> => {
    if (places.length === 0) return;
    await busy.calm(places.map(({ rowId }) => rowId));
    const { gone, put } = await readOperations(await records, withTheirRows(places));
    // Half of a row's operations as they were and half as they are would show what never was.
    if (places.some(isBusy)) return read(places);
    const missing = gone.filter((id) => isStored({ id }));
    const absorbed = new Set(put.flatMap((operation) => operation.absorbed ?? []));
    // Taken away by a change whose own hint is still to come: what stands in its place is on disk already.
    if (missing.some((id) => !absorbed.has(id))) return readAll();
    apply({ gone: missing, put: stillSending(put.filter(isStored)) });
  };
  return {
    complete,
    readAll,
    read,
    last: () => last,
    takeNews(news, upTo) {
      last = upTo;
      return read(news.filter(({ id }) => !index.find(id)));
    },
    async follow({ gone, put }) {
      const waiting = (id: string): readonly Operation[] => {
        const here = index.find(id);
        return here?.state === 'queued' ? [here] : [];
      };
      const out = gone.flatMap(waiting);
      // What was tried here has been tried, whatever is known of it there: else two would go on for ever.
      const come = put.flatMap((there) =>
        waiting(there.id).map(({ attempts }) => ({ ...there, attempts: Math.max(attempts, there.attempts) })),
      );
      await storeOperations(await records, out, come);
      apply({ gone: out.map(({ id }) => id), put: come });
    },
  };
}
