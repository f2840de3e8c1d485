import type { NalityError } from '../errors.ts';
import type { ConflictPolicy } from './conflict.ts';
import { isQueued } from './queue.ts';
import { rebase, leftOf, type Rebased } from './rebase.ts';
import type { Outcome } from './remote.ts';
import type { Operation, SyncedRow } from './rows.ts';

/** What the server's answer means for an operation. */
export type Verdict =
  /** `left`: parts of it that are not what the server has. */
  | { readonly name: 'settled'; readonly row: SyncedRow | null; readonly left?: readonly Operation[] }
  | ({ readonly name: 'rebased'; readonly server: SyncedRow } & Rebased)
  /** To be sent again later. */
  | { readonly name: 'again'; readonly error: NalityError; readonly counts: boolean }
  /** The row is there already: whether it is this one has to be looked up. */
  | { readonly name: 'exists'; readonly error: NalityError }
  | { readonly name: 'failed'; readonly error: NalityError };

/** What a verdict is reached with. */
export interface Circumstances {
  readonly policy: ConflictPolicy;
  readonly pending: readonly Operation[];
  readonly maxRetries: number;
  uuid(): string;
  now: number;
  /** Whether it was never sent before, for all that this disk knows. */
  isFirst: boolean;
}

/** SQLSTATE unique_violation and foreign_key_violation (PostgreSQL, appendix A). */
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

/** A missing or old schema may be a cache that is being renewed: with growing pauses this is ten minutes. */
const SCHEMA_RETRIES = 12;

/** Reaches a verdict on the server's answer to one operation. */
export function verdictOf(operation: Operation, outcome: Outcome, circumstances: Circumstances): Verdict {
  const { policy, uuid, now, isFirst } = circumstances;
  if (outcome.name === 'applied') {
    const { row, again = false } = outcome;
    // Sent by a tab with another disk, where it may have become another one by then.
    return {
      name: 'settled',
      row,
      left: again && isFirst && row ? leftOf(operation, row, uuid, now) : [],
    };
  }
  if (outcome.name === 'conflict') {
    return { name: 'rebased', server: outcome.row, ...rebase(operation, outcome.row, policy, uuid, now) };
  }
  const { error, sqlstate } = outcome;
  if (sqlstate === UNIQUE_VIOLATION && operation.type === 'insert') return { name: 'exists', error };
  if (sqlstate === FOREIGN_KEY_VIOLATION && waitsForAnother(operation, circumstances.pending))
    return { name: 'again', error, counts: false };
  return refusalOf(operation, error, circumstances.maxRetries);
}

/** What a refusal of one operation, or of a call that carried it alone, means. */
export function refusalOf({ attempts }: Operation, error: NalityError, maxRetries: number): Verdict {
  if (error.retryable) return { name: 'again', error, counts: false };
  const chances = chancesOf(error.code, maxRetries);
  return attempts < chances ? { name: 'again', error, counts: true } : { name: 'failed', error };
}

/** How often what is not known to pass is tried again. A right is checked once more, with a fresh sign-in. */
function chancesOf(code: NalityError['code'], maxRetries: number): number {
  switch (code) {
    case 'server':
      return maxRetries;
    case 'denied':
      return 1;
    case 'schema-missing':
    case 'schema-old':
      return SCHEMA_RETRIES;
    case 'auth-expired':
    case 'auth-required':
    case 'config':
      return Infinity;
    default:
      return 0;
  }
}

/** Whether it refers to a row whose insertion is still queued. */
function waitsForAnother({ values, id }: Operation, pending: readonly Operation[]): boolean {
  const referred = new Set(Object.values(values));
  return pending.some(
    (other) => other.id !== id && other.type === 'insert' && isQueued(other) && referred.has(other.rowId),
  );
}
