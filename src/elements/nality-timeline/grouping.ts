import type { Category, LifeEvent } from '../../core/features/life-event.ts';
import type { Timeline } from '../../core/features/timeline.ts';
import { formatDecade, parseDate } from '../shared/formats.ts';
import { common } from '../shared/text.ts';
import { text } from './text.ts';

/** An event as the timeline tracks it: the row and where it stands on its way to the server. */
export type Item = ReturnType<Timeline['events']['get']>[number];

/** What the events can be ordered by. */
export const VIEWS = ['time', 'decade', 'category', 'importance'] as const;

/** One of the orders. */
export type View = (typeof VIEWS)[number];

/** Events that stand together under one marker. */
export interface Group {
  readonly key: string;
  readonly label: string;
  /** Set where the group is a category. */
  readonly category?: Category;
  readonly items: readonly Item[];
}

/** The floor of each importance group, highest first. */
const BANDS = [9, 7, 4, 1] as const;

interface Place {
  readonly key: string;
  readonly label: string;
  /** Groups stand in descending order of it. */
  readonly rank: number;
  readonly category?: Category;
}

/** First, since they wait to be dated. */
const UNDATED: Place = { key: 'undated', label: text.timeline.undated, rank: Infinity };

const PLACES: Record<View, (event: LifeEvent) => Place> = {
  time: (event) => byDate(event, (year) => ({ key: `year-${year}`, label: String(year), rank: year })),
  decade: (event) =>
    byDate(event, (year) => {
      const rank = Math.floor(year / 10);
      return { key: `decade-${rank}`, label: formatDecade(year), rank };
    }),
  category: ({ category }) => {
    const rank = -Object.keys(common.category).indexOf(category);
    return { key: `category-${category}`, label: common.category[category], rank, category };
  },
  importance: ({ importance }) => {
    const band = BANDS.find((floor) => importance >= floor) ?? 1;
    return { key: `importance-${band}`, label: text.timeline.importanceGroups[band], rank: band };
  },
};

/** Puts events under the markers of a view. Inside a group they keep the order in which they came. */
export function groupEvents(items: readonly Item[], view: View): readonly Group[] {
  const groups = new Map<string, { place: Place; items: Item[] }>();
  for (const item of items) {
    const place = PLACES[view](item.row);
    const group = groups.get(place.key);
    if (group) group.items.push(item);
    else groups.set(place.key, { place, items: [item] });
  }
  return [...groups.values()]
    .sort((a, b) => b.place.rank - a.place.rank)
    .map(({ place: { rank: _, ...place }, items }) => ({ ...place, items }));
}

function byDate(event: LifeEvent, placeOf: (year: number) => Place): Place {
  const date = parseDate(event.start_date);
  return date ? placeOf(date.year) : UNDATED;
}
