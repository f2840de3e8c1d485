import type { Environment } from '../environment.ts';
import type { NewOperation, Values } from './rows.ts';

/** A write to a row that nobody follows here. */
export interface BlindWrite extends Pick<NewOperation, 'table' | 'scope' | 'type' | 'rowId' | 'shown'> {
  /** With an insertion: the column of the scope, too. */
  readonly values?: Values;
}

/** The write, made whole, for the outbox. It is made on whatever the row is by then: it meets no conflict. */
export function blindWrite(
  { values = {}, ...write }: BlindWrite,
  { uuid, now }: Pick<Environment, 'uuid' | 'now'>,
): NewOperation {
  return { ...write, values, id: uuid(), baseRev: null, base: {}, at: now() };
}
