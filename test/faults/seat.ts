import type { LifeEvent, LifeEventDraft } from '../../src/core/features/life-event.ts';
import type { Timeline } from '../../src/core/features/timeline.ts';
import type { Nality } from '../../src/core/nality.ts';
import type { Tracked, Operation } from '../../src/core/sync/rows.ts';
import type { Decision, Row, Waiting, Write } from './model.ts';
import type { Act, Aim, Fields } from './schedule.ts';

/** What a seat tells at once, for it may be gone a moment later. */
export type Report =
  | { readonly name: 'wrote'; readonly write: Pick<Write, 'n' | 'type' | 'row' | 'values' | 'operations'> }
  | { readonly name: 'durable'; readonly n: number }
  | { readonly name: 'decided'; readonly decision: Decision }
  /** Something was shown that must never be shown. */
  | { readonly name: 'odd'; readonly what: string };

/** What a tab shows. */
export interface Look {
  readonly rows: readonly Row[];
  readonly pending: readonly Waiting[];
}

/** Somebody at a tab: does what a schedule says and tells what happened. The same in Node and in a page. */
export interface Seat {
  act(act: Act): void;
  look(): Look;
  /** Takes the element out of the page, or puts it in again. */
  place(present: boolean): void;
  close(): Promise<void>;
}

/** What a seat is made of. */
export interface SeatOptions {
  readonly core: Nality;
  readonly owner: string;
  readonly strategy: 'server_wins' | 'client_wins' | 'merge' | 'prompt_user';
  /** The row that everybody aims at. */
  readonly hot: string;
  report(report: Report): void;
}

/** Sits down. */
export function sit({ core, owner, strategy, hot, report }: SeatOptions): Seat {
  let end = new AbortController();
  let timeline: Timeline | undefined;
  const removed: string[] = [];
  const watch = createWatch((what) => report({ name: 'odd', what }));

  const open = (): void => {
    end = new AbortController();
    timeline = core.timeline(owner, end.signal);
    timeline.resolveConflicts(strategy);
    end.signal.addEventListener('abort', timeline.events.subscribe(watch.onRows));
  };
  const events = (): readonly Tracked<LifeEvent>[] => timeline?.events.get() ?? [];
  const aim = (row: Aim): string | undefined => {
    if (row === 'hot') return hot;
    const ids = events().map(({ row }) => row.id);
    return ids.sort()[row % Math.max(1, ids.length)];
  };
  const pending = (): readonly Operation[] => core.outbox.pending.get();
  /** Writes, unless the person has no right to or is not that far yet. */
  const write = (n: number, type: Write['type'], values: Fields, work: () => string | undefined): void => {
    const before = new Set(pending().map(({ id }) => id));
    let row: string | undefined;
    try {
      row = work();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'denied') throw error;
    }
    if (row === undefined) return;
    const operations = pending().filter(({ id }) => !before.has(id)).map(({ id }) => id);
    report({ name: 'wrote', write: { n, type, row, values, operations } });
    void core.outbox.saved().then(() => report({ name: 'durable', n }));
  };
  const decide = (n: number, wish: Decision['choice']): void => {
    const operation = pending().find(({ state }) => state === 'failed' || state === 'conflict');
    if (!operation) return;
    const { id, rowId, type } = operation;
    const choice = wish === 'amend' && type !== 'update' ? 'retry' : wish;
    report({ name: 'decided', decision: { choice, row: rowId, values: operation.values as Fields } });
    watch.forgive(rowId);
    if (choice !== 'amend') return core.outbox.settle(id, choice);
    const values = amended(operation.values as Fields, `decision ${n} of ${rowId.slice(0, 8)}`);
    report({ name: 'wrote', write: { n, type: 'update', row: rowId, values, operations: [] } });
    core.outbox.amend(id, values);
  };

  open();
  return {
    act(act) {
      if (!timeline) return;
      const { update, add, remove, restore } = timeline;
      switch (act.name) {
        case 'add':
          return write(act.n, 'insert', act.values, () => add({ ...draftOf(act.values), start_date: '1900-01-01' }));
        case 'update':
          return write(act.n, 'update', act.values, () => {
            const id = aim(act.row);
            if (!events().some(({ row }) => row.id === id) || id === undefined) return undefined;
            return update(id, draftOf(act.values)), id;
          });
        case 'remove':
          return write(act.n, 'delete', {}, () => {
            const id = aim(act.row);
            if (id === undefined || id === hot) return undefined;
            removed.push(id);
            return remove(id), id;
          });
        case 'restore':
          return write(act.n, 'restore', {}, () => {
            const id = removed.pop();
            if (id === undefined) return undefined;
            watch.forgive(id);
            return restore(id), id;
          });
        case 'decide':
          return decide(act.n, act.choice);
      }
    },
    look: () => ({
      rows: events().map(({ row }) => row as unknown as Row),
      pending: pending() as unknown as readonly Waiting[],
    }),
    place(present) {
      if (present === (timeline !== undefined)) return;
      if (present) return open();
      end.abort();
      timeline = undefined;
    },
    async close() {
      end.abort();
      await core.close();
    },
  };
}

function draftOf(values: Fields): LifeEventDraft {
  return { ...values } as LifeEventDraft;
}

function amended(values: Fields, text: string): Fields {
  return Object.fromEntries(Object.keys(values).map((field) => [field, field === 'tags' ? [text] : text]));
}

const TEXTS = ['title', 'description', 'location'] as const;

/** Watches what one tab shows, over time. */
function createWatch(odd: (what: string) => void) {
  const revs = new Map<string, number>();
  const shown = new Map<string, string[]>();
  return {
    onRows(rows: readonly Tracked<LifeEvent>[]): void {
      for (const { row, state } of rows) {
        if (state === 'saved' && row.rev < (revs.get(row.id) ?? 0))
          odd(`I5: rev of ${row.id} went from ${revs.get(row.id)} to ${row.rev}`);
        revs.set(row.id, Math.max(row.rev, revs.get(row.id) ?? 0));
        for (const field of TEXTS) {
          const text = row[field];
          if (!text) continue;
          const key = `${row.id} ${field}`;
          const before = shown.get(key) ?? [];
          if (before.at(-1) === text) continue;
          if (before.includes(text)) odd(`I7: ${key} showed ${before.at(-1)} between twice ${text}`);
          shown.set(key, [...before, text]);
        }
      }
    },
    /** A person's decision may bring back what was shown before. */
    forgive(row: string): void {
      for (const field of TEXTS) shown.delete(`${row} ${field}`);
    },
  };
}
