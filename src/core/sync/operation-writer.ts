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

/** Makes one. What is written in one go travels together; it is begun in the task of the write, for the page may go with it. */
export function createOperationWriter(options: OperationWriterOptions): OperationWriter {
  const { records, memory, onWritten, onFailed, onCount } = options;
  const writing = new Map<string, Promise<void>>();
  const unwritten = new Set<string>();
  /** What goes to disk at the end of this task. */
  let gathering: { readonly group: Operation[]; readonly written: Promise<void> } | undefined;

  const store = async (group: readonly Operation[]): Promise<void> => {
    try {
      const disk = await records.finally(() => (gathering = undefined));
      const placed = await appendOperations(disk, group, memory.place);
      placed.forEach(memory.onPlaced);
      onWritten(placed);
    } catch (error) {
      for (const operation of group) {
        memory.onPlaced(memory.place(operation, 0));
        unwritten.add(operation.id);
      }
      onFailed(error);
    } finally {
      for (const { id } of group) writing.delete(id);
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
      writing.set(operation.id, written);
      onCount();
      return written;
    },
  };
}
