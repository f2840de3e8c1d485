import type { RecordStore } from '../environment.ts';
import { NalityError } from '../errors.ts';
import type { Operation } from './rows.ts';

/** The operations of one person on disk. */
export interface OperationStore {
  /** Those that an earlier page left, in the order in which they were made. */
  load(): Promise<readonly Operation[]>;
  /** Resolves once it is durable. */
  keep(operation: Operation): Promise<void>;
  forget(operation: Operation): Promise<void>;
}

const KIND = 'operations';

/** Keeps operations in a store of records. */
export function createOperationStore(records: Promise<RecordStore>): OperationStore {
  return {
    load: async () => (await (await records).all<Operation>(KIND)).map(fromRecord),
    keep: async (operation) => (await records).put(KIND, keyOf(operation), toRecord(operation)),
    forget: async (operation) => (await records).delete(KIND, keyOf(operation)),
  };
}

/** Keys sort in the order in which the operations were made. */
function keyOf({ at, id }: Operation): string {
  return `${String(at).padStart(15, '0')}:${id}`;
}

/** A class does not survive the way to disk and back: an error travels as its fields. */
function toRecord({ error, ...operation }: Operation): object {
  const { code, message, retryable, field } = error ?? {};
  return { ...operation, ...(error && { error: { code, message, retryable, field } }) };
}

/** Whether what was on its way arrived is unknown: it is sent again, and counts once. */
function fromRecord(record: Operation): Operation {
  const { error } = record;
  const state = record.state === 'sending' ? 'queued' : record.state;
  return { ...record, state, error: error && new NalityError(error.code, error.message, { ...error }) };
}
