import { text } from './text.ts';
import type { Item } from './grouping.ts';

/** What somebody else did to an event. */
export interface Change {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly id: string;
  readonly title: string;
}

/**
 * What others did between two states of the list. What I do is known by its way to the server: it is queued
 * or sending before it is saved; only a deletion shows no such trace, so the ids that I deleted are given.
 */
export function changesByOthers(
  before: readonly Item[],
  after: readonly Item[],
  mine: ReadonlySet<string>,
): readonly Change[] {
  const known = new Map(before.map((item) => [item.row.id, item]));
  const changes: Change[] = [];
  for (const item of after) {
    const old = known.get(item.row.id);
    known.delete(item.row.id);
    const kind = old ? 'changed' : 'added';
    if (item !== old && isTheirs(old, item)) changes.push({ kind, id: item.row.id, title: item.row.title });
  }
  for (const { row, state } of known.values()) {
    if (state === 'saved' && !mine.has(row.id))
      changes.push({ kind: 'removed', id: row.id, title: row.title });
  }
  return changes;
}

function isTheirs(old: Item | undefined, item: Item): boolean {
  if (item.state !== 'saved') return false;
  return old === undefined || (old.state === 'saved' && item.row.rev > old.row.rev);
}

/** What is left of two states of a list without what both begin and end with: little of a long list, when little changes. */
export function differing(
  before: readonly Item[],
  after: readonly Item[],
): readonly [readonly Item[], readonly Item[]] {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < least - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [before.slice(start, before.length - end), after.slice(start, after.length - end)];
}

/** My own changes that the server has taken since. */
export function newlySaved(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  const sent = new Set(
    before.filter(({ state }) => state === 'queued' || state === 'sending').map(({ row }) => row.id),
  );
  return after.filter(({ row, state }) => state === 'saved' && sent.has(row.id));
}

/** The events whose change was refused since. */
export function newlyRefused(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  const known = new Map(before.map((item) => [item.row.id, item.state]));
  return after.filter(({ row, state }) => isRefused(state) && !isRefused(known.get(row.id)));
}

function isRefused(state: Item['state'] | undefined): boolean {
  return state === 'failed' || state === 'conflict';
}

/** Many changes in one sentence, the same event only once. `whoOf` gives the name where it is known. */
export function describeChanges(
  changes: readonly Change[],
  whoOf: (id: string) => string | undefined,
): string {
  const last = [...new Map(changes.map((change) => [change.id, change])).values()];
  if (last.length > 3) return text.announce.many(last.length);
  return last.map(({ kind, id, title }) => text.announce[kind](whoOf(id), title)).join('. ');
}
