import type { Environment, RecordStore } from '../environment.ts';
import { asNalityError, type NalityError } from '../errors.ts';
import { backoff } from '../lib/backoff.ts';
import { signal, watch, type Readable } from '../lib/signal.ts';
import { createAskedPause } from './asked-pause.ts';
import type { OperationLog } from './operation-log.ts';
import { MAX_BATCH, nextBatch } from './queue.ts';
import type { Outcome, Remote } from './remote.ts';
import type { Operation } from './rows.ts';
import { takeTurn, type Turn } from './turn.ts';

/** Sends what is queued, in one tab at a time, for as long as there is something. */
export interface Sender {
  /**
   * Sends now what waits for a pause to end, unless the server has asked for that pause. A wish during a call is one
   * more call after it, however that ends.
   */
  flush(): void;
  /** Whether this tab is sending. */
  readonly syncing: Readable<boolean>;
  /** False when the last call did not reach the server. */
  readonly reachable: Readable<boolean>;
}

/** What is sent, and what is done with the answers. */
export interface SenderOptions {
  log: OperationLog;
  remote: Remote;
  environment: Environment;
  /** The records of the person, and whose they are: `nality:<project>:<user id>`. */
  records: Promise<RecordStore>;
  namespace: Promise<string>;
  /** The person, as the server shall check it; undefined for nobody. */
  person: Promise<string | undefined>;
  /** Asked before every call: whether the sign-in is still that of the person who wrote. */
  isMine(): Promise<boolean>;
  /**
   * Takes the answers in. Resolves with the ids of operations that are to be sent again later.
   *
   * @param first ids of those that were never sent before, for all that this disk knows
   */
  onOutcomes(
    batch: readonly Operation[],
    outcomes: ReadonlyMap<string, Outcome>,
    first: ReadonlySet<string>,
  ): Promise<readonly string[]>;
  /** Takes in that a call that carried this one alone was refused. Resolves with whether to send it again. */
  onRefused(operation: Operation, error: NalityError): Promise<boolean>;
  until: AbortSignal;
}

/** The longest pause between attempts, in milliseconds. */
const MAX_PAUSE_MS = 60_000;
/** What another tab has queued and not sent after so many milliseconds is sent from here. */
const WATCH_MS = 5_000;

/** Whoever has taken the turn away is sending: so many milliseconds later there may be nothing left to do. */
const LOST_MS = 2_000;

/** A call that is given up, and may be too large rather than unlucky. */
const TIMED_OUT = new Set(['timeout', 'too-large']);

/** Opens the sender. */
export function createSender(options: SenderOptions): Sender {
  const { log, remote, environment, records, namespace, person, isMine, until } = options;
  const tab = environment.uuid();
  const syncing = signal(false);
  const reachable = signal(true);
  let running = false;
  let again = false;
  let failures = 0;
  let size = MAX_BATCH;
  let cancelPause: (() => void) | undefined;
  /** Wished for before the pause was over: what it comes to says nothing of how long the next pause has to be. */
  let isEarly = false;

  const flush = (): void => {
    if (until.aborted) return;
    if (running) return void (again = true);
    if (asked.holdsBack()) return;
    isEarly = cancelPause !== undefined;
    cancelPause?.();
    cancelPause = undefined;
    again = false;
    running = true;
    void turn().finally(() => {
      running = false;
      syncing.set(false);
      if (again) flush();
      else watchOver();
    });
  };
  const flushIn = (ms: number): void => {
    cancelPause?.();
    if (!until.aborted) cancelPause = environment.after(ms, () => ((cancelPause = undefined), flush()));
  };
  const asked = createAskedPause(flush, environment, until);
  const flushLater = (): void => {
    if (!isEarly || failures === 0) failures += 1;
    flushIn(backoff(failures, { maxMs: MAX_PAUSE_MS, random: environment.random }));
  };
  /** Whatever is queued, by whatever tab, is sent by somebody. */
  const watchOver = (): void => {
    if (!running && !cancelPause && nextBatch(log.list.get(), 1).length > 0) flushIn(WATCH_MS);
  };
  const turn = async (): Promise<void> => {
    let mine: Turn | undefined;
    try {
      const [store, name] = await Promise.all([records, namespace]);
      mine = await takeTurn({ name: `${name}:outbox`, tab, store, environment, until });
      await log.adopt();
      await drain(mine.epoch);
    } catch (error) {
      if (until.aborted) return;
      environment.log('warn', 'Unsent changes wait.', error);
      flushLater();
    } finally {
      mine?.release();
    }
  };
  const drain = async (epoch: number): Promise<void> => {
    const postponed = new Set<string>();
    while (!until.aborted) {
      const batch = nextBatch(log.ready(), size, postponed);
      if (batch.length === 0 || !(await isMine())) break;
      const claimed = await log.claim(batch, epoch);
      if (claimed === 'lost') return flushIn(LOST_MS);
      if (claimed === 'changed') continue;
      // Another tab has taken them away meanwhile, or holds them back.
      if (claimed.length === 0) for (const { id } of batch) postponed.add(id);
      else if (!(await send(claimed, neverSent(batch), postponed))) return flushLater();
    }
    if (postponed.size > 0) flushLater();
  };
  /** False when there is no point in going on now. */
  const send = async (
    batch: readonly Operation[],
    first: ReadonlySet<string>,
    postponed: Set<string>,
  ): Promise<boolean> => {
    log.show(batch.map((operation) => ({ ...operation, state: 'sending' })));
    syncing.set(true);
    // Whoever wished for it before is served by this call; whoever does while it is under way may know that it is lost.
    again = false;
    try {
      const outcomes = await remote.apply(batch, await person);
      reached();
      for (const id of await options.onOutcomes(batch, outcomes, first)) postponed.add(id);
      return true;
    } catch (cause) {
      log.show(batch);
      return onFailure(batch, asNalityError(cause), postponed);
    }
  };
  const reached = (): void => {
    failures = 0;
    size = Math.min(size * 2, MAX_BATCH);
    reachable.set(true);
  };
  const onFailure = async (
    batch: readonly Operation[],
    error: NalityError,
    postponed: Set<string>,
  ): Promise<boolean> => {
    reachable.set(error.code !== 'offline' && error.code !== 'timeout');
    asked.heed(error);
    const [only, another] = batch;
    if (another && (TIMED_OUT.has(error.code) || !waits(error))) {
      size = Math.ceil(batch.length / 2);
      return !waits(error);
    }
    if (waits(error) || !only) return false;
    if (await options.onRefused(only, error)) postponed.add(only.id);
    return true;
  };

  watch(log.list, watchOver, until);
  until.addEventListener('abort', () => cancelPause?.(), { once: true });
  return { flush, syncing, reachable };
}

function neverSent(operations: readonly Operation[]): ReadonlySet<string> {
  return new Set(operations.filter(({ attempted }) => !attempted).map(({ id }) => id));
}

/** What passes, or needs another sign-in or migrations first, is not the fault of what was sent. */
function waits({ code, retryable }: NalityError): boolean {
  return retryable || NOT_THEIR_FAULT.has(code);
}

const NOT_THEIR_FAULT: ReadonlySet<string> = new Set([
  'auth-expired',
  'auth-required',
  'config',
  'schema-missing',
  'schema-old',
]);
