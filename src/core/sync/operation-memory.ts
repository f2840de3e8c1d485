import { NalityError } from '../errors.ts';
import type { LogChange } from './operation-disk.ts';
import { createOperationIndex, type OperationIndex } from './operation-index.ts';
import type { NewOperation, Operation } from './rows.ts';

/** The part of the log that is seen, and which of the records on disk it has let go of. */
export interface OperationMemory {
  readonly index: Omit<OperationIndex, 'apply'>;
  apply(change: LogChange): void;
  /** A new operation, after all that are known here. */
  next(given: NewOperation): Operation;
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
  let clock = 0;

  const apply = ({ gone, put }: LogChange): void => {
    for (const { seq } of put) clock = Math.max(clock, Math.ceil(seq));
    applyAll({ gone, put: put.filter(({ id }) => !released.has(id)) });
  };
  return {
    index,
    apply,
    next(given) {
      clock += 1;
      own.add(given.id);
      return { ...detached(given), v: 1, seq: clock, state: 'queued', attempted: false, attempts: 0 };
    },
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
