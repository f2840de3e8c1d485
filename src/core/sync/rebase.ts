import { NalityError } from '../errors.ts';
import { merge, type ConflictPolicy } from './conflict.ts';
import type { Operation, SyncedRow, Values } from './rows.ts';

/**
 * Puts an operation that somebody was faster than on top of the server's row. Answers with what takes its
 * place: what is still to be sent, and apart from it what theirs has replaced, parked as a conflict, so that
 * nothing that a person wrote is gone before they say so. Nothing: all of it is there already.
 *
 * @param parkedId the id of the parked part
 */
export function rebase(
  operation: Operation,
  server: SyncedRow,
  policy: ConflictPolicy,
  parkedId: string,
): readonly Operation[] {
  const onTop = { ...operation, baseRev: server.rev, state: 'queued' } as const;
  if (operation.type !== 'update') return [onTop];
  if (server.deleted_at !== null) return [{ ...operation, state: 'failed', error: DELETED }];
  const theirs = server as unknown as Values;
  const { values, lost } = merge(operation.base, operation.values, theirs, policy);
  const part = (fields: Values): Operation => ({
    ...onTop,
    values: fields,
    base: pick(theirs, Object.keys(fields)),
  });
  const next: Operation[] = isEmpty(values) ? [] : [part(values)];
  if (!isEmpty(lost)) next.push({ ...part(lost), id: parkedId, state: 'conflict', error: REPLACED });
  return next;
}

const DELETED = new NalityError('conflict', 'It was deleted meanwhile. Restore it to keep your change.');
const REPLACED = new NalityError(
  'conflict',
  'Somebody else changed the same at the same time. Yours is kept.',
);

function pick(row: Values, fields: readonly string[]): Values {
  return Object.fromEntries(fields.map((field) => [field, row[field]]));
}

function isEmpty(values: Values): boolean {
  return Object.keys(values).length === 0;
}
