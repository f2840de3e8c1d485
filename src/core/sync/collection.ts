import type { Environment } from '../environment.ts';
import type { NalityError } from '../errors.ts';
import type { Subscribable } from '../lib/emitter.ts';
import { computed, constant, signal, switched, watch, type Readable } from '../lib/signal.ts';
import type { SortedList } from '../lib/sorted-list.ts';
import type { ChannelEvents, ChannelState } from './channel.ts';
import type { Connection } from './connection.ts';
import { isWithin, type WindowOptions } from './edge.ts';
import type { Outbox, OutboxEvent } from './outbox.ts';
import { isQueued } from './queue.ts';
import { LIVE, LOADING, STALE, type Phase } from './phase.ts';
import { createReading, type More } from './reading.ts';
import type { Remote } from './remote.ts';
import { createRowBase } from './row-base.ts';
import type { RowCache } from './row-cache.ts';
import { createRowView, type RowChange } from './row-view.ts';
import { createScreen } from './screen.ts';
import { followSettled } from './settled.ts';
import type { NewOperation, Operation, SyncedRow, Tracked, Values } from './rows.ts';

/** The rows of one scope of one table, followed and changed together. */
export interface Collection<Row> {
  /**
   * What the person sees: the server's rows with the unsettled writes on top, in order. Always up to date when asked
   * for; listeners hear of changes at most once per frame.
   */
  readonly list: Readable<SortedList<Tracked<Row>>>;
  /** The same as one array, for those who go through all of it: it is copied once per change that is looked at. */
  readonly rows: Readable<readonly Tracked<Row>[]>;
  /** What changed in front of the person's eyes, ten at a time or after 100 ms. Loading is no change. */
  readonly changes: Subscribable<readonly RowChange<Row>[]>;
  readonly phase: Readable<Phase>;
  /** Whether there are older rows than these: only where the collection was opened with a window. */
  readonly more: Readable<More>;
  /** Loads the next older rows. */
  loadMore(): void;
  /** Writes; visible at once. Returns the row's id. */
  mutate(write: Write): string;
  /** Compares with the server now, for what no feed tells: a right that is another, a row that others hide. */
  check(): void;
  /** Reads again from the start. */
  reload(): void;
}
/** A wish to change a row. */
export type Write =
  /** `id`: the row's, where something bears its name already; written once, however often it is asked for. */
  | { readonly type: 'insert'; readonly values: Values; readonly id?: string }
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
  /** A total order: equal only to itself. */
  compare(a: Row, b: Row): number;
  /** Reads the newest rows only, and older ones with `loadMore`. Without it everything is read. */
  window?: WindowOptions | undefined;
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

/** Opens a collection: reads it, follows it, and fills the gap after every loss of the line. */
export function createCollection<Row extends SyncedRow>(options: CollectionOptions<Row>): Collection<Row> {
  const { table, scope, scopeColumn, window, compare, outbox, connection, environment, until } = options;
  const progress = signal<Progress>({ loaded: false, cached: false, error: undefined });
  const feed = signal<Feed | undefined>(undefined);
  const feedState = switched(feed, (open) => open?.state ?? NOT_OPEN);

  /** What comes from the disk need not go there. */
  let recalling = false;

  const isMine = (operation: Operation): boolean => operation.table === table && operation.scope === scope;
  const pendingOn = (id: string): readonly Operation[] =>
    outbox.ofRow(id).filter((operation) => isMine(operation) && !settled.isGone(operation));
  const isInside = (row: Row): boolean => isWithin(row, reading.position().edge);
  const base = createRowBase<Row>({
    onRow(id, dropped) {
      view.touch(id);
      if (!recalling) kept.changed(id, dropped);
      if (dropped) settled.onGone(dropped);
    },
    onChange() {
      screen.changed();
      settled.release();
      keep();
    },
  });
  const settled = followSettled<Row>({ ...options, isMine, base: base.rows, read: () => reading.run() });
  const view = createRowView<Row>({ base: base.rows, pendingOn, compare, isInside });
  const screen = createScreen<Row>({ view, outbox, environment, until });
  const reading = createReading<Row>({
    ...options,
    base,
    onBegin: settled.onReadingBegun,
    onDone() {
      settled.onReadingDone();
      screen.open();
      progress.set({ loaded: true, cached: true, error: undefined });
      keep();
      if (!feed.get()) feed.set(options.follow({ onChange: reading.intake.hear }, until));
    },
    onError: (error) => progress.set({ ...progress.get(), error }),
    moveEdge: (change) =>
      screen.quietly(() => {
        change();
        for (const id of base.rows.keys()) view.touch(id);
      }),
  });
  const kept = options.cache.open<Row>(table, scope, { rows: base.rows, position: reading.position });
  /** What was read by an earlier page is shown until the server has answered, and the reading goes on from there. */
  const recall = async (): Promise<void> => {
    await outbox.opened;
    const found = await kept.load();
    const edge = found?.position.edge;
    // A slow disk is overtaken by what the server says, and knows nothing better then.
    if (!found || until.aborted || progress.get().loaded || (edge && edge.by !== window?.by)) return;
    reading.resume(found.position);
    recalling = true;
    reading.intake.accept(found.rows);
    recalling = false;
    screen.open();
    progress.set({ ...progress.get(), cached: true });
  };
  const keep = (): void => {
    if (progress.get().cached) kept.keep();
  };
  const onSettled = (event: OutboxEvent): void => {
    if (event.type !== 'settled' && event.type !== 'rebased') return;
    const { operation, row } = event;
    if (!isMine(operation)) return;
    // I may not see it any more: of what I had written to it before that, nothing is to be seen either.
    if (!row) return settled.onGone({ id: operation.rowId, rev: (operation.baseRev ?? 0) + 1 });
    if ((row as unknown as Values)[scopeColumn] !== scope) settled.onGone(row);
    reading.intake.settle(row as Row);
  };

  for (const stop of [outbox.events.subscribe(onSettled), connection.wakes.subscribe(reading.run)])
    until.addEventListener('abort', stop, { once: true });
  watch(feedState, ({ name }) => name === 'live' && reading.run(), until);
  void recall().finally(reading.run);

  return {
    list: screen.list,
    rows: arrayOf(screen.list),
    changes: screen.changes,
    phase: computed([progress, feedState], phaseOf),
    more: reading.more,
    loadMore: reading.loadMore,
    mutate(write) {
      const { type, id = '' } = write;
      const { deletion, operationId } = screen.find(id) ?? {};
      if (deletion && operationId && type !== 'update') {
        outbox.settle(operationId, type === 'delete' ? 'retry' : 'discard');
        return id;
      }
      const operation = operationOf(write, options, screen.find);
      outbox.enqueue(operation);
      return operation.rowId;
    },
    check: reading.run,
    reload() {
      progress.set({ ...progress.get(), loaded: false, error: undefined });
      reading.restart();
    },
  };
}

function arrayOf<T>(list: Readable<SortedList<T>>): Readable<readonly T[]> {
  return {
    get: () => list.get().toArray(),
    subscribe: (listener) => list.subscribe((now) => listener(now.toArray())),
  };
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
  { table, environment, fill, scope, scopeColumn, outbox }: CollectionOptions<Row>,
  find: (id: string) => Tracked<Row> | undefined,
): NewOperation {
  const rowId = write.id ?? environment.uuid();
  const before = find(rowId)?.row as (Row & Values) | undefined;
  const values = valuesOf(write, scopeColumn, scope);
  return {
    id: (write.type === 'insert' && write.id) || environment.uuid(),
    table,
    scope,
    type: write.type,
    rowId,
    baseRev: write.type === 'insert' ? null : seenRev(before, outbox.ofRow(rowId)),
    values,
    shown: write.type === 'insert' ? fill() : write.type === 'restore' ? write.shown : undefined,
    base: Object.fromEntries(Object.keys(values).map((column) => [column, before?.[column]])),
    at: environment.now(),
  };
}

/**
 * The version that the person saw. What lies under writes of theirs that are not settled they have not seen: then it is
 * the oldest that one of these was made on.
 */
function seenRev(row: SyncedRow | undefined, pending: readonly Operation[]): number | null {
  const under = pending.filter((one) => isQueued(one) || one.state === 'failed');
  return under.length > 0 ? Math.min(...under.map(({ baseRev }) => baseRev ?? 0)) : (row?.rev ?? null);
}

function valuesOf(write: Write, scopeColumn: string, scope: string): Values {
  if (write.type === 'insert') return { ...write.values, [scopeColumn]: scope };
  return write.type === 'update' ? write.values : {};
}
