import type { PresentPerson } from '../../core/features/presence.ts';

/** The people in the order in which they are shown, and how many of them fit. */
export interface Arrangement {
  readonly shown: readonly PresentPerson[];
  /** How many more there are than are shown. */
  readonly hidden: number;
  readonly all: readonly PresentPerson[];
  /** How many are online or away. */
  readonly here: number;
}

const RANK: Record<PresentPerson['status'], number> = { online: 0, away: 1, offline: 2 };

/** How many people are shown when the page says nothing, or nothing sensible. */
export const DEFAULT_MAX = 5;

/** Orders people: who is online first, then away, then offline; me before others of my kind, then by name. */
export function arrange(people: readonly PresentPerson[], max: number, locale: string): Arrangement {
  const byName = new Intl.Collator(locale).compare;
  const all = people.toSorted(
    (a, b) => RANK[a.status] - RANK[b.status] || Number(b.me) - Number(a.me) || byName(a.name, b.name),
  );
  const room = Number.isFinite(max) && max >= 1 ? Math.floor(max) : DEFAULT_MAX;
  const shown = all.slice(0, room);
  const here = all.filter((person) => person.status !== 'offline').length;
  return { shown, hidden: all.length - shown.length, all, here };
}
