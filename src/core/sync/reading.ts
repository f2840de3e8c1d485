import type { Environment } from '../environment.ts';
import { NalityError } from '../errors.ts';
import { inTurn } from '../lib/in-turn.ts';
import { signal, type Readable } from '../lib/signal.ts';
import type { Connection } from './connection.ts';
import { differing } from './differing.ts';
import { edgeAt, isWithin, type Edge, type WindowOptions } from './edge.ts';
import { fingerprintOf, sameFingerprint } from './fingerprint.ts';
import { createIntake, type Intake } from './intake.ts';
import { readChanges } from './read-changes.ts';
import { createReader, type Reader } from './reader.ts';
import type { Remote } from './remote.ts';
import type { RowBase } from './row-base.ts';
import type { Base, SyncedRow } from './rows.ts';

/** How far a scope has been read. */
export interface Position {
  /** From here on changes are unknown. Null: there is no telling what is missing. */
  readonly cursor: string | null;
  /** Of which database the cursor is. */
  readonly epoch: string | undefined;
  /** Down to which place rows were read; undefined: all of them. */
  readonly edge: Edge | undefined;
}

/** Whether there are older rows to load. */
export type More = 'none' | 'some' | 'loading' | 'failed';

/** The readings of a scope: each makes its base what the server says. */
export interface Reading<Row> extends Reader {
  readonly intake: Intake<Row>;
  readonly more: Readable<More>;
  position(): Position;
  /** Goes on from where an earlier page stood. */
  resume(position: Position): void;
  /** Reads again from the start. */
  restart(): void;
  /** Reads the next page of older rows, if there are any. */
  loadMore(): void;
}

/** What is read into what. */
export interface ReadingOptions<Row> {
  table: string;
  scopeColumn: string;
  scope: string;
  window?: WindowOptions | undefined;
  base: RowBase<Row>;
  remote: Remote;
  connection: Connection;
  environment: Environment;
  /** A reading begins: it will have everything that was committed before. */
  onBegin(): void;
  /** The reading is complete. */
  onDone(): void;
  onError(error: NalityError): void;
  /** Makes a change after which the window has another edge. */
  moveEdge(change: () => void): void;
  until: AbortSignal;
}

/** While somebody looks, all rows are compared with the server's at least so often: a lost right makes no event. */
const RECONCILE_MS = 60_000;
/** More rows than these are read as pages of everything rather than by key. */
const MAX_BY_KEY = 500;
const START: Position = { cursor: null, epoch: undefined, edge: undefined };

/** Makes the readings of a scope. They run one at a time, so that no answer can be older than what it meets. */
export function createReading<Row extends SyncedRow>(options: ReadingOptions<Row>): Reading<Row> {
  const { table, scope, scopeColumn, window, base, remote, connection, environment, until } = options;
  const inOrder = inTurn();
  const more = signal<More>('none');
  const doubted = new Set<string>();
  let position = START;
  /** What was known when another database was noticed behind the same address. */
  let outdated: Base<Row> | undefined;

  const move = (next: Position): void => {
    const change = (): void => void (position = next);
    if (next.edge === position.edge) change();
    else options.moveEdge(change);
    more.set(next.edge ? 'some' : 'none');
  };
  /** One reading. Answers false when it has to be made anew. */
  const readOnce = async (): Promise<boolean> => {
    await connection.ready();
    await remote.checkSchema();
    const { cursor: since, epoch } = position;
    const found = window && since === null ? await firstPage(window) : await changesSince(since);
    if (!found || position.cursor !== since) return false;
    const another = epoch !== undefined && found.epoch !== epoch;
    if (another && since !== null) return (startAnew(), false);
    const compare = since !== null || base.rows.size > 0;
    move({ cursor: since, epoch: found.epoch, edge: found.edge });
    if (another || outdated) intake.replace(outdated ?? new Map(base.rows), found.rows);
    else intake.accept(found.rows);
    outdated = undefined;
    const complete = !compare || (await reconcile(window || since === null ? Infinity : MAX_BY_KEY));
    if (position.cursor !== since) return false;
    position = { ...position, cursor: complete ? found.cursor : null };
    return complete;
  };
  /** Undefined: the database refuses a cursor from its future. */
  const changesSince = async (since: string | null): Promise<Found<Row> | undefined> => {
    try {
      return { ...(await readChanges<Row>(remote, { table, scope, since })), edge: position.edge };
    } catch (error) {
      if (since === null || !(error instanceof NalityError) || error.code !== 'invalid') throw error;
      return (startAnew(), undefined);
    }
  };
  const pageAfter = async ({ by, size }: WindowOptions, edge: Edge | undefined): Promise<Found<Row>> => {
    const page = await remote.page(table, scope, by, size, edge);
    const last = page.rows.at(-1);
    return { ...page, rows: page.rows as Row[], edge: page.more && last ? edgeAt(last, by) : undefined };
  };
  const firstPage = (options: WindowOptions): Promise<Found<Row>> => pageAfter(options, undefined);
  /** Makes the window what the server has in it now. Answers false when too much is missing to be read by key. */
  const reconcile = async (limit: number): Promise<boolean> => {
    const { edge } = position;
    const mine = (): Iterable<Row> => [...base.rows.values()].filter((row) => isWithin(row, edge));
    const asked = fingerprintOf(mine());
    const theirs = await remote.fingerprint(table, scope, edge);
    if (sameFingerprint(theirs, asked) || sameFingerprint(theirs, fingerprintOf(mine()))) return true;
    const before = new Map(base.rows);
    const there = await remote.revisions(table, scopeColumn, scope, edge);
    const ids = differing(before, base.rows, there, edge);
    if (ids.length > limit) return false;
    await intake.confirm(ids);
    return true;
  };
  const readPage = async (): Promise<void> => {
    const { edge, epoch } = position;
    if (!window || !edge) return;
    const page = await pageAfter(window, edge);
    // Another database, or another window by now: the reading that finds it out starts anew.
    if (page.epoch !== epoch || position.edge !== edge) return reader.run();
    intake.accept(page.rows);
    const onPage = new Set(page.rows.map(({ id }) => id));
    const below = [...base.rows.values()].filter((row) => !isWithin(row, edge) && isWithin(row, page.edge));
    await intake.confirm(below.map(({ id }) => id).filter((id) => !onPage.has(id)));
    if (position.edge === edge) move({ ...position, edge: page.edge });
  };
  const readDoubted = async (): Promise<void> => {
    const ids = [...doubted];
    doubted.clear();
    try {
      await connection.ready();
      await intake.confirm(ids);
    } catch (error) {
      for (const id of ids) doubted.add(id);
      throw error;
    }
  };
  const doubt = (ids: readonly string[]): void => {
    for (const id of ids) doubted.add(id);
    if (doubted.size <= MAX_BY_KEY) return keys.run();
    doubted.clear();
    restart();
    reader.run();
  };
  const restart = (): void => {
    position = { ...position, cursor: null };
  };

  const startAnew = (): void => {
    outdated ??= new Map(base.rows);
    restart();
  };

  const reader = createReader({
    async read() {
      options.onBegin();
      await inOrder(async () => {
        while (!until.aborted && !(await readOnce()));
      });
    },
    onDone: options.onDone,
    onError: options.onError,
    everyMs: RECONCILE_MS,
    connection,
    environment,
    until,
  });
  const keys = createReader({ read: () => inOrder(readDoubted), connection, environment, until });
  const intake = createIntake<Row>({ ...options, doubt, onUnknown: () => reader.run() });

  return {
    intake,
    more,
    run: reader.run,
    position: () => position,
    resume: move,
    restart() {
      restart();
      reader.run();
    },
    loadMore() {
      if (more.get() !== 'some' && more.get() !== 'failed') return;
      more.set('loading');
      inOrder(readPage).catch((error: unknown) => {
        environment.log('warn', 'Older rows could not be loaded.', error);
        if (!until.aborted) more.set('failed');
      });
    },
  };
}

/** Rows that were read, with what a position is made of. */
interface Found<Row> {
  readonly epoch: string;
  readonly rows: readonly Row[];
  readonly cursor: string;
  readonly edge: Edge | undefined;
}
