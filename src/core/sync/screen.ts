import type { Environment } from '../environment.ts';
import { coalesce } from '../lib/coalesce.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import { perFrame } from '../lib/per-frame.ts';
import type { Readable } from '../lib/signal.ts';
import type { SortedList } from '../lib/sorted-list.ts';
import type { Outbox } from './outbox.ts';
import type { RowChange, RowView } from './row-view.ts';
import type { SyncedRow, Tracked } from './rows.ts';

/** What is shown of a scope, and who is told of it when. */
export interface Screen<Row> {
  /** Up to date whenever it is asked for; listeners hear of changes at most once per frame. */
  readonly list: Readable<SortedList<Tracked<Row>>>;
  /** What is shown of a row. */
  find(id: string): Tracked<Row> | undefined;
  /** What changed, ten at a time or after 100 ms, from the time on when there was something to see. */
  readonly changes: Subscribable<readonly RowChange<Row>[]>;
  /** Says that the view may have changed. */
  changed(): void;
  /** What is there by now has been loaded: what changes from here on is news. */
  open(): void;
  /** Changes the view without making news of it. */
  quietly(change: () => void): void;
}

/** What the screen shows. */
export interface ScreenOptions<Row> {
  view: RowView<Row>;
  /** The writes of the person that are on top of the view, also those on other scopes. */
  outbox: Pick<Outbox, 'pending' | 'touched'>;
  environment: Environment;
  until: AbortSignal;
}

/** Makes a screen. Changes are applied when somebody looks: a burst of them costs one look. */
export function createScreen<Row extends SyncedRow>(options: ScreenOptions<Row>): Screen<Row> {
  const { view, outbox, environment, until } = options;
  const told = emitter<SortedList<Tracked<Row>>>();
  const news = emitter<readonly RowChange<Row>[]>();
  const batch = coalesce<RowChange<Row>>(news.emit, { after: environment.after });
  let silent = true;

  const look = (): SortedList<Tracked<Row>> => {
    const { list, changes } = view.update();
    if (!silent) changes.forEach(batch.add);
    return list;
  };
  for (const { rowId } of outbox.pending.get()) view.touch(rowId);
  let last = look();
  const tell = (): void => {
    const list = look();
    if (list === last) return;
    last = list;
    told.emit(list);
  };
  const changed = perFrame(tell, environment.frame, until);

  const onTouched = (rows: ReadonlySet<string>): void => rows.forEach(view.touch);
  for (const stop of [outbox.touched.subscribe(onTouched), outbox.pending.subscribe(changed), batch.flush])
    until.addEventListener('abort', stop, { once: true });
  return {
    list: { get: look, subscribe: told.subscribe },
    find: (id) => (look(), view.find(id)),
    changes: news,
    changed,
    open() {
      look();
      silent = false;
    },
    quietly(change) {
      look();
      const before = silent;
      silent = true;
      change();
      look();
      silent = before;
      changed();
    },
  };
}
