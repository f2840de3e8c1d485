import { NalityError } from '../../src/core/errors.ts';
import {
  assertLifeEvent,
  DEFAULTS,
  newestFirst,
  type LifeEvent,
} from '../../src/core/features/life-event.ts';
import type { Editor, Level, Timeline } from '../../src/core/features/timeline.ts';
import { emitter } from '../../src/core/lib/emitter.ts';
import { computed, signal, type Signal } from '../../src/core/lib/signal.ts';
import { sortedList } from '../../src/core/lib/sorted-list.ts';
import { visible, type Operation } from '../../src/core/sync/rows.ts';
import { fakeCore, type FakeCore } from './fake-core.ts';

type ValueOf<R> = R extends { get(): infer T } ? T : never;
type Tracked = ValueOf<Timeline['events']>;

/** A timeline without a server: a test plays the server and the other people. */
export interface FakeTimeline extends Timeline {
  readonly events: Signal<Tracked>;
  readonly phase: Signal<ValueOf<Timeline['phase']>>;
  readonly level: Signal<Level>;
  readonly editors: Signal<ReadonlyMap<string, readonly Editor[]>>;
  readonly collaborators: Signal<number>;
  readonly cursors: Signal<ValueOf<Timeline['cursors']>>;
  readonly selections: Signal<ValueOf<Timeline['selections']>>;
  /** What was handed over and is not settled, oldest first. */
  readonly pending: readonly Operation[];
  /** The events that are claimed now. */
  readonly claims: readonly string[];
  /** The events at which I was, in order. */
  readonly visited: string[];
  /** How often it was asked to load again. */
  reloads: number;
  /** What it was told to do about conflicts. */
  strategy: Parameters<Timeline['resolveConflicts']>[0] | undefined;
  mergeFields: Parameters<Timeline['resolveConflicts']>[1];
  /** The server says: these rows are so. */
  serve(...rows: readonly LifeEvent[]): void;
  /** Somebody else changed an event. */
  changeByOther(id: string, values: Partial<LifeEvent>): void;
  /** The server takes everything that waits. */
  accept(): void;
  /** The server refuses everything that waits. */
  refuse(error?: NalityError): void;
}

/** A core that knows the fake timelines that a test gives it, and empty ones for everybody else. */
export interface FakeNality extends FakeCore {
  timelineOf(owner: string): FakeTimeline;
}

/** Today in the tests. */
export const TODAY = '2026-11-23';

/** A row as the server would send it. */
export function lifeEvent(id: string, values: Partial<LifeEvent> = {}): LifeEvent {
  return {
    ...DEFAULTS,
    id,
    user_id: 'owner',
    created_by: 'owner',
    title: `Event ${id}`,
    start_date: '1898-07-18',
    rev: 1,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    deleted_at: null,
    ...values,
  };
}

/** Makes a fake timeline; live, and mine to write, unless a test says otherwise. */
export function fakeTimeline(owner: string): FakeTimeline {
  const base = new Map<string, LifeEvent>();
  const claims: string[] = [];
  let pending: Operation[] = [];
  let count = 0;
  const events = signal<Tracked>([]);
  const timeline: Omit<FakeTimeline, 'pending'> = {
    owner,
    list: computed([events], (rows) => sortedList((a, b) => newestFirst(a.row, b.row), rows)),
    events,
    changes: emitter<never>(),
    phase: signal<ValueOf<Timeline['phase']>>({ name: 'live' }),
    level: signal<Level>('owner'),
    editors: signal<ReadonlyMap<string, readonly Editor[]>>(new Map()),
    collaborators: signal(0),
    cursors: signal<ValueOf<Timeline['cursors']>>(new Map()),
    selections: signal<ValueOf<Timeline['selections']>>(new Map()),
    point: () => undefined,
    select: () => undefined,
    visited: [],
    visit: (id) => void timeline.visited.push(id),
    claims,
    reloads: 0,
    strategy: undefined,
    mergeFields: undefined,
    add(draft) {
      const values = { ...DEFAULTS, ...draft };
      assertLifeEvent({ title: '', ...values }, TODAY);
      const id = crypto.randomUUID();
      write('insert', id, { ...lifeEvent(id, { user_id: owner, rev: 0 }), ...values });
      return id;
    },
    update(id, patch) {
      assertLifeEvent(patch, TODAY);
      write('update', id, patch);
    },
    remove: (id) => write('delete', id, {}),
    restore: (id) => write('restore', id, {}),
    resolveConflicts(strategy, mergeFields) {
      timeline.strategy = strategy;
      timeline.mergeFields = mergeFields;
    },
    settle(operationId, choice) {
      const retried = pending.filter(({ id }) => id === operationId && choice === 'retry');
      pending = pending.filter(({ id }) => id !== operationId);
      pending.push(
        ...retried.map((operation) => ({ ...operation, state: 'queued' as const, error: undefined })),
      );
      show();
    },
    claim(id) {
      claims.push(id);
      return () => void claims.splice(claims.indexOf(id), 1);
    },
    reload: () => void (timeline.reloads += 1),
    serve(...rows) {
      for (const row of rows) base.set(row.id, row);
      show();
    },
    changeByOther(id, values) {
      const row = base.get(id);
      if (row) timeline.serve({ ...row, ...values, rev: row.rev + 1 });
    },
    accept() {
      const rows = visible(base, pending, newestFirst).map(({ row }) => ({ ...row, rev: row.rev + 1 }));
      for (const { type, rowId } of pending) if (type === 'delete') base.delete(rowId);
      const touched = new Set(pending.map(({ rowId }) => rowId));
      pending = [];
      timeline.serve(...rows.filter(({ id }) => touched.has(id)));
    },
    refuse(error = new NalityError('denied', 'Refused by the test.')) {
      pending = pending.map((operation) => ({ ...operation, state: 'failed', error }));
      show();
    },
  };

  const write = (type: Operation['type'], rowId: string, values: Operation['values']): void => {
    const id = `operation-${++count}`;
    const baseRev = base.get(rowId)?.rev ?? null;
    pending = pending.filter(
      (operation) => !(type === 'restore' && operation.rowId === rowId && operation.type === 'delete'),
    );
    pending.push({
      id,
      table: 'life_events',
      scope: owner,
      type,
      rowId,
      baseRev,
      values,
      base: {},
      at: Date.now(),
      v: 1,
      seq: count,
      attempted: false,
      attempts: 0,
      state: 'queued',
    });
    show();
  };
  const show = (): void => timeline.events.set(visible(base, pending, newestFirst));
  return Object.defineProperty(timeline, 'pending', { get: () => pending }) as FakeTimeline;
}

/** Makes a fake core with fake timelines. */
export function fakeNality(): FakeNality {
  const timelines = new Map<string, FakeTimeline>();
  const timelineOf = (owner: string): FakeTimeline => {
    const known = timelines.get(owner) ?? fakeTimeline(owner);
    timelines.set(owner, known);
    return known;
  };
  const core = Object.assign(fakeCore(), { timelineOf });
  core.offers.set('timeline', timelineOf);
  return core;
}
