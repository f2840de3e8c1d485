import { groupAt, type Arrangement } from './grouping.ts';
import { Heights } from './heights.ts';
import { itemsIn, unitOfGroup, unitOfItem, type Plan, type Range } from './plan.ts';

/** Heights in pixels, and elements per row, until something was drawn. */
const UNSEEN = { row: 150, group: 40, nodes: 36 };

/** Where every row of a long list is: by its height where it was drawn, else by what is usual. */
export class Layout {
  private readonly sizes = new Map<string, number>();
  private usual = UNSEEN;
  private heights = new Heights(new Float64Array(0));
  private arrangement: Arrangement = { items: [], groups: [] };

  /** Elements that a row takes, its share of the markers included. */
  get nodesPerRow(): number {
    return this.usual.nodes;
  }

  /** Whether any row was ever drawn at this width. */
  get isMeasured(): boolean {
    return this.sizes.size > 0;
  }

  /** What is laid out, and how high everything is. */
  get now(): readonly [Arrangement, Heights] {
    return [this.arrangement, this.heights];
  }

  /** Lays out rows; what is known of them stays known. `anew` when only the heights have changed. */
  follow(arrangement: Arrangement, anew = false): void {
    if (arrangement === this.arrangement && !anew) return;
    const { groups, items } = arrangement;
    const sizes = new Float64Array(items.length + groups.length);
    let unit = 0;
    for (const { key, start, size } of groups) {
      sizes[unit++] = this.sizes.get(key) ?? this.usual.group;
      for (let index = start; index < start + size; index += 1)
        sizes[unit++] = this.sizes.get(items[index]?.row.id ?? '') ?? this.usual.row;
    }
    this.heights = new Heights(sizes);
    this.arrangement = arrangement;
  }

  /** Forgets all heights: the list has another width. */
  forget(): void {
    this.sizes.clear();
  }

  /** Where a row begins, in pixels from the top of the list. */
  topOf(index: number): number {
    return this.heights.top(unitOfItem(this.arrangement.groups, index));
  }

  /** The rows between two places. */
  between(top: number, bottom: number): Range {
    return itemsIn(this.arrangement, this.heights, top, bottom);
  }

  /** Takes in how high everything is that is drawn; the list has to be on the screen. */
  measure(list: Element, plan: Plan): void {
    const { groups, items } = this.arrangement;
    const seen = { rows: 0, row: 0, group: 0 };
    plan.groups.forEach(({ group, rows, rest }, at) => {
      const unit = unitOfGroup(groups, groupAt(groups, group.start));
      const node = list.children[at];
      let inside = rest;
      rowsOf(node).forEach((row, place) => {
        const planned = rows[place];
        const item = planned && items[planned.index];
        if (!item) return;
        const { height } = row.getBoundingClientRect();
        this.keep(item.row.id, unit + 1 + planned.index - group.start, height);
        inside += planned.gap + height;
        seen.row += height;
        seen.rows += 1;
      });
      const around = (node?.getBoundingClientRect().height ?? 0) - inside;
      this.keep(group.key, unit, around);
      seen.group += around / plan.groups.length;
    });
    const { rows, row, group } = seen;
    if (rows > 0) this.usual = { row: row / rows, group, nodes: list.querySelectorAll('*').length / rows };
  }

  private keep(key: string, unit: number, size: number): void {
    this.sizes.set(key, size);
    this.heights.set(unit, size);
  }
}

/** Gives the room for what is not drawn to what is. */
export function giveRoom(list: HTMLElement, { groups, rest }: Plan): void {
  list.style.paddingBlockEnd = `${rest}px`;
  groups.forEach(({ gap, rows, rest }, at) => {
    const group = list.children[at] as HTMLElement | undefined;
    group?.style.setProperty('margin-block-start', `${gap}px`);
    rowsOf(group).forEach((row, place) => {
      row.style.marginBlock = `${rows[place]?.gap ?? 0}px ${place === rows.length - 1 ? rest : 0}px`;
    });
  });
}

/** The rows that are drawn in a group, or in the list. */
export function rowsOf(node: Element | undefined): readonly HTMLElement[] {
  return [...(node?.querySelectorAll<HTMLElement>('li.entry') ?? [])];
}
