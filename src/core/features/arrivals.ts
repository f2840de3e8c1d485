import { watch } from '../lib/signal.ts';
import type { Collection } from '../sync/collection.ts';
import type { RowChange } from '../sync/row-view.ts';
import type { UserNotification } from './notification.ts';

/** Tells of rows that were not there when the inbox was first live, nor at any time since. */
export function tellArrivals(
  { list, phase, changes }: Collection<UserNotification>,
  arrive: (rows: readonly UserNotification[]) => void,
  until: AbortSignal,
): void {
  const seen = new Set<string>();
  let newest: string | undefined;
  const onPhase = ({ name }: { name: string }): void => {
    if (name !== 'live' || newest !== undefined) return;
    const rows = list.get().toArray();
    for (const { row } of rows) seen.add(row.id);
    newest = rows[0]?.row.created_at ?? '';
  };
  const onChanges = (batch: readonly RowChange<UserNotification>[]): void => {
    const start = newest;
    if (start === undefined) return;
    arrive(
      batch.flatMap((change) => {
        if (change.type !== 'insert' || seen.has(change.row.id)) return [];
        seen.add(change.row.id);
        return change.row.created_at >= start ? [change.row] : [];
      }),
    );
  };
  watch(phase, onPhase, until);
  until.addEventListener('abort', changes.subscribe(onChanges), { once: true });
}
