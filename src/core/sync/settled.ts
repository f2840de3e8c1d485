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
  /** Notes that the base has forgotten a row … */
  onDropped(row: SyncedRow): void;
  /** … and lets go of what the row had contained, before it could show it again. */
  releaseDropped(): void;
  onReadingBegun(): void;
  onReadingDone(): void;
}

/**
 * A settled write leaves once the base contains it; until then it goes on covering the old row. What was settled before
 * a reading began is in that reading, or its row is gone (moved to another scope, hidden, deleted for good): so where
 * the base does not get the row by itself, one reading is asked for and decides.
 */
export function followSettled<Row extends SyncedRow>(options: SettledOptions<Row>): Settled {
  const { outbox, isMine, base, read, environment, until } = options;
  let noted: ReadonlySet<string> = new Set();
  const dropped = new Map<string, SyncedRow>();

  const settled = (): readonly Operation[] =>
    outbox.pending.get().filter((operation) => operation.state === 'saved' && isMine(operation));
  const isDone = (operation: Operation): boolean =>
    isMine(operation) && isCovered(operation, base.get(operation.rowId));
  const check = (): void => {
    outbox.release(isDone);
    if (settled().some(({ id }) => !noted.has(id))) read();
  };
  const release = perFrame(check, environment.frame, until);
  until.addEventListener('abort', outbox.pending.subscribe(release), { once: true });
  return {
    release,
    onDropped: (row) => void dropped.set(row.id, row),
    releaseDropped() {
      if (dropped.size === 0) return;
      const rows = new Map(dropped);
      dropped.clear();
      outbox.release((operation) => {
        const row = rows.get(operation.rowId);
        return row !== undefined && isMine(operation) && isCovered(operation, row);
      });
    },
    onReadingBegun: () => void (noted = new Set(settled().map(({ id }) => id))),
    onReadingDone: () => outbox.release(({ id, state }) => state === 'saved' && noted.has(id)),
  };
}
