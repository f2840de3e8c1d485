import type { RecordStore } from '../environment.ts';
import { appendOperations } from './operation-disk.ts';
import type { OperationMemory } from './operation-memory.ts';
import type { Operation } from './rows.ts';

/** Brings new operations to disk. */
export interface OperationWriter {
  /** Those on their way there, by id. */
  readonly writing: ReadonlyMap<string, Promise<void>>;
  /** The ids of those that could not be written: they live in memory, and are sent all the same. */
  readonly unwritten: ReadonlySet<string>;
  /** Takes one along. Resolves once it is on disk, or cannot be. */
  write(operation: Operation): Promise<void>;
}

/** What the writer works with. */
export interface OperationWriterOptions {
  records: Promise<RecordStore>;
  memory: Pick<OperationMemory, 'place' | 'onPlaced'>;
  /** Some are on disk. */
  onWritten(group: readonly Operation[]): void;
  onFailed(error: unknown): void;
  /** There are more or fewer on their way, or that could not be written. */
  onCount(): void;
}

/** A transaction of more would keep the page from answering. */
const MAX_GROUP = 200;

/**
 * Makes one. What is written in one go travels together; it is begun in the task of the write, for the page may go with
 * it. Nothing gets to disk before what was made before it, which other tabs could not know of: where one transaction has
 * to be tried again, the next one takes along what the first did not bring there.
 */
export function createOperationWriter(options: OperationWriterOptions): OperationWriter {
  const { records, memory, onWritten, onFailed, onCount } = options;
  const waiting = new Map<string, Operation>();
  const writing = new Map<string, Promise<void>>();
  const unwritten = new Set<string>();
  /** What goes to disk at the end of this task. */
  let gathering: { readonly group: Operation[]; readonly written: Promise<void> } | undefined;

  const isWaiting = ({ id }: Operation): boolean => waiting.has(id);
  const end = (operations: readonly Operation[]): void => {
    for (const operation of operations) {
      memory.onPlaced(operation);
      waiting.delete(operation.id);
      writing.delete(operation.id);
    }
  };
  const store = async (group: readonly Operation[]): Promise<void> => {
    try {
      const disk = await records.finally(() => (gathering = undefined));
      while (group.some(isWaiting)) {
        const placed = await appendOperations(disk, () => firstOf(waiting.values()), memory.place);
        end(placed);
        onWritten(placed);
      }
    } catch (error) {
      const failed = group.filter(isWaiting);
      end(failed.map((operation) => memory.place(operation, 0)));
      for (const { id } of failed) unwritten.add(id);
      onFailed(error);
    } finally {
      onCount();
    }
  };
  const gathered = (): NonNullable<typeof gathering> => {
    if (gathering && gathering.group.length < MAX_GROUP) return gathering;
    const group: Operation[] = [];
    return (gathering = { group, written: store(group) });
  };
  return {
    writing,
    unwritten,
    write(operation) {
      const { group, written } = gathered();
      group.push(operation);
      waiting.set(operation.id, operation);
      writing.set(operation.id, written);
      onCount();
      return written;
    },
  };
}

function firstOf(operations: Iterable<Operation>): readonly Operation[] {
  const first: Operation[] = [];
  for (const operation of operations) if (first.push(operation) === MAX_GROUP) break;
  return first;
}
