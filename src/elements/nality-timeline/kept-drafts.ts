import { apart, baseOf, type Drafts } from '../shared/drafts.ts';
import { BLANK, isTyped, isUnfinished, type EditFields, type Typed } from './edit-fields.ts';
import type { Item } from './grouping.ts';

/** What is kept of an edit. */
export interface EventDraft {
  /** The event as it was when something was last typed. */
  readonly base: EditFields;
  readonly typed: Typed;
  /** What stood in each typed field when the person began to type there. */
  readonly seen: Typed;
}

/** Name under which the draft of an event without an id is kept; that of another has its id. */
export const NEW = 'new';

/** The event that a draft is of, by the draft's name; undefined for a new one. */
export function eventOf(name: string): string | undefined {
  const id = baseOf(name);
  return id === NEW ? undefined : id;
}

/** Whether a stored value is such a draft. */
export function isEventDraft(value: unknown): value is EventDraft {
  const { base, typed, seen } = (value ?? {}) as Partial<EventDraft>;
  return isTyped(typed) && isTyped(seen) && isTyped(base) && Object.keys(BLANK).every((name) => name in base);
}

/**
 * The drafts of one person on one timeline, read once. What another tab has kept since is never written over nor forgotten here:
 * a draft that finds such a one in its place goes beside it, and whoever comes next is shown both.
 */
export class KeptDrafts {
  private store: Drafts<EventDraft> | undefined;
  private readonly kept = new Map<string, EventDraft>();

  /** Turns to the drafts of another person or timeline. Returns whether they are others than before. */
  follow(store: Drafts<EventDraft> | undefined): boolean {
    if (!store || store === this.store) return false;
    this.store = store;
    this.kept.clear();
    for (const name of store.names()) {
      const draft = store.read(name);
      if (draft) this.kept.set(name, draft);
    }
    return true;
  }

  /** The name of the draft with which an event, or the `NEW` one, goes on. */
  nameOf(event: string): string {
    if (this.kept.has(event)) return event;
    return [...this.kept.keys()].find((name) => baseOf(name) === event) ?? event;
  }

  /** Where something that was kept beside a draft is shown: the draft’s name, or that of the next new event where it is gone. */
  placeOf(name: string): string {
    return this.kept.has(name) ? name : this.nameOf(NEW);
  }

  get(name: string): EventDraft | undefined {
    return this.kept.get(name);
  }

  /** Keeps a draft. Returns its name, another one where another tab keeps something else under this. */
  keep(name: string, draft: EventDraft): string {
    if (this.store?.isForeign(name)) {
      this.kept.delete(name);
      return this.keep(apart(name), draft);
    }
    this.kept.set(name, draft);
    this.store?.write(name, draft);
    return name;
  }

  /** Keeps a draft again, beside what has taken its name since. Returns its name. */
  bringBack(name: string, draft: EventDraft): string {
    return this.keep(this.kept.has(name) ? apart(name) : name, draft);
  }

  forget(name: string): void {
    this.kept.delete(name);
    if (!this.store?.isForeign(name)) this.store?.remove(name);
  }

  /** Whether something was typed for an event that it does not say yet. */
  isUnfinished({ row }: Item): boolean {
    const draft = this.get(this.nameOf(row.id));
    return draft !== undefined && isUnfinished(draft.typed, row);
  }

  /**
   * Drafts that nothing else leads to: of events that are not there, since somebody deleted them or they never reached the
   * server, and second ones.
   */
  lost(isKnown: (id: string) => boolean, writing?: string): readonly { name: string; title: string }[] {
    const isLost = (name: string): boolean => {
      const id = eventOf(name);
      return name !== writing && (name !== this.nameOf(id ?? NEW) || (id !== undefined && !isKnown(id)));
    };
    return [...this.kept]
      .filter(([name]) => isLost(name))
      .map(([name, { base, typed }]) => ({ name, title: typed.title || base.title }));
  }

  /** Forgets what the server has by now, except for the draft that is being written. */
  settle(itemOf: (id: string | undefined) => Item | undefined, writing: string | undefined): void {
    for (const [name, { typed }] of [...this.kept]) {
      const item = name === writing ? undefined : itemOf(eventOf(name));
      if (item?.state === 'saved' && !isUnfinished(typed, item.row)) this.forget(name);
    }
  }
}
