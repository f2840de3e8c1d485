import type { Notifications } from '../../core/features/notifications.ts';

/** A notification, and where it stands on its way to the server. */
export type Item = ReturnType<Notifications['list']['get']>[number];

/** Holds back what comes above the place where somebody is reading, so that nothing moves under their eyes. */
export class Newcomers {
  private known: ReadonlySet<string> = new Set();
  private held = new Set<string>();

  /** How many are held back. */
  get count(): number {
    return this.held.size;
  }

  /** What is to be shown of a list. `isReading`: whether somebody is further down in it. */
  shown(items: readonly Item[], isReading: () => boolean): readonly Item[] {
    const first = items.findIndex(({ row }) => this.known.has(row.id));
    if (first > 0 || this.held.size > 0) {
      if (!isReading()) this.held.clear();
      else for (const { row } of items.slice(0, Math.max(first, 0))) this.held.add(row.id);
    }
    this.known = new Set(items.map(({ row }) => row.id));
    for (const id of this.held) if (!this.known.has(id)) this.held.delete(id);
    return this.held.size > 0 ? items.filter(({ row }) => !this.held.has(row.id)) : items;
  }

  /** Lets all of them in. */
  release(): void {
    this.held.clear();
  }
}
