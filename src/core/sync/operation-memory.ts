import { NalityError } from '../errors.ts';
import { signal, type Readable } from '../lib/signal.ts';
import type { LogChange, Placing } from './operation-disk.ts';
import { inOrder } from './queue.ts';
import type { NewOperation, Operation } from './rows.ts';

/** The part of the log that is seen: an ordered list, and which of the records on disk it has let go of. */
export interface OperationMemory {
  /** In the order in which they were made. */
  readonly list: Readable<readonly Operation[]>;
  apply(change: LogChange): void;
  /** A new operation, after all that are known here. */
  next(given: NewOperation): Operation;
  append(operation: Operation): void;
  /** Places one that is new on disk; see `Placing`. In memory what is not on disk yet comes after all that is. */
  readonly place: Placing;
  /** Notes that it is where it was placed, or will not be stored at all. */
  onPlaced(operation: Operation): void;
  /** What a disk has to hold, apart from what is being written for the first time. */
  storable(): readonly Operation[];
  /** Whether it was made in this page. */
  isOwn(id: string): boolean;
  /** What was found on disk, where nothing is ever on its way; here it may be. */
  stillSending(found: readonly Operation[]): readonly Operation[];
  release(isCovered: (operation: Operation) => boolean): void;
  forget(ids: readonly string[]): void;
}

/** Makes an empty one. */
export function createOperationMemory(): OperationMemory {
  const list = signal<readonly Operation[]>([]);
  const released = new Set<string>();
  /** Made in this page. */
  const own = new Set<string>();
  /** What is new on disk, in the order in which it was made; `given` once its place can be on disk. */
  const unplaced = new Map<string, { seq: number; given: boolean }>();
  let clock = 0;

  const placed = (operation: Operation): Operation => {
    const { seq } = unplaced.get(operation.id) ?? operation;
    return seq === operation.seq ? operation : { ...operation, seq };
  };
  const stepBehind = (last: number): void => {
    let floor = last;
    for (const place of unplaced.values()) {
      if (!place.given) place.seq = Math.max(place.seq, floor + 1);
      floor = Math.max(floor, place.seq);
    }
    clock = Math.max(clock, floor);
  };
  const apply = ({ gone, put }: LogChange): void => {
    const next = new Map(list.get().map((operation) => [operation.id, operation]));
    const before = next.size;
    for (const id of gone) {
      next.delete(id);
      unplaced.delete(id);
    }
    for (const operation of put) if (!released.has(operation.id)) next.set(operation.id, operation);
    stepBehind(put.reduce((last, { seq }) => Math.max(last, Math.ceil(seq)), 0));
    if (put.length > 0 || next.size !== before) list.set(inOrder([...next.values()].map(placed)));
  };
  return {
    list,
    apply,
    next(given) {
      clock += 1;
      own.add(given.id);
      unplaced.set(given.id, { seq: clock, given: false });
      return { ...detached(given), v: 1, seq: clock, state: 'queued', attempted: false, attempts: 0 };
    },
    place(operation, last) {
      let floor = last;
      for (const [id, place] of unplaced.has(operation.id) ? unplaced : []) {
        if (!place.given) place.seq = Math.max(place.seq, floor + 1);
        place.given = true;
        floor = Math.max(floor, place.seq);
        if (id === operation.id) break;
      }
      return placed(operation);
    },
    onPlaced({ id, seq }) {
      if (!unplaced.delete(id)) return;
      const here = list.get().findLast((operation) => operation.id === id);
      if (here && here.seq !== seq) apply({ gone: [], put: [{ ...here, seq }] });
    },
    storable: () =>
      list
        .get()
        .filter(({ id }) => unplaced.get(id)?.given ?? true)
        .map(placed),
    append: (operation) => list.set([...list.get(), operation]),
    isOwn: (id) => own.has(id),
    stillSending(found) {
      const sending = new Set(
        list
          .get()
          .filter(({ state }) => state === 'sending')
          .map(({ id }) => id),
      );
      return found.map((operation) =>
        sending.has(operation.id) && operation.state === 'queued'
          ? { ...operation, state: 'sending' as const }
          : operation,
      );
    },
    release(isCovered) {
      const covered = list.get().filter(isCovered);
      for (const { id } of covered) released.add(id);
      apply({ gone: covered.map(({ id }) => id), put: [] });
    },
    forget(ids) {
      for (const id of ids) {
        released.delete(id);
        own.delete(id);
      }
      apply({ gone: ids, put: [] });
    },
  };
}

/** What is written is what it was when it was written. */
function detached(operation: NewOperation): NewOperation {
  try {
    return structuredClone(operation);
  } catch (cause) {
    throw new NalityError('invalid', 'These values cannot be stored.', { cause });
  }
}
