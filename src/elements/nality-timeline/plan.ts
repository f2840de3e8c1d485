import { groupAt, type Arrangement, type Group } from './grouping.ts';
import type { Heights } from './heights.ts';

/** A row that is drawn, and the room in front of it for those that are not, in pixels. */
export interface PlannedRow {
  readonly index: number;
  readonly gap: number;
}

/** A group of which something is drawn. */
export interface PlannedGroup {
  readonly group: Group;
  /** Room in front of it. */
  readonly gap: number;
  readonly rows: readonly PlannedRow[];
  /** Room behind its last row. */
  readonly rest: number;
}

/** What is drawn of a long list, and the room that is left for what is not. */
export interface Plan {
  readonly groups: readonly PlannedGroup[];
  /** Room behind the last group. */
  readonly rest: number;
}

/** Places of items, both included. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/*
 * A list has one height for each group (its marker, and what else is not a row) and one for each item, in the order in which they
 * stand: the item at a place comes after as many groups as have begun by then.
 */

/** The place of a group among the heights. */
export function unitOfGroup(groups: readonly Group[], at: number): number {
  const group = groups[at];
  return group ? group.start + at : 0;
}

/** The place of an item among the heights. */
export function unitOfItem(groups: readonly Group[], index: number): number {
  return index + groupAt(groups, index) + 1;
}

/** The items that a band of the list shows, in pixels from its top. */
export function itemsIn(
  { groups, items }: Arrangement,
  heights: Heights,
  top: number,
  bottom: number,
): Range {
  const itemAt = (offset: number): number => {
    const unit = heights.at(offset);
    let [low, high] = [0, items.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (unitOfItem(groups, middle) <= unit) low = middle;
      else high = middle - 1;
    }
    return Math.max(low, 0);
  };
  return { first: itemAt(top), last: itemAt(Math.max(top, bottom)) };
}

/**
 * The items that are drawn for those that are seen: as many more as may be, two thirds of them where one is going
 * (`direction` 1 or −1), or as many on both sides.
 */
export function widened({ first, last }: Range, count: number, spare: number, direction: number): Range {
  const ahead = Math.round((spare * (3 + Math.sign(direction))) / 6);
  const behind = Math.max(spare - ahead, 0);
  return { first: Math.max(0, first - behind), last: Math.min(count - 1, last + Math.max(ahead, 0)) };
}

/** Lays out a range of items and some that stand alone (which are drawn wherever they are) with room for all others. */
export function planOf(
  { groups }: Arrangement,
  heights: Heights,
  { first, last }: Range,
  alone: readonly number[] = [],
): Plan {
  const drawn = new Set(alone.filter((index) => index >= 0));
  for (let index = first; index <= last; index += 1) drawn.add(index);
  const byGroup = new Map<number, number[]>();
  for (const index of [...drawn].sort((a, b) => a - b)) {
    const at = groupAt(groups, index);
    byGroup.set(at, [...(byGroup.get(at) ?? []), index]);
  }
  let end = 0;
  const planned: PlannedGroup[] = [];
  for (const [at, indexes] of byGroup) {
    const group = groups[at];
    if (!group) continue;
    const unit = unitOfGroup(groups, at);
    const gap = heights.top(unit) - end;
    end = heights.top(unit + 1);
    const rows = indexes.map((index): PlannedRow => {
      const row = unit + 1 + index - group.start;
      const before = heights.top(row) - end;
      end = heights.top(row + 1);
      return { index, gap: before };
    });
    const bottom = heights.top(unit + 1 + group.size);
    planned.push({ group, gap, rows, rest: bottom - end });
    end = bottom;
  }
  return { groups: planned, rest: heights.total - end };
}
