import { NalityError } from '../errors.ts';
import { merge, type ConflictPolicy } from './conflict.ts';
import type { Clash, Operation, SyncedRow, Values } from './rows.ts';

/** What takes the place of an operation that somebody was faster than. */
export interface Rebased {
  /** To be sent, to be decided, or kept; in order. Empty: all of it is there already. */
  readonly next: readonly Operation[];
  /** Fields that both sides changed, to different values. */
  readonly conflictFields: readonly string[];
}

/**
 * Puts an operation on top of the server's row. What theirs has replaced, or mine replaces, becomes a part of its
 * own, so that nothing that a person wrote is gone.
 *
 * @param uuid makes the ids of further parts
 * @param now milliseconds since the epoch
 */
export function rebase(
  operation: Operation,
  server: SyncedRow,
  policy: ConflictPolicy,
  uuid: () => string,
  now: number,
): Rebased {
  const onTop: Operation = { ...operation, baseRev: server.rev, state: 'queued' };
  const isDeleted = server.deleted_at !== null;
  if (operation.type === 'delete' && !isDeleted && policy.deletions === 'return') {
    const clash: Clash = { base: operation.base, server, outcome: 'theirs' };
    return {
      next: [{ ...onTop, state: 'conflict', error: edited(), clash }],
      conflictFields: ['deleted_at'],
    };
  }
  if (operation.type !== 'update') return { next: [onTop], conflictFields: [] };
  if (!isDeleted) return mergeInto(onTop, server, policy, uuid, now);
  const returns = policy.deletions === 'return' || policy.strategy === 'client_wins';
  if (returns) return { next: revive(onTop, uuid), conflictFields: [] };
  const clash: Clash = { base: operation.base, server, outcome: 'theirs' };
  return { next: [{ ...onTop, state: 'failed', error: deleted(), clash }], conflictFields: [] };
}

/** An edit of what is deleted, made possible: the row is brought back first. */
export function revive(operation: Operation, uuid: () => string): readonly Operation[] {
  const { clash: _decided, error: _told, ...rest } = operation;
  const edit: Operation = { ...rest, state: 'queued', attempts: 0 };
  const restoration: Operation = {
    ...edit,
    id: uuid(),
    // Half a step before the edit, and after everything before it.
    seq: operation.seq - 0.5,
    type: 'restore',
    values: {},
    base: {},
    attempted: false,
  };
  return [restoration, edit];
}

function mergeInto(
  onTop: Operation,
  server: SyncedRow,
  policy: ConflictPolicy,
  uuid: () => string,
  now: number,
): Rebased {
  const theirs = server as unknown as Values;
  const { values, lost, won, conflictFields } = merge(onTop.base, onTop.values, theirs, policy);
  const part = (fields: Values, outcome: Clash['outcome']): Operation => ({
    ...onTop,
    id: uuid(),
    attempted: false,
    values: fields,
    clash: {
      base: pick(onTop.base, fields),
      server,
      outcome,
      ...(outcome === 'merged' && { merged: pick(values, fields) }),
    },
    base: pick(theirs, fields),
    state: outcome === 'open' || outcome === 'theirs' ? 'conflict' : 'kept',
    settledAt: now,
    error: replaced(),
  });
  const next: Operation[] = [];
  if (!isEmpty(values)) next.push({ ...onTop, values, base: pick(theirs, values) });
  if (!isEmpty(won)) next.push(part(won, policy.strategy === 'merge' ? 'merged' : 'mine'));
  if (!isEmpty(lost)) next.push(part(lost, policy.strategy === 'prompt_user' ? 'open' : 'theirs'));
  return { next, conflictFields };
}

/**
 * What of an operation is not on the server, though it was applied: it had other values then, or somebody has changed
 * them since. Where the server still has what the person saw it is to be sent; else it is kept for a person to see.
 */
export function leftOf(
  operation: Operation,
  server: SyncedRow,
  uuid: () => string,
  now: number,
): readonly Operation[] {
  if (operation.type === 'delete' || operation.type === 'restore') return [];
  const left: Operation = {
    ...operation,
    id: uuid(),
    type: 'update',
    baseRev: server.rev,
    state: 'queued',
    attempted: false,
    shown: undefined,
  };
  return mergeInto(left, server, { strategy: 'server_wins' }, uuid, now).next;
}

const deleted = (): NalityError =>
  new NalityError('conflict', 'It was deleted meanwhile. Restore it to keep your change.');
const edited = (): NalityError =>
  new NalityError('conflict', 'Somebody else changed it meanwhile, so it was not deleted.');
const replaced = (): NalityError =>
  new NalityError('conflict', 'Somebody else changed the same at the same time. Yours is kept.');

function pick(row: Values, fields: Values): Values {
  return Object.fromEntries(Object.keys(fields).map((field) => [field, row[field]]));
}

function isEmpty(values: Values): boolean {
  return Object.keys(values).length === 0;
}
