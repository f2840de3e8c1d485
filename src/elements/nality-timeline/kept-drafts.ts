import type { Drafts } from '../shared/drafts.ts';
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

/** Name under which the draft of an event without an id is kept. */
export const NEW = 'new';

/** Whether a stored value is such a draft. */
export function isEventDraft(value: unknown): value is EventDraft {
  const { base, typed, seen } = (value ?? {}) as Partial<EventDraft>;
  return isTyped(typed) && isTyped(seen) && isTyped(base) && Object.keys(BLANK).every((name) => name in base);
}

/** The drafts of one person on one timeline, by event id or `NEW`: read once, then followed. */
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

  get(name: string): EventDraft | undefined {
    return this.kept.get(name);
  }

  keep(name: string, draft: EventDraft): void {
    this.kept.set(name, draft);
    this.store?.write(name, draft);
  }

  forget(name: string): void {
    this.kept.delete(name);
    this.store?.remove(name);
  }

  /** Whether something was typed for an event that it does not say yet. */
  isUnfinished({ row }: Item): boolean {
    const draft = this.kept.get(row.id);
    return draft !== undefined && isUnfinished(draft.typed, row);
  }

  /** Drafts of events that are not there: somebody deleted them, or they never reached the server. */
  lost(isKnown: (name: string) => boolean): readonly { name: string; title: string }[] {
    return [...this.kept]
      .filter(([name]) => name !== NEW && !isKnown(name))
      .map(([name, { base, typed }]) => ({ name, title: typed.title || base.title }));
  }

  /** Forgets what the server has by now, except for the draft that is being written. */
  settle(itemOf: (id: string) => Item | undefined, writing: string | undefined): void {
    for (const name of [...this.kept.keys()]) {
      const item = name === writing ? undefined : itemOf(name);
      if (item?.state === 'saved' && !this.isUnfinished(item)) this.forget(name);
    }
  }
}
