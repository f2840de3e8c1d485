import type { Environment } from '../environment.ts';
import { perFrame } from '../lib/per-frame.ts';
import type { Outbox } from './outbox.ts';
import { isCovered, type Base, type Operation, type SyncedRow } from './rows.ts';

/** What settled writes of a scope are followed with. */
export interface SettledOptions<Row> {
  outbox: Outbox;
  isMine(operation: Operation): boolean;
  base: Base<Row>;
  /** Wishes for one more reading. */
  read(): void;
  environment: Environment;
  until: AbortSignal;
}

/** Lets settled writes leave as soon as they have nothing more to show. */
export interface Settled {
  /** To be called when the base has changed. */
  release(): void;
  /** Notes that a row is not in the scope any more, as it was last seen here or is seen elsewhere. */
  onGone(row: Pick<SyncedRow, 'id' | 'rev'>): void;
  /** Whether its row is gone, and had contained it: it must not show the row again, whenever one hears of it. */
  isGone(operation: Operation): boolean;
  onReadingBegun(): void;
  onReadingDone(): void;
}

/** So many rows that are gone are remembered. */
const GONE = 1000;

/**
 * A settled write leaves once the base contains it; until then it goes on covering the old row. What was settled before
 * a reading began is in that reading, or its row is gone (moved to another scope, hidden, deleted for good): so where
 * the base does not get the row by itself, one reading is asked for and decides.
 */
export function followSettled<Row extends SyncedRow>(options: SettledOptions<Row>): Settled {
  const { outbox, isMine, base, read, environment, until } = options;
  let noted: ReadonlySet<string> = new Set();
  /** Per row that is gone the `rev` up to which it is. */
  const gone = new Map<string, number>();
  const isGone = ({ rowId, type, state, settledRev = 0 }: Operation): boolean => {
    const rev = base.has(rowId) ? undefined : gone.get(rowId);
    if (rev === undefined) return false;
    // Its id was made for it: where the row was, it had been made.
    return type === 'insert' || (state === 'saved' && settledRev <= rev);
  };

  const settled = (): readonly Operation[] =>
    outbox.pending.get().filter((operation) => operation.state === 'saved' && isMine(operation));
  const isDone = (operation: Operation): boolean =>
    isMine(operation) &&
    operation.state === 'saved' &&
    (isCovered(operation, base.get(operation.rowId)) || isGone(operation));
  const check = (): void => {
    outbox.release(isDone);
    if (settled().some(({ id }) => !noted.has(id))) read();
  };
  const release = perFrame(check, environment.frame, until);
  until.addEventListener('abort', outbox.pending.subscribe(release), { once: true });
  return {
    release,
    isGone,
    onGone({ id, rev }) {
      const before = gone.get(id) ?? 0;
      gone.delete(id);
      gone.set(id, Math.max(before, rev));
      if (gone.size > GONE) gone.delete(gone.keys().next().value as string);
    },
    onReadingBegun: () => void (noted = new Set(settled().map(({ id }) => id))),
    onReadingDone: () => outbox.release(({ id, state }) => state === 'saved' && noted.has(id)),
  };
}
