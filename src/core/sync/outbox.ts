import type { Environment } from '../environment.ts';
import { NalityError, asNalityError } from '../errors.ts';
import { backoff } from '../lib/backoff.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import { signal, type Readable } from '../lib/signal.ts';
import type { ConflictPolicy, MergeResult } from './conflict.ts';
import { createOperationStore } from './operation-store.ts';
import type { Outcome, Remote } from './remote.ts';
import { rebase } from './rebase.ts';
import type { Operation, SyncedRow, Values } from './rows.ts';
import { nextBatch, replaceOperation, withFollowers, without } from './queue.ts';

/** What became of an operation, for those who want to tell the person. */
export type OutboxEvent =
  | { readonly type: 'settled'; readonly operation: Operation; readonly row: SyncedRow | null }
  /** Somebody was faster: it is sent again, on top of this row. */
  | { readonly type: 'rebased'; readonly operation: Operation; readonly row: SyncedRow }
  | { readonly type: 'failed'; readonly operation: Operation; readonly error: NalityError }
  /** Both sides changed the same fields. What did not survive is in `lost`; undecided, it waits for `amend`. */
  | ({ readonly type: 'conflict'; readonly operation: Operation; readonly server: SyncedRow } & MergeResult);

/** The one door for writes: durable, in order per row, sent as soon as it can be. */
export interface Outbox {
  /** All operations that are not settled, in the order in which they were made. */
  readonly pending: Readable<readonly Operation[]>;
  readonly events: Subscribable<OutboxEvent>;
  /** Takes a write. It is pending at once and on disk a moment later. */
  enqueue(operation: Operation): void;
  /** Decides over a failed operation: sent again, or forgotten. */
  settle(operationId: string, choice: 'retry' | 'discard'): void;
  /** Gives a failed or contested operation other values and sends it again. */
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
  /** How conflicts on a table are settled. */
  policyOf(table: string): ConflictPolicy;
  /** How often an error of unknown kind is tried again before a person has to decide. */
  maxRetries?: number;
  until: AbortSignal;
}

/** Opens the outbox of one person; operations that an earlier page left behind are sent first. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { remote, environment, namespace, isMine, policyOf, maxRetries = 3, until } = options;
  const pending = signal<readonly Operation[]>([]);
  const events = emitter<OutboxEvent>();
  const operations = createOperationStore(namespace.then((name) => environment.openStore(name)));
  let sending: Promise<void> | undefined;
  let attempts = 0;
  let cancelRetry: (() => void) | undefined;

  const change = (operation: Operation): void => {
    pending.set(replaceOperation(pending.get(), operation));
    background(operations.keep(operation));
  };
  const remove = (operation: Operation): void => {
    pending.set(without(pending.get(), operation.id));
    background(operations.forget(operation));
  };
  const background = (work: Promise<unknown>): void => {
    work.catch((error: unknown) =>
      environment.log('warn', 'This browser cannot keep unsent changes on disk.', error),
    );
  };

  const flush = (): void => {
    cancelRetry?.();
    sending ??= namespace
      .then((name) => environment.withLock(`${name}:outbox`, until, drain))
      .catch((error: unknown) => environment.log('error', 'Sending failed.', error))
      .finally(() => (sending = undefined));
  };
  const drain = async (): Promise<void> => {
    while (!until.aborted) {
      const batch = nextBatch(pending.get());
      if (batch.length === 0 || !(await isMine())) return;
      for (const operation of batch)
        pending.set(replaceOperation(pending.get(), { ...operation, state: 'sending' }));
      try {
        const outcomes = await remote.apply(batch);
        attempts = 0;
        for (const operation of batch) onOutcome(operation, outcomes.get(operation.id));
      } catch (error) {
        return onUnsent(batch, asNalityError(error));
      }
    }
  };
  const onOutcome = (operation: Operation, outcome: Outcome | undefined): void => {
    if (outcome?.name === 'applied') settleApplied(operation, outcome.row);
    else if (outcome?.name === 'conflict') onConflict(operation, outcome.row);
    else
      fail(
        operation,
        outcome?.error ?? new NalityError('server', 'The server did not answer for this change.'),
      );
  };
  const settleApplied = (operation: Operation, row: SyncedRow | null): void => {
    events.emit({ type: 'settled', operation, row });
    if (row) rebaseLater(operation, row);
    remove(operation);
  };
  /** What was queued behind a settled operation was made on top of it, not against it. */
  const rebaseLater = ({ id, rowId }: Operation, row: SyncedRow): void => {
    for (const later of pending.get()) {
      if (later.rowId === rowId && later.id !== id && later.state === 'queued')
        change({ ...later, baseRev: row.rev });
    }
  };
  const onConflict = (operation: Operation, server: SyncedRow): void => {
    const { next, merged } = rebase(operation, server, policyOf(operation.table), environment.uuid());
    events.emit({ type: 'rebased', operation, row: server });
    pending.set(pending.get().flatMap((other) => (other.id === operation.id ? next : [other])));
    for (const kept of next) background(operations.keep(kept));
    if (!next.some(({ id }) => id === operation.id)) background(operations.forget(operation));
    for (const failed of next) {
      if (failed.state === 'failed' && failed.error)
        events.emit({ type: 'failed', operation: failed, error: failed.error });
    }
    if (merged && merged.conflictFields.length > 0)
      events.emit({ type: 'conflict', operation, server, ...merged });
  };
  const fail = (operation: Operation, error: NalityError): void => {
    const failed: Operation = { ...operation, state: 'failed', error };
    change(failed);
    events.emit({ type: 'failed', operation: failed, error });
  };
  const onUnsent = (batch: readonly Operation[], error: NalityError): void => {
    attempts += 1;
    for (const operation of batch) {
      const tried = { ...operation, attempts: operation.attempts + 1, state: 'queued' as const };
      if (isWorthRetrying(error, tried.attempts, maxRetries)) change(tried);
      else fail(tried, error);
    }
    cancelRetry = environment.after(backoff(attempts, { maxMs: 60_000, random: environment.random }), flush);
  };

  /** The operation, if it is for a person to decide. */
  const waiting = (operationId: string): Operation | undefined =>
    pending.get().find(({ id, state }) => id === operationId && (state === 'failed' || state === 'conflict'));
  const sendAgain = (operation: Operation): void => {
    change({ ...operation, state: 'queued', attempts: 0, error: undefined });
    flush();
  };
  const load = async (): Promise<void> => {
    const known = new Set(pending.get().map(({ id }) => id));
    const earlier = (await operations.load()).filter(({ id }) => !known.has(id));
    if (earlier.length > 0) pending.set([...earlier, ...pending.get()]);
    flush();
  };

  background(load());
  until.addEventListener('abort', () => cancelRetry?.(), { once: true });
  return {
    pending,
    events,
    flush,
    enqueue(operation) {
      pending.set([...pending.get(), operation]);
      background(operations.keep(operation).finally(flush));
    },
    settle(operationId, choice) {
      const operation = waiting(operationId);
      if (!operation) return;
      if (choice === 'retry') return sendAgain(operation);
      for (const dropped of withFollowers(pending.get(), operation)) remove(dropped);
    },
    amend(operationId, values) {
      const operation = waiting(operationId);
      if (operation) sendAgain({ ...operation, values: { ...operation.values, ...values } });
    },
  };
}

/** Transient errors are tried for ever, unknown ones a few times; a lost sign-in is no fault of the operation. */
function isWorthRetrying({ code, retryable }: NalityError, attempts: number, maxRetries: number): boolean {
  if (retryable || code === 'auth-expired' || code === 'auth-required' || code === 'config') return true;
  return code === 'server' && attempts <= maxRetries;
}
