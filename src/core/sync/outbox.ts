import type { Environment } from '../environment.ts';
import { NalityError, asNalityError } from '../errors.ts';
import { backoff } from '../lib/backoff.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import type { Readable } from '../lib/signal.ts';
import type { ConflictPolicy } from './conflict.ts';
import { createPending } from './pending.ts';
import { MAX_BATCH, nextBatch, rebaseFollowers, withFollowers } from './queue.ts';
import { rebase } from './rebase.ts';
import type { Outcome, Remote } from './remote.ts';
import type { Operation, SyncedRow, Values } from './rows.ts';

/** What became of an operation, for those who want to tell the person. */
export type OutboxEvent =
  | { readonly type: 'settled'; readonly operation: Operation; readonly row: SyncedRow | null }
  /** Somebody was faster: it is sent again, on top of this row. */
  | { readonly type: 'rebased'; readonly operation: Operation; readonly row: SyncedRow }
  | { readonly type: 'failed'; readonly operation: Operation; readonly error: NalityError }
  /** Theirs replaced the values of this operation, which waits for `settle` or `amend`. */
  | {
      readonly type: 'conflict';
      readonly operation: Operation;
      readonly server: SyncedRow;
      readonly ask: boolean;
    };

/** The one door for writes: durable, in order per row, sent as soon as it can be. */
export interface Outbox {
  /** All operations that are not settled, in the order in which they were made. */
  readonly pending: Readable<readonly Operation[]>;
  readonly events: Subscribable<OutboxEvent>;
  /** Takes a write. It is pending at once and on disk a moment later. */
  enqueue(operation: Operation): void;
  /** Decides over an operation that waits for a person: sent again, or forgotten. */
  settle(operationId: string, choice: 'retry' | 'discard'): void;
  /** Gives an operation that waits for a person other values and sends it again. */
  amend(operationId: string, values: Values): void;
  /** Sends now what waits for a pause to end. */
  flush(): void;
}

/** What the outbox works with. */
export interface OutboxOptions {
  remote: Remote;
  environment: Environment;
  /** Where these writes are kept, once it is known whose they are: `nality:<project>:<user id>`. */
  namespace: Promise<string>;
  /** Asked before every sending: whether the sign-in is still that of the person who wrote. */
  isMine(): Promise<boolean>;
  /** How a conflict of this operation is settled. */
  policyOf(operation: Operation): ConflictPolicy;
  /** How often an error of unknown kind is tried again before a person has to decide. */
  maxRetries?: number | undefined;
  until: AbortSignal;
}

/** Opens the outbox of one person; what an earlier page or another tab left behind is sent as well. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { remote, environment, namespace, isMine, policyOf, maxRetries = 3, until } = options;
  const pending = createPending(environment, namespace);
  const events = emitter<OutboxEvent>();
  let sending = false;
  let again = false;
  let attempts = 0;
  let cancelRetry: (() => void) | undefined;

  /** One sending at a time; a wish during it is one more sending after it. */
  const flush = (): void => {
    if (until.aborted) return;
    if (sending) return void (again = true);
    cancelRetry?.();
    sending = true;
    void send().finally(() => {
      sending = false;
      if (again) flush();
    });
  };
  const send = async (): Promise<void> => {
    again = false;
    try {
      await environment.withLock(`${await namespace}:outbox`, until, drain);
    } catch (error) {
      if (!until.aborted) environment.log('warn', 'Unsent changes wait.', error);
      retryLater();
    }
  };
  const retryLater = (): void => {
    attempts += 1;
    again = false;
    if (!until.aborted)
      cancelRetry = environment.after(
        backoff(attempts, { maxMs: 60_000, random: environment.random }),
        flush,
      );
  };
  const drain = async (): Promise<void> => {
    await pending.adopt();
    let size = MAX_BATCH;
    while (!until.aborted) {
      const batch = nextBatch(pending.list.get(), size);
      if (batch.length === 0 || !(await isMine())) return;
      const unsent = await sendBatch(batch);
      if (unsent !== 'too-much' && unsent.length > 0) return waitAndRetry(unsent);
      size = unsent === 'too-much' ? Math.ceil(batch.length / 2) : Math.min(size * 2, MAX_BATCH);
    }
  };
  /** Answers with what has to be sent again and why; `too-much` when the call failed for one of several. */
  const sendBatch = async (batch: readonly Operation[]): Promise<readonly Unsent[] | 'too-much'> => {
    for (const operation of batch) pending.show({ ...operation, state: 'sending' });
    try {
      const outcomes = await remote.apply(batch);
      attempts = 0;
      return batch.flatMap((operation) => onOutcome(operation, outcomes.get(operation.id) ?? NO_ANSWER));
    } catch (cause) {
      const error = asNalityError(cause);
      if (batch.length === 1 || isWorthRetrying(error, 0, 1))
        return batch.map((operation) => ({ operation, error }));
      for (const operation of batch) pending.show(operation);
      return 'too-much';
    }
  };
  const change = (operation: Operation): void => pending.replace(operation, [operation]);
  const onOutcome = (operation: Operation, outcome: Outcome): readonly Unsent[] => {
    if (outcome.name === 'applied') settleApplied(operation, outcome.row);
    else if (outcome.name === 'conflict') onConflict(operation, outcome.row);
    else if (outcome.error.retryable) return [{ operation, error: outcome.error }];
    else fail(operation, outcome.error);
    return [];
  };
  const settleApplied = (operation: Operation, row: SyncedRow | null): void => {
    events.emit({ type: 'settled', operation, row });
    if (row) for (const later of rebaseFollowers(pending.list.get(), operation, row.rev)) change(later);
    pending.replace(operation, []);
  };
  const onConflict = (operation: Operation, server: SyncedRow): void => {
    const policy = policyOf(operation);
    const next = rebase(operation, server, policy, environment.uuid());
    events.emit({ type: 'rebased', operation, row: server });
    pending.replace(operation, next);
    for (const part of next) {
      if (part.state === 'failed') fail(part, part.error ?? NO_ANSWER.error);
      if (part.state === 'conflict')
        events.emit({ type: 'conflict', operation: part, server, ask: policy.strategy === 'prompt_user' });
    }
  };
  const fail = (operation: Operation, error: NalityError): void => {
    const failed: Operation = { ...operation, state: 'failed', error };
    change(failed);
    events.emit({ type: 'failed', operation: failed, error });
  };
  const waitAndRetry = (unsent: readonly Unsent[]): void => {
    for (const { operation, error } of unsent) {
      const tried = { ...operation, attempts: operation.attempts + 1, state: 'queued' as const };
      if (isWorthRetrying(error, tried.attempts, maxRetries)) change(tried);
      else fail(tried, error);
    }
    retryLater();
  };

  /** The operation, if it is for a person to decide. */
  const waiting = (operationId: string): Operation | undefined =>
    pending.list
      .get()
      .find(({ id, state }) => id === operationId && (state === 'failed' || state === 'conflict'));
  const sendAgain = (operation: Operation): void => {
    change({ ...operation, state: 'queued', attempts: 0, error: undefined });
    flush();
  };

  flush();
  until.addEventListener('abort', () => cancelRetry?.(), { once: true });
  return {
    pending: pending.list,
    events,
    flush,
    enqueue: (operation) => void pending.add(operation).then(flush),
    settle(operationId, choice) {
      const operation = waiting(operationId);
      if (!operation) return;
      if (choice === 'retry') return sendAgain(operation);
      for (const dropped of withFollowers(pending.list.get(), operation)) pending.replace(dropped, []);
    },
    amend(operationId, values) {
      const operation = waiting(operationId);
      if (operation) sendAgain({ ...operation, values: { ...operation.values, ...values } });
    },
  };
}

/** An operation that did not arrive, and why. */
interface Unsent {
  readonly operation: Operation;
  readonly error: NalityError;
}

const NO_ANSWER = {
  name: 'refused',
  error: new NalityError('server', 'The server did not answer for this change.', { retryable: true }),
} as const;

/** What passes, or needs another sign-in or migrations first, waits as long as it takes. */
const WAITING: ReadonlySet<string> = new Set([
  'auth-expired',
  'auth-required',
  'config',
  'schema-missing',
  'schema-old',
]);

/** Transient errors are tried for ever, unknown ones a few times; a missing sign-in is no fault of the operation. */
function isWorthRetrying({ code, retryable }: NalityError, attempts: number, maxRetries: number): boolean {
  return retryable || WAITING.has(code) || (code === 'server' && attempts <= maxRetries);
}
