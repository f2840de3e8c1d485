import type { Category } from '../../core/features/life-event.ts';
import { toJson } from '../../core/lib/to-json.ts';

/** What the events are searched for and narrowed down to. */
export interface Criteria {
  /** Words that must all be there. */
  readonly query: string;
  /** One of these, if there are any. */
  readonly categories: readonly Category[];
  /** At least so important; 1 for all. */
  readonly importance: number;
  /** All of these. */
  readonly tags: readonly string[];
  /** As typed: a date as exactly as it is known. */
  readonly from: string;
  readonly to: string;
  /** Kinds of media, one of which an event has. */
  readonly media: readonly string[];
}

/** Everything is shown. */
export const ALL: Criteria = {
  query: '',
  categories: [],
  importance: 1,
  tags: [],
  from: '',
  to: '',
  media: [],
};

/** Whether anything is left out. */
export function isNarrow(criteria: Criteria): boolean {
  return JSON.stringify({ ...criteria, query: criteria.query.trim() }) !== JSON.stringify(ALL);
}

/** Keeps criteria for as long as the tab is open, or forgets them. Never throws. */
export function keepCriteria(place: string, criteria: Criteria): void {
  try {
    if (isNarrow(criteria)) sessionStorage.setItem(place, toJson(criteria));
    else sessionStorage.removeItem(place);
  } catch {
    // Where nothing can be stored they last until the page goes.
  }
}

/** What was kept; everything is shown where it is not to be read. */
export function keptCriteria(place: string): Criteria {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? '');
    return isCriteria(kept) ? kept : ALL;
  } catch {
    return ALL;
  }
}

/** The storage belongs to the page: what comes back is looked at. */
function isCriteria(value: unknown): value is Criteria {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(ALL).every(([name, all]) => {
    const found = (value as Record<string, unknown>)[name];
    return Array.isArray(all)
      ? Array.isArray(found) && found.every((part) => typeof part === 'string')
      : typeof found === typeof all;
  });
}
