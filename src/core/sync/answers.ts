import type { Environment } from '../environment.ts';
import { NalityError } from '../errors.ts';
import type { Emitter } from '../lib/emitter.ts';
import type { ConflictPolicy } from './conflict.ts';
import { conflictsOf } from './kept-conflicts.ts';
import type { Replacement } from './operation-disk.ts';
import type { OperationLog, RowNews } from './operation-log.ts';
import type { OutboxEvent } from './outbox.ts';
import { rebaseFollower } from './queue.ts';
import type { Outcome, Remote } from './remote.ts';
import type { Operation, SyncedRow } from './rows.ts';
import type { SenderOptions } from './sender.ts';
import { refusalOf, verdictOf, type Verdict } from './verdict.ts';

/** What the server's answers are taken in with. */
export interface AnswersOptions {
  log: OperationLog;
  remote: Remote;
  environment: Environment;
  policyOf(operation: Operation): ConflictPolicy;
  maxRetries: number;
  events: Emitter<OutboxEvent>;
}

interface Judged {
  readonly operation: Operation;
  readonly verdict: Verdict;
}

/** Takes in what the server says of operations. */
export function createAnswers(options: AnswersOptions): Pick<SenderOptions, 'onOutcomes' | 'onRefused'> {
  const { log, remote, environment, policyOf, maxRetries, events } = options;

  const judge = async (operation: Operation, outcome: Outcome, isFirst: boolean): Promise<Judged> => {
    const { uuid, now } = environment;
    const pending = log.list.get();
    const circumstances = { policy: policyOf(operation), pending, maxRetries, uuid, now: now(), isFirst };
    const verdict = verdictOf(operation, outcome, circumstances);
    return {
      operation,
      verdict: verdict.name === 'exists' ? await lookUp(operation, verdict.error) : verdict,
    };
  };
  /** Its id was made here: whoever has put the row there, it was for this operation. */
  const lookUp = async ({ table, rowId }: Operation, error: NalityError): Promise<Verdict> => {
    try {
      const [row] = await remote.select<SyncedRow>(table, '*', 'id', [rowId]);
      return row ? { name: 'settled', row } : { name: 'failed', error };
    } catch {
      return { name: 'again', error, counts: false };
    }
  };
  /** Rows are told before operations leave: what these show must not be gone for a moment. */
  const take = async (judged: readonly Judged[]): Promise<void> => {
    const news = judged.flatMap(newsOf);
    for (const one of news) events.emit(one);
    const queues = queuesOf(judged, log.list.get());
    const replacements = judged.flatMap((one) => replacementsFor(one, queues, environment.now()));
    const written = log.replace(replacements, news);
    for (const { by } of replacements) for (const part of by) tellOf(part, events);
    await written;
  };

  return {
    async onOutcomes(batch, outcomes, first) {
      const judged = await Promise.all(
        batch.map((one) => judge(one, outcomes.get(one.id) ?? noAnswer(), first.has(one.id))),
      );
      await take(judged);
      return judged.filter(({ verdict }) => verdict.name === 'again').map(({ operation }) => operation.id);
    },
    async onRefused(operation, error) {
      const verdict = refusalOf(operation, error, maxRetries);
      await take([{ operation, verdict }]);
      return verdict.name === 'again';
    },
  };
}

const noAnswer = (): Outcome => ({
  name: 'refused',
  error: new NalityError('server', 'The server did not answer for this change.', { retryable: true }),
});

function newsOf({ operation, verdict }: Judged): readonly RowNews[] {
  if (verdict.name === 'settled') return [{ type: 'settled', operation, row: verdict.row }];
  if (verdict.name === 'rebased') return [{ type: 'rebased', operation, row: verdict.server }];
  return [];
}

/** What else is in the log of the rows that these are about. */
function queuesOf(judged: readonly Judged[], pending: readonly Operation[]): Queues {
  const queues = new Map<string, Operation[]>(judged.map(({ operation }) => [operation.rowId, []]));
  for (const operation of pending) queues.get(operation.rowId)?.push(operation);
  return queues;
}

type Queues = ReadonlyMap<string, readonly Operation[]>;

/** What the log becomes by a verdict. */
function replacementsFor(
  { operation, verdict }: Judged,
  queues: Queues,
  now: number,
): readonly Replacement[] {
  const pending = queues.get(operation.rowId) ?? [];
  const by = (...parts: readonly Operation[]): Replacement => ({ of: operation, by: parts });
  switch (verdict.name) {
    case 'settled': {
      const { row, left = [] } = verdict;
      const settledRev = row?.rev ?? Infinity;
      const saved = by({ ...operation, state: 'saved', settledRev, settledAt: now }, ...left);
      return row ? [saved, ...followersOf(operation, row, pending)] : [saved];
    }
    case 'rebased':
      return [by(...verdict.next), ...supersededBy(verdict.next, pending)];
    case 'again':
      return [by({ ...operation, attempts: operation.attempts + (verdict.counts ? 1 : 0) })];
    case 'failed':
    case 'exists':
      return [by({ ...operation, state: 'failed', error: verdict.error })];
  }
}

function followersOf(
  applied: Operation,
  row: SyncedRow,
  pending: readonly Operation[],
): readonly Replacement[] {
  return pending
    .map((of) => ({ of, by: [rebaseFollower(of, applied, row)] }))
    .filter(({ of, by }) => by[0] !== of);
}

/** A person is asked about their last word alone: what they had written before that is kept. */
function supersededBy(parts: readonly Operation[], pending: readonly Operation[]): readonly Replacement[] {
  const open = parts.find(({ clash }) => clash?.outcome === 'open');
  if (!open) return [];
  return pending
    .filter(
      ({ rowId, state, clash }) => rowId === open.rowId && state === 'conflict' && clash?.outcome === 'open',
    )
    .filter(({ id, values }) => id !== open.id && Object.keys(values).every((field) => field in open.values))
    .map((of) => ({ of, by: [{ ...of, state: 'kept' as const }] }));
}

/** Open conflicts are asked by one tab, see `asking`; everything else is told here. */
function tellOf(part: Operation, events: Emitter<OutboxEvent>): void {
  if (part.state === 'failed' && part.error)
    return events.emit({ type: 'failed', operation: part, error: part.error });
  if (part.clash?.outcome === 'open') return;
  for (const conflict of conflictsOf([part])) events.emit({ type: 'conflict', conflict, ask: false });
}
