import type { Row } from './row.ts';
import type { SqlError } from './sql-error.ts';

/** Something that was written, for whoever looks into it afterwards. */
export interface Change {
  readonly xid: number;
  readonly at: number;
  readonly epoch: string;
  readonly before: Row | undefined;
  /** Undefined: the row was really deleted, leaving no tombstone. */
  readonly after: Row | undefined;
  /** The operation that did it; undefined for other writers. */
  readonly operation: AppliedOperation | undefined;
}

/** An operation of a client, as it was applied. */
export interface AppliedOperation {
  readonly id: string;
  readonly actor: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A transaction. Its writes are seen by itself alone until it commits. */
export interface Transaction {
  /** Drawn at the first write, as PostgreSQL does: so the order of numbers is not that of commits. */
  xid: number | undefined;
  readonly writes: Map<string, Row | undefined>;
  readonly changes: Change[];
  readonly claims: Set<string>;
  readonly locks: string[];
  waitsFor: string | undefined;
  state: 'open' | 'committed' | 'aborted';
  /** Called when it is ended from outside. */
  wake: ((error: SqlError) => void) | undefined;
}
