import type { CardOrder } from '../shared/roving.ts';
import { CATEGORIES, type Category, type LifeEvent } from '../../core/features/life-event.ts';
import type { Timeline } from '../../core/features/timeline.ts';
import { formatDecade } from '../shared/formats.ts';
import { common } from '../shared/text.ts';
import { text } from './text.ts';

/** An event as the timeline tracks it: the row and where it stands on its way to the server. */
export type Item = ReturnType<Timeline['events']['get']>[number];

/** What the events can be ordered by. */
export const VIEWS = ['time', 'decade', 'category', 'importance'] as const;

/** One of the orders. */
export type View = (typeof VIEWS)[number];

/** Events that stand together under one marker: a stretch of all items. */
export interface Group {
  readonly key: string;
  readonly label: string;
  /** Set where the group is a category. */
  readonly category?: Category;
  /** The place of its first item. */
  readonly start: number;
  readonly size: number;
  /** The years in it, where it is no time itself. */
  readonly dates?: readonly Group[];
}

/** All items in the order of a view, and the markers over them. */
export interface Arrangement {
  readonly items: readonly Item[];
  readonly groups: readonly Group[];
}

/** The floor of each importance group, highest first. */
const BANDS = [9, 7, 4, 1] as const;

type Marker = Omit<Group, 'start' | 'size' | 'dates'>;

/** A number that all events of a group have, and what the marker over them says. Groups stand in descending order of it. */
const RANKS: Record<View, (event: LifeEvent) => number> = {
  time: yearOf,
  decade: (event) => Math.floor(yearOf(event) / 10),
  category: ({ category }) => -CATEGORIES.indexOf(category),
  importance: ({ importance }) => BANDS.find((floor) => importance >= floor) ?? 1,
};

const MARKERS: Record<View, (rank: number, event: LifeEvent) => Marker> = {
  time: (year) => dated(year, { key: `year-${year}`, label: String(year) }),
  decade: (decade) => dated(decade, { key: `decade-${decade}`, label: formatDecade(decade * 10) }),
  category: (_, { category }) => ({
    key: `category-${category}`,
    label: common.category[category],
    category,
  }),
  importance: (band) => ({
    key: `importance-${band}`,
    label: text.timeline.importanceGroups[band as (typeof BANDS)[number]],
  }),
};

/**
 * Puts events, given newest first, under the markers of a view. Inside a group they keep the order in which they came, so
 * that by time nothing is copied: only the places where years end are sought.
 */
export function arrange(items: readonly Item[], view: View): Arrangement {
  if (view === 'time' || view === 'decade') return { items, groups: stretches(items, view) };
  const sorted = gathered(items, view);
  const groups = stretches(sorted, view).map((group) => ({
    ...group,
    dates: stretches(sorted, 'time', group),
  }));
  return { items: sorted, groups };
}

/** The markers of a view over a part of the items. */
function stretches(
  items: readonly Item[],
  view: View,
  { start: first, size } = { start: 0, size: items.length },
): readonly Group[] {
  const groups: Group[] = [];
  for (let start = first; start < first + size;) {
    const { row } = items[start] as Item;
    const rank = RANKS[view](row);
    const end = endOf(items, start, first + size, (item) => RANKS[view](item.row) === rank);
    groups.push({ ...MARKERS[view](rank, row), start, size: end - start });
    start = end;
  }
  return groups;
}

/** The place of an event; −1 if it is not there. Sought once per arrangement. */
export function placeOf(arrangement: Arrangement, id: string | undefined): number {
  if (id === undefined) return -1;
  const known = places.get(arrangement) ?? new Map<string, number>();
  places.set(arrangement, known);
  const place = known.get(id) ?? arrangement.items.findIndex(({ row }) => row.id === id);
  known.set(id, place);
  return place;
}

/** The cards of an arrangement, one after another. */
export function cardOrder(arrangement: Arrangement): CardOrder {
  const { items } = arrangement;
  return {
    size: items.length,
    idAt: (place) => items[place]?.row.id,
    placeOf: (id) => placeOf(arrangement, id),
  };
}

const places = new WeakMap<Arrangement, Map<string, number>>();

/** The place in `groups` of the group that an item is in. */
export function groupAt(groups: readonly Group[], index: number): number {
  let [low, high] = [0, groups.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((groups[middle]?.start ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The date that an item is in, or its group where that has none. */
export function dateAt(groups: readonly Group[], index: number): Group | undefined {
  const group = groups[groupAt(groups, index)];
  return group?.dates ? dateAt(group.dates, index) : group;
}

function gathered(items: readonly Item[], view: View): readonly Item[] {
  const byRank = new Map<number, Item[]>();
  for (const item of items) {
    const rank = RANKS[view](item.row);
    const group = byRank.get(rank);
    if (group) group.push(item);
    else byRank.set(rank, [item]);
  }
  return [...byRank].sort(([a], [b]) => b - a).flatMap(([, group]) => group);
}

/** The end of the stretch that begins at `start`: strides that double, then halves. */
function endOf(
  items: readonly Item[],
  start: number,
  most: number,
  isInside: (item: Item) => boolean,
): number {
  const inside = (at: number): boolean => at < most && isInside(items[at] as Item);
  let stride = 1;
  while (inside(start + stride)) stride *= 2;
  let [low, high] = [start + stride / 2, Math.min(start + stride, most)];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (inside(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** First are those without a date, since they wait for one. */
function dated(rank: number, marker: Marker): Marker {
  return rank === Infinity ? { key: 'undated', label: text.timeline.undated } : marker;
}

function yearOf({ start_date }: LifeEvent): number {
  const year = Number.parseInt(start_date ?? '', 10);
  return Number.isNaN(year) ? Infinity : year;
}
