import type { LifeEvent, LifeEventDraft } from '../../src/core/features/life-event.ts';
import { timelineFeature, type Timeline } from '../../src/core/features/timeline.ts';
import type { Nality } from '../../src/core/nality.ts';
import type { Tracked, Operation } from '../../src/core/sync/rows.ts';
import type { Decision, Flicker, Row, Waiting, Write } from './evidence.ts';
import type { Act, Aim, Fields } from './schedule.ts';

/** What a seat tells at once, for it may be gone a moment later. */
export type Report =
  | { readonly name: 'wrote'; readonly write: Omit<Write, 'device' | 'tab' | 'person' | 'durable'> }
  | { readonly name: 'durable'; readonly n: number }
  | { readonly name: 'decided'; readonly decision: Decision }
  | { readonly name: 'flickered'; readonly flicker: Omit<Flicker, 'tab'> }
  /** I5: the rev of a saved row went back. */
  | { readonly name: 'aged'; readonly row: string; readonly from: number; readonly to: number };

/** What a tab shows. */
export interface Look {
  readonly rows: readonly Row[];
  readonly pending: readonly Waiting[];
  /** Whether the person may see the timeline, as far as the tab knows. */
  readonly open: boolean;
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

  const open = (): void => {
    end = new AbortController();
    timeline = core.use(timelineFeature, owner, end.signal);
    timeline.resolveConflicts(strategy);
    // What is put in again, or opened with a right that comes back, begins with what was kept: that may be older than
    // what was shown before.
    let look = createWatch(report);
    for (const stop of [
      timeline.events.subscribe((rows) => look(rows)),
      timeline.level.subscribe((level) => level === 'none' && (look = createWatch(report))),
    ])
      end.signal.addEventListener('abort', stop);
  };
  const events = (): readonly Tracked<LifeEvent>[] => timeline?.events.get() ?? [];
  const aim = (row: Aim): string | undefined => {
    if (row === 'hot') return hot;
    const ids = events().map(({ row }) => row.id);
    return ids.sort()[row % Math.max(1, ids.length)];
  };
  const pending = (): readonly Operation[] => core.outbox.pending.get();
  /** Writes, unless the person has no right to, or the row is one whose content has yet to come back. */
  const write = (n: number, type: Write['type'], values: Fields, work: () => string | undefined): void => {
    const before = new Set(pending().map(({ id }) => id));
    let row: string | undefined;
    try {
      row = work();
    } catch (error) {
      if (!['denied', 'invalid'].includes(String((error as { code?: unknown }).code))) throw error;
    }
    if (row === undefined) return;
    const operations = pending()
      .filter(({ id }) => !before.has(id))
      .map(({ id }) => id);
    report({ name: 'wrote', write: { n, type, row, values, operations, known: [...before] } });
    void core.outbox.saved().then((durable) => durable && report({ name: 'durable', n }));
  };
  const decide = (n: number, wish: Decision['choice'], text: string): void => {
    const operation = pending().find(({ state }) => state === 'failed' || state === 'conflict');
    if (!operation) return;
    const { id, rowId, type } = operation;
    const choice = wish === 'amend' && type !== 'update' ? 'retry' : wish;
    report({ name: 'decided', decision: { choice, row: rowId, values: operation.values as Fields } });
    if (choice === 'discard') return core.outbox.settle(id, choice);
    const values =
      choice === 'amend' ? amended(operation.values as Fields, text) : (operation.values as Fields);
    // Written anew, and so after whatever was written before.
    report({ name: 'wrote', write: { n, type, row: rowId, values, operations: [], known: [id] } });
    if (choice === 'retry') core.outbox.settle(id, choice);
    else core.outbox.amend(id, values);
  };

  open();
  return {
    act(act) {
      if (!timeline) return;
      const { update, add, remove, restore } = timeline;
      switch (act.name) {
        case 'add':
          return write(act.n, 'insert', act.values, () =>
            add({ ...draftOf(act.values), start_date: '1900-01-01' }),
          );
        case 'update':
          return write(act.n, 'update', act.values, () => {
            const id = aim(act.row);
            if (!events().some(({ row }) => row.id === id) || id === undefined) return undefined;
            return (update(id, draftOf(act.values)), id);
          });
        case 'remove':
          return write(act.n, 'delete', {}, () => {
            const id = aim(act.row);
            if (id === undefined || id === hot) return undefined;
            removed.push(id);
            return (remove(id), id);
          });
        case 'restore':
          return write(act.n, 'restore', {}, () => {
            const id = removed.pop();
            if (id === undefined) return undefined;
            return (restore(id), id);
          });
        case 'decide':
          return decide(act.n, act.choice, act.text);
      }
    },
    look: () => ({
      rows: events().map(({ row }) => row as unknown as Row),
      pending: pending() as unknown as readonly Waiting[],
      open: timeline !== undefined && timeline.level.get() !== 'none',
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
function createWatch(report: SeatOptions['report']): (rows: readonly Tracked<LifeEvent>[]) => void {
  const revs = new Map<string, number>();
  const shown = new Map<string, string[]>();

  const checkRev = ({ id, rev }: LifeEvent): void => {
    const newest = revs.get(id) ?? 0;
    if (rev < newest) report({ name: 'aged', row: id, from: newest, to: rev });
    revs.set(id, Math.max(rev, newest));
  };
  const checkText = (row: string, field: Flicker['field'], text: string): void => {
    const before = shown.get(`${row} ${field}`) ?? [];
    const between = before.at(-1);
    if (between === text) return;
    if (between !== undefined && before.includes(text))
      report({ name: 'flickered', flicker: { row, field, text, between } });
    shown.set(`${row} ${field}`, [...before, text]);
  };
  return (rows) => {
    for (const { row, state } of rows) {
      if (state === 'saved') checkRev(row);
      for (const field of TEXTS) if (row[field]) checkText(row.id, field, row[field]);
    }
  };
}
