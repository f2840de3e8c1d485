import { NalityError } from '../errors.ts';
import { merge, type ConflictPolicy, type MergeResult } from './conflict.ts';
import type { Operation, SyncedRow, Values } from './rows.ts';

/** What becomes of an operation that somebody was faster than. */
export interface Rebased {
  /** What takes its place: still to be sent, or waiting for a person. Nothing: all of it is there already. */
  readonly next: readonly Operation[];
  /** What both sides changed; undefined where fields do not matter. */
  readonly merged?: MergeResult;
}

/**
 * Puts an operation on top of the server's row. What the strategy drops is parked as a conflict, so that
 * nothing that a person wrote is gone before they say so.
 *
 * @param parkedId the id of an operation that has to be parked apart from what is still sent
 */
export function rebase(
  operation: Operation,
  server: SyncedRow,
  policy: ConflictPolicy,
  parkedId: string,
): Rebased {
  const onTop = { ...operation, baseRev: server.rev };
  if (operation.type !== 'update') return { next: [{ ...onTop, state: 'queued' }] };
  if (server.deleted_at !== null) return { next: [{ ...operation, state: 'failed', error: DELETED }] };
  const theirs = server as unknown as Values;
  const merged = merge(operation.base, operation.values, theirs, policy);
  const withValues = (values: Values): Operation => ({
    ...onTop,
    values,
    base: pick(theirs, Object.keys(values)),
  });
  const next: Operation[] = [];
  if (merged.undecided) next.push({ ...withValues(merged.values), state: 'conflict', error: REPLACED });
  else if (!isEmpty(merged.values)) next.push({ ...withValues(merged.values), state: 'queued' });
  if (policy.strategy === 'server_wins' && !isEmpty(merged.lost))
    next.push({ ...withValues(merged.lost), id: parkedId, state: 'conflict', error: REPLACED });
  return { next, merged };
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
