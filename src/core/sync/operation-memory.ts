import { NalityError } from '../errors.ts';
import type { LogChange, Placing } from './operation-disk.ts';
import { createOperationIndex, type OperationIndex } from './operation-index.ts';
import type { NewOperation, Operation } from './rows.ts';

/** The part of the log that is seen, and which of the records on disk it has let go of. */
export interface OperationMemory {
  readonly index: Omit<OperationIndex, 'apply'>;
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
  const { apply: applyAll, ...index } = createOperationIndex();
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
  /** Puts what has no place on disk yet behind what has; answers with what is not where it was. */
  const stepBehind = (last: number): readonly Operation[] => {
    let floor = last;
    for (const place of unplaced.values()) {
      if (!place.given) place.seq = Math.max(place.seq, floor + 1);
      floor = Math.max(floor, place.seq);
    }
    clock = Math.max(clock, floor);
    return [...unplaced.keys()].flatMap((id) => index.find(id) ?? []).filter((one) => placed(one) !== one);
  };
  const apply = ({ gone, put }: LogChange): void => {
    for (const id of gone) unplaced.delete(id);
    const moved = stepBehind(put.reduce((last, { seq }) => Math.max(last, Math.ceil(seq)), 0));
    const come = put.filter(({ id }) => !released.has(id));
    applyAll({ gone, put: [...moved, ...come].map(placed) });
  };
  return {
    index,
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
      const here = index.find(id);
      if (here && here.seq !== seq) apply({ gone: [], put: [{ ...here, seq }] });
    },
    storable: () =>
      index.list
        .get()
        .filter(({ id }) => unplaced.get(id)?.given ?? true)
        .map(placed),
    append: (operation) => applyAll({ gone: [], put: [operation] }),
    isOwn: (id) => own.has(id),
    stillSending(found) {
      return found.map((operation) =>
        operation.state === 'queued' && index.find(operation.id)?.state === 'sending'
          ? { ...operation, state: 'sending' as const }
          : operation,
      );
    },
    release(isCovered) {
      const covered = index.list.get().filter(isCovered);
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
