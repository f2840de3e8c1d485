import { createCollection, createLiveQueryCollection, type SyncConfig } from '@tanstack/db';
import { newestFirst, type LifeEvent } from '../../../src/core/features/life-event.ts';
import type { ChangeData, ChangeFrame } from './life.ts';
import type { Life } from './simulated-rest.ts';
import { until } from './until.ts';
import { openSimulatedCore, type SimulatedCore } from './simulated-core.ts';

/** A way of keeping the rows of a life in order. */
export interface View {
  /** Takes in what one frame brings, from the texts on; whoever watches is told before it returns. */
  take(frames: readonly string[]): void;
  /** Resolves when nothing is left to be done but to wait for changes. */
  settled(): Promise<void>;
  /** The first rows in order, as a screen shows them. */
  first(count: number): readonly LifeEvent[];
  readonly size: number;
  close(): Promise<void>;
}

/** The views by name; each resolves once all rows of the life are there, in order. */
export const VIEWS: Readonly<Record<string, (life: Life, size: number) => Promise<View>>> = {
  floor,
  ours,
  tanstack,
};

/** What cannot be saved: reading the texts, and one place for each row. In order only after loading. */
async function floor(life: Life): Promise<View> {
  const rows = new Map<string, LifeEvent>();
  for (const row of rowsOf(life)) rows.set(row.id, row);
  const sorted = [...rows.values()].sort(newestFirst);
  return {
    take(frames) {
      for (const frame of frames) {
        const row = rowOf(frame);
        rows.set(row.id, row);
      }
    },
    first: (count) => [...rows.values()].sort(newestFirst).slice(0, count),
    size: sorted.length,
    settled: async () => undefined,
    close: async () => undefined,
  };
}

/** Our core, from the listener of supabase-js to the listener of a timeline. */
async function ours(life: Life, size: number): Promise<View> {
  const simulated = openSimulatedCore(life);
  const { list } = simulated.timeline;
  let told = 0;
  list.subscribe(() => (told += 1));
  await until(list, (rows) => rows.size === size);
  const first = (count: number): LifeEvent[] =>
    list
      .get()
      .slice(0, count)
      .map(({ row }) => row);
  return {
    take(frames) {
      const before = told;
      for (const frame of frames) hear(simulated, frame);
      simulated.paint();
      if (told === before) throw new Error('The listener of the timeline was not told.');
    },
    first,
    get size() {
      return list.get().size;
    },
    settled: () => until(simulated.timeline.phase, ({ name }) => name === 'live'),
    close: simulated.close,
  };
}

/** Hands over a frame as supabase-js does. */
function hear({ hear }: SimulatedCore, frame: string): void {
  const { schema, table, commit_timestamp, type, record, old_record, errors } = dataOf(frame);
  hear({ schema, table, commit_timestamp, eventType: type, new: record, old: old_record, errors });
}

type Sync = Parameters<SyncConfig<LifeEvent, string>['sync']>[0];

/** TanStack DB: a collection, and a live query over it in the same order. */
async function tanstack(life: Life): Promise<View> {
  let sync: Sync | undefined;
  const source = createCollection<LifeEvent, string>({
    id: crypto.randomUUID(),
    getKey: ({ id }) => id,
    startSync: true,
    sync: { sync: (given) => void (sync = given), rowUpdateMode: 'full' },
  });
  const { begin, write, commit, markReady } = sync!;
  const view = createLiveQueryCollection({
    startSync: true,
    query: (query) =>
      query
        .from({ event: source })
        .orderBy(({ event }) => event.start_date, {
          direction: 'desc',
          nulls: 'first',
          stringSort: 'lexical',
        })
        .orderBy(({ event }) => event.id, { direction: 'desc', stringSort: 'lexical' }),
  });
  let told = 0;
  const watching = view.subscribeChanges(() => (told += 1));
  begin();
  for (const value of rowsOf(life)) write({ type: 'insert', value });
  commit();
  markReady();
  await view.preload();
  return {
    take(frames) {
      const before = told;
      begin();
      for (const frame of frames) write({ type: 'update', value: rowOf(frame) });
      commit();
      if (told === before) throw new Error('The listener of the live query was not told.');
    },
    first: (count) => firstOf(view.values(), count) as unknown as LifeEvent[],
    get size() {
      return view.size;
    },
    settled: async () => undefined,
    async close() {
      watching.unsubscribe();
      await view.cleanup();
      await source.cleanup();
    },
  };
}

function* rowsOf(life: Life): Iterable<LifeEvent> {
  for (let number = 0, page = life.page(0); page !== undefined; page = life.page((number += 1)))
    yield* (JSON.parse(page) as { rows: LifeEvent[] }).rows;
}

function dataOf(frame: string): ChangeData {
  return (JSON.parse(frame) as ChangeFrame)[4].data;
}

function rowOf(frame: string): LifeEvent {
  return dataOf(frame).record;
}

function firstOf<T>(values: Iterable<T>, count: number): T[] {
  const first: T[] = [];
  for (const value of values) if (first.push(value) === count) break;
  return first;
}
