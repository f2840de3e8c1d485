import type { Environment } from '../environment.ts';
import { NalityError } from '../errors.ts';
import { computed, constant, signal, switched, watch, type Readable } from '../lib/signal.ts';
import type { Change, ChannelEvents, ChannelState } from './channel.ts';
import type { Connection } from './connection.ts';
import type { Outbox, OutboxEvent } from './outbox.ts';
import { LIVE, LOADING, STALE, type Phase } from './phase.ts';
import { readChanges } from './read-changes.ts';
import { createReader } from './reader.ts';
import type { Remote } from './remote.ts';
import type { RowCache } from './row-cache.ts';
import {
  applyRows,
  isCovered,
  keepRows,
  visible,
  type Base,
  type NewOperation,
  type Operation,
  type SyncedRow,
  type Tracked,
  type Values,
} from './rows.ts';

/** The rows of one scope of one table, followed and changed together. */
export interface Collection<Row> {
  /** What the person sees: the server's rows with the unsettled writes on top. */
  readonly rows: Readable<readonly Tracked<Row>[]>;
  readonly phase: Readable<Phase>;
  /** Writes; visible at once. Returns the row's id. */
  mutate(write: Write): string;
  /** Reads again from the start. */
  reload(): void;
}

/** A wish to change a row. */
export type Write =
  | { readonly type: 'insert'; readonly values: Values }
  | { readonly type: 'update'; readonly id: string; readonly values: Values }
  | { readonly type: 'delete'; readonly id: string }
  /** `shown` is what the person expects to see until the server has answered. */
  | { readonly type: 'restore'; readonly id: string; readonly shown?: Values };

/** Which rows, in which order, by which way. */
export interface CollectionOptions<Row> {
  table: string;
  /** The column that holds `scope`, e.g. `user_id`. */
  scopeColumn: string;
  scope: string;
  compare(a: Row, b: Row): number;
  /** Columns that the server fills, for a row that it has not seen yet. */
  fill(): Values;
  /** Opens the feed; called once, after the first reading. */
  follow(events: Partial<ChannelEvents>, until: AbortSignal): Feed;
  remote: Remote;
  outbox: Outbox;
  cache: RowCache;
  connection: Connection;
  environment: Environment;
  until: AbortSignal;
}

/** The visible rows are compared with the server's at least so often: a lost right makes no event. */
const RECONCILE_MS = 60_000;

/** Opens a collection: reads it, follows it, and fills the gap after every loss of the line. */
export function createCollection<Row extends SyncedRow>(options: CollectionOptions<Row>): Collection<Row> {
  const { table, scope, scopeColumn, compare, remote, outbox, connection, environment, until } = options;
  const base = signal<Base<Row>>(new Map());
  const progress = signal<Progress>({ loaded: false, cached: false, error: undefined });
  const feed = signal<Feed | undefined>(undefined);
  const feedState = switched(feed, (open) => open?.state ?? NOT_OPEN);
  let cursor: string | null = null;
  let epoch: string | undefined;

  const mine = (operation: Operation): boolean => operation.table === table && operation.scope === scope;
  const accept = (server: readonly Row[]): void => base.set(applyRows(base.get(), server));
  const readOnce = async (): Promise<void> => {
    await connection.ready();
    await remote.checkSchema();
    const since = cursor;
    const changes = await readChanges<Row>(remote, { table, scope, since }).catch(onRejectedCursor);
    if (until.aborted || cursor !== since) return reader.run();
    const anotherDatabase = epoch !== undefined && changes.epoch !== epoch;
    epoch = changes.epoch;
    if (anotherDatabase) return (forget(), reader.run());
    accept(changes.rows);
    const complete = since === null || (await reconcile());
    if (cursor !== since) return reader.run();
    cursor = complete ? changes.cursor : null;
    if (!complete) reader.run();
  };
  /** A cursor from the future of a database that was set back is refused: everything is read anew. */
  const onRejectedCursor = (error: unknown): never => {
    if (error instanceof NalityError && error.code === 'invalid') forget();
    throw error;
  };
  /** Drops what I may no longer see. Answers whether nothing is missing here that I may see. */
  const reconcile = async (): Promise<boolean> => {
    const before = base.get();
    const ids = await remote.liveIds(table, scopeColumn, scope);
    const now = base.get();
    base.set(reconciled(before, now, ids));
    return [...ids].every((id) => now.has(id));
  };
  /** Another database: nothing that was read counts any more. */
  const forget = (): void => {
    base.set(new Map());
    cursor = null;
  };
  const reader = createReader({
    read: readOnce,
    onDone() {
      progress.set({ loaded: true, cached: true, error: undefined });
      keep();
      if (!feed.get()) feed.set(options.follow({ onChange }, until));
    },
    onError: (error) => progress.set({ ...progress.get(), error }),
    everyMs: RECONCILE_MS,
    environment,
    until,
  });
  /** What was read by an earlier page is shown until the server has answered, and the reading goes on from there. */
  const recall = async (): Promise<void> => {
    const kept = await options.cache.load<Row>(table, scope);
    if (!kept || until.aborted) return;
    cursor = kept.cursor;
    epoch = kept.epoch;
    base.set(kept.rows);
    progress.set({ ...progress.get(), cached: true });
  };
  const keep = (): void => {
    if (progress.get().cached) options.cache.keep(table, scope, () => ({ rows: base.get(), cursor, epoch }));
  };
  const onChange = (change: Change): void => {
    if (change.table !== table) return;
    if (change.row?.[scopeColumn] === scope) accept([change.row as unknown as Row]);
    else reader.run();
  };
  const onSettled = (event: OutboxEvent): void => {
    if (event.type !== 'settled' && event.type !== 'rebased') return;
    if (mine(event.operation) && event.row) accept([event.row as Row]);
  };

  for (const stop of [outbox.events.subscribe(onSettled), connection.wakes.subscribe(reader.run)])
    until.addEventListener('abort', stop, { once: true });
  watch(base, keep, until);
  releaseCovered(outbox, base, mine, until);
  watch(feedState, ({ name }) => name === 'live' && reader.run(), until);
  void recall().finally(reader.run);

  const rows = computed([base, outbox.pending], (known, pending) =>
    visible(known, pending.filter(mine), compare),
  );
  return {
    rows,
    phase: computed([progress, feedState], phaseOf),
    mutate(write) {
      const operation = operationOf(write, options, rows.get());
      outbox.enqueue(operation);
      return operation.rowId;
    },
    reload() {
      progress.set({ ...progress.get(), loaded: false, error: undefined });
      cursor = null;
      reader.run();
    },
  };
}

/** Settled writes leave as soon as the base contains them: neither earlier, which would flicker, nor later. */
function releaseCovered<Row extends SyncedRow>(
  outbox: Outbox,
  base: Readable<Base<Row>>,
  mine: (operation: Operation) => boolean,
  until: AbortSignal,
): void {
  const release = (): void =>
    outbox.release((operation) => mine(operation) && isCovered(operation, base.get().get(operation.rowId)));
  watch(base, release, until);
  watch(outbox.pending, release, until);
}

/**
 * What of the rows may still be seen by the ids that the server answered; `before` is what was known when it was
 * asked. Tombstones that I know are kept: those must not come back to life by a late event.
 */
function reconciled<Row extends SyncedRow>(
  before: Base<Row>,
  now: Base<Row>,
  ids: ReadonlySet<string>,
): Base<Row> {
  const kept = [...now.values()].filter(({ id, deleted_at }) => deleted_at !== null || !before.has(id));
  return keepRows(now, new Set([...ids, ...kept.map(({ id }) => id)]));
}

interface Progress {
  loaded: boolean;
  /** There is something to show, be it from an earlier page. */
  cached: boolean;
  error: NalityError | undefined;
}

interface Feed {
  readonly state: Readable<ChannelState>;
}

const NOT_OPEN = constant<ChannelState>({ name: 'joining' });

/** What a reading and a feed come to. Rows are never called live before nothing can be missed any more. */
export function phaseOf({ loaded, cached, error }: Progress, { name: feed }: ChannelState): Phase {
  if (error && (!cached || !error.retryable)) return { name: 'failed', error };
  if (error || (cached && !loaded)) return STALE;
  if (!loaded || feed === 'joining') return LOADING;
  return feed === 'live' ? LIVE : STALE;
}

/** A wish, made whole: with the ids it keeps for ever and what the person saw when making it. */
function operationOf<Row extends SyncedRow>(
  write: Write,
  { table, environment, fill, scope, scopeColumn }: CollectionOptions<Row>,
  rows: readonly Tracked<Row>[],
): NewOperation {
  const rowId = write.type === 'insert' ? environment.uuid() : write.id;
  const before = rows.find(({ row }) => row.id === rowId)?.row as (Row & Values) | undefined;
  const values = valuesOf(write, scopeColumn, scope);
  return {
    id: environment.uuid(),
    table,
    scope,
    type: write.type,
    rowId,
    baseRev: write.type === 'insert' ? null : (before?.rev ?? null),
    values,
    shown: write.type === 'insert' ? fill() : write.type === 'restore' ? write.shown : undefined,
    base: Object.fromEntries(Object.keys(values).map((column) => [column, before?.[column]])),
    at: environment.now(),
  };
}

function valuesOf(write: Write, scopeColumn: string, scope: string): Values {
  if (write.type === 'insert') return { ...write.values, [scopeColumn]: scope };
  return write.type === 'update' ? write.values : {};
}
