import type { Environment, RecordStore } from '../environment.ts';
import { NalityError } from '../errors.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import { computed, distinct, type Readable } from '../lib/signal.ts';
import { createAnswers } from './answers.ts';
import { createAsking } from './asking.ts';
import type { ConflictPolicy } from './conflict.ts';
import { createDecisions } from './decisions.ts';
import { conflictsOf, type Choice, type Conflict } from './kept-conflicts.ts';
import type { OperationCounts } from './operation-index.ts';
import { createOperationLog, type OperationLog, type RowNews } from './operation-log.ts';
import { isSameStatus, statusOf, type OutboxStatus } from './outbox-status.ts';
import type { Remote } from './remote.ts';
import type { NewOperation, Operation, Values } from './rows.ts';
import { createSender } from './sender.ts';

/** What became of an operation, for those who want to tell the person. */
export type OutboxEvent =
  /** The server has it (`settled`), or somebody was faster and it is put on top of their row (`rebased`). In every tab. */
  | RowNews
  /** It was refused, and waits for a person. */
  | { readonly type: 'failed'; readonly operation: Operation; readonly error: NalityError }
  /** It met another change of the same fields: the person is asked, in one tab, or only told. */
  | { readonly type: 'conflict'; readonly conflict: Conflict; readonly ask: boolean };

/** The one door for writes: durable, in order per row, sent as soon as it can be. */
export interface Outbox {
  /** All operations in the log, in the order in which they were made. */
  readonly pending: Readable<readonly Operation[]>;
  /** The operations of a row, in the order in which they were made. */
  ofRow(rowId: string): readonly Operation[];
  /** The ids of the rows whose operations are other ones now; told before `pending` is. */
  readonly touched: Subscribable<ReadonlySet<string>>;
  /** Resolves once what earlier pages and other tabs have left is pending: no row is shown as it is before that. */
  readonly opened: Promise<void>;
  readonly status: Readable<OutboxStatus>;
  /** Values that met somebody else's, newest first: those that wait for a person, and those of the last 30 days. */
  readonly conflicts: Readable<readonly Conflict[]>;
  readonly events: Subscribable<OutboxEvent>;
  /**
   * Takes a write. It is pending at once and on disk a moment later.
   *
   * @throws NalityError `storage` when too many wait already, `invalid` for values that cannot be stored
   */
  enqueue(operation: NewOperation): void;
  /** Resolves when it is decided for all that was written so far: whether it survives the page. */
  saved(): Promise<boolean>;
  /** Decides over an operation that was refused, or a conflict: mine is sent again, or given up. */
  settle(operationId: string, choice: 'retry' | 'discard'): void;
  /** Gives a refused operation other values and sends it again; settles a conflict with these values. */
  amend(operationId: string, values: Values): void;
  /** Settles a conflict, or restores what lost one, for as long as it is kept. */
  resolve(conflictId: string, choice: Choice): void;
  /** Lets go of settled operations that the base of their row contains. */
  release(isCovered: (operation: Operation) => boolean): void;
  /** Sends now what waits for a pause to end. */
  flush(): void;
}

/** What the outbox works with. */
export interface OutboxOptions {
  remote: Remote;
  environment: Environment;
  /** The records of the person, and whose they are, once that is known: `nality:<project>:<user id>`. */
  records: Promise<RecordStore>;
  namespace: Promise<string>;
  /** The person, as the server shall check it; undefined for nobody. */
  person: Promise<string | undefined>;
  /** Asked before every sending: whether the sign-in is still that of the person who wrote. */
  isMine(): Promise<boolean>;
  /** How a conflict of this operation is settled. */
  policyOf(operation: Operation): ConflictPolicy;
  /** How often an error of unknown kind is tried again before a person has to decide. */
  maxRetries?: number | undefined;
  /** How many may wait; more are refused, clearly. */
  maxQueued?: number | undefined;
  until: AbortSignal;
}

/** A queue that grows for ever would end in losing all of it. */
const MAX_QUEUED = 20_000;

/** A settled operation stays so long for tabs that are behind, in milliseconds … */
const SETTLED_MS = 60_000;
/** … and what met a conflict so long, for its author to change their mind. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** Opens the outbox of one person; what an earlier page or another tab left behind is sent as well. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { environment, maxRetries = 3, maxQueued = MAX_QUEUED, until } = options;
  const events = emitter<OutboxEvent>();
  const onNews = (news: readonly RowNews[]): void => {
    for (const one of news) events.emit(one);
  };
  const log = createOperationLog({ ...options, onNews });
  const sender = createSender({ ...options, ...createAnswers({ ...options, log, maxRetries, events }), log });
  const enqueue = (operation: NewOperation): void => {
    assertRoom(log.counts.get(), maxQueued);
    void log.append(operation).then(sender.flush);
  };
  const allSaved = computed([log.unsaved], (unsaved) => unsaved === 0);
  const status = distinct(
    computed(
      [
        log.counts,
        log.complete,
        allSaved,
        log.durability,
        sender.syncing,
        sender.reachable,
        environment.online,
      ],
      statusOf,
    ),
    isSameStatus,
  );
  const mustStay = computed(
    [status, allSaved],
    ({ pending, durable }, saved) => !saved || (!durable && pending > 0),
  );

  environment.keepOpen(mustStay, until);
  createAsking({
    ...options,
    log,
    onAsk: (conflict) => events.emit({ type: 'conflict', conflict, ask: true }),
  });
  keepTidy(log, { events, environment, until });
  sender.flush();
  return {
    pending: log.list,
    ofRow: log.ofRow,
    touched: log.touched,
    opened: log.opened,
    status,
    conflicts: computed([log.clashes], conflictsOf),
    events,
    enqueue,
    saved: log.saved,
    release: log.release,
    flush: sender.flush,
    ...createDecisions({ log, environment, flush: sender.flush }),
  };
}

function assertRoom({ queued }: OperationCounts, most: number): void {
  if (queued < most) return;
  throw new NalityError(
    'storage',
    `${most} changes wait to be sent already. Connect to send them before you write more.`,
  );
}

/** Clears away once for what earlier pages left, and again whenever something has been settled. */
function keepTidy(log: OperationLog, { events, environment, until }: TidyOptions): void {
  let cancel: (() => void) | undefined;
  const tidy = (): void => {
    cancel = undefined;
    const now = environment.now();
    log
      .purge(now - SETTLED_MS, now - KEPT_MS)
      .catch((error: unknown) => environment.log('info', 'Settled changes were not cleared away.', error));
  };
  const tidyLater = (): void => void (cancel ??= environment.after(SETTLED_MS + 1, tidy));
  tidyLater();
  const stop = events.subscribe(({ type }) => type === 'settled' && tidyLater());
  until.addEventListener('abort', () => (stop(), cancel?.()), { once: true });
}

interface TidyOptions {
  events: Subscribable<OutboxEvent>;
  environment: Environment;
  until: AbortSignal;
}
