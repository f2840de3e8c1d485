import type { Environment } from '../environment.ts';
import { isSame } from './conflict.ts';
import type { Clash, NewOperation, Operation, SyncedRow, Values } from './rows.ts';

/** Two people's changes of the same fields of a row, and what came of it. */
export interface Conflict {
  readonly id: string;
  readonly table: string;
  readonly scope: string;
  readonly rowId: string;
  /** The contested fields as both sides found them. */
  readonly base: Values;
  readonly mine: Values;
  readonly theirs: Values;
  /** The whole row as the other side had left it. */
  readonly server: SyncedRow;
  readonly outcome: Clash['outcome'];
  /** What was written over theirs, where that is neither side's value. */
  readonly merged?: Values | undefined;
  /** Whether the person has not decided yet, or not yet seen that theirs has replaced mine. */
  readonly open: boolean;
  /** When it was found, milliseconds since the epoch by the local clock. Kept for 30 days. */
  readonly at: number;
}

/** Which values shall stand: one side's, or others. */
export type Choice = 'mine' | 'theirs' | Values;

/** The conflicts of a log, newest first. */
export function conflictsOf(operations: readonly Operation[]): readonly Conflict[] {
  return operations.flatMap(conflictOf).sort((a, b) => b.at - a.at);
}

function conflictOf(operation: Operation): readonly Conflict[] {
  const { id, table, scope, rowId, state, clash, values: mine, settledAt: at = 0 } = operation;
  if (!clash || (state !== 'conflict' && state !== 'kept')) return [];
  const { base, server, outcome, merged } = clash;
  const theirs = pick(server as unknown as Values, mine);
  const open = state === 'conflict';
  return [{ id, table, scope, rowId, base, mine, theirs, server, outcome, merged, open, at }];
}

/** A conflict that is decided: the record that stays, and what is to be written, if anything. */
export interface Decided {
  readonly kept: Operation;
  readonly rewrite: NewOperation | undefined;
}

/**
 * Decides a conflict. What is written is an ordinary change of what has stood since the two met: whoever has changed
 * it since is met in turn.
 */
export function decided(
  operation: Operation,
  choice: Choice,
  { uuid, now }: Pick<Environment, 'uuid' | 'now'>,
): Decided {
  const { values: mine, clash, table, scope, type, rowId, baseRev } = operation;
  const server = clash?.server as unknown as Values;
  const theirs = pick(server, mine);
  const values = choice === 'mine' ? mine : choice === 'theirs' ? theirs : choice;
  const outcome = choice === 'mine' || choice === 'theirs' ? choice : 'merged';
  const kept: Operation = {
    ...operation,
    state: 'kept',
    settledAt: now(),
    ...(clash && {
      clash: {
        ...clash,
        outcome,
        merged: outcome === 'merged' ? { ...written(operation), ...values } : undefined,
      },
    }),
  };
  const theirsStands = clash?.outcome === 'open' || clash?.outcome === 'theirs';
  const isTheirs = choice === 'theirs' || (type === 'update' && isSame(values, pick(server, values)));
  if (theirsStands && isTheirs) return { kept, rewrite: undefined };
  const rewrite: NewOperation = {
    id: uuid(),
    table,
    scope,
    type,
    rowId,
    baseRev,
    values,
    base: pick({ ...server, ...written(operation) }, values),
    at: now(),
  };
  return { kept, rewrite };
}

/** What was written over theirs. */
function written({ clash, values: mine }: Operation): Values {
  if (clash?.outcome === 'mine') return mine;
  return clash?.merged ?? {};
}

function pick(row: Values, fields: Values): Values {
  return Object.fromEntries(Object.keys(fields).map((field) => [field, row[field]]));
}
