import { NalityError } from '../errors.ts';
import type { RecordChange } from '../environment.ts';
import type { Operation } from './rows.ts';

/** The kind under which operations are stored. */
export const OPERATIONS = 'operations';

/** The kind and key of the last place in the order that was given on this disk. */
const CLOCK = 'clock';
export const CLOCK_READ = { kind: CLOCK, key: CLOCK };

/** The form of record that this version writes and reads. */
export const RECORD_VERSION = 1;

/** Keys sort in the order of the log. Half steps are possible; so many digits last for ever. */
export function keyOf({ seq, id }: Pick<Operation, 'seq' | 'id'>): string {
  return `${seq.toFixed(1).padStart(16, '0')}:${id}`;
}

/** What sorts after the keys of all operations up to a place, and before those of later ones. */
export function keyAfter(seq: number): string {
  return keyOf({ seq, id: '~' });
}

/** An operation, stored. A class does not survive the way to disk and back: an error travels as its fields. */
export function stored(operation: Operation): RecordChange {
  const { error, state, ...rest } = operation;
  const { code, message, retryable, field } = error ?? {};
  const record = {
    ...rest,
    // Whether what is on its way arrives is unknown: it will be sent again, and counts once.
    state: state === 'sending' ? 'queued' : state,
    ...(error && { error: { code, message, retryable, field } }),
  };
  return { kind: OPERATIONS, key: keyOf(operation), record };
}

/** An operation, forgotten. */
export function forgotten(operation: Pick<Operation, 'seq' | 'id'>): RecordChange {
  return { kind: OPERATIONS, key: keyOf(operation), record: undefined };
}

/** The operation of a record; undefined for what another version wrote, or nobody: that stays on disk, untouched. */
export function operationOf(record: unknown): Operation | undefined {
  const found = record as Partial<Operation> | null | undefined;
  if (found?.v !== RECORD_VERSION || typeof found.id !== 'string' || typeof found.seq !== 'number')
    return undefined;
  const { error } = found;
  return {
    ...(found as Operation),
    error: error && new NalityError(error.code, error.message, { ...error }),
  };
}

/** The last place that was given, as found by `CLOCK_READ`. */
export function clockOf(records: readonly unknown[] | undefined): number {
  return (records?.[0] as { seq: number } | undefined)?.seq ?? 0;
}

/** What notes the last place that was given. */
export function clockAt(seq: number): RecordChange {
  return { ...CLOCK_READ, record: { seq } };
}
