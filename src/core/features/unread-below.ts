import { budget } from '../lib/budget.ts';
import { computed, signal, type Readable } from '../lib/signal.ts';
import type { Collection } from '../sync/collection.ts';
import { edgeAt, type Edge } from '../sync/edge.ts';
import { createFact, type Fact } from '../sync/fact.ts';
import type { FeatureContext } from './feature-context.ts';
import type { UserNotification } from './notification.ts';

/** How many are unread below a place; without one, of all that are not loaded. */
export interface Below {
  readonly edge: Edge | undefined;
  readonly count: number;
}

/** The count, and what makes another one of it. */
export interface UnreadBelow {
  readonly count: Readable<Below>;
  /** It may be another one. */
  recount(): void;
  /** Marks all of it as read: seen at once, done as soon as there is a connection, be it by another page. */
  readAll(): void;
}

/** A wish to mark as read. The place is that of the wish: what has come below the window by the time it is done was not meant. */
interface Wish {
  readonly before: Edge | null;
}

/** How many are unread below the window is asked for at least so often … */
const COUNT_MS = 60_000;
/** … and at most so often, whatever is heard. */
const COUNTS = { calls: 5, perMs: 10_000 };

const NONE: Below = { edge: undefined, count: 0 };

/**
 * What is beyond the window is known by a number alone: the server's, of below the last row that is known.
 *
 * @param name under which it is kept for the next page
 * @param by the column of the window
 */
export function countBelow(
  name: string,
  by: string,
  { list, more }: Collection<UserNotification>,
  context: FeatureContext,
  until: AbortSignal,
): UnreadBelow {
  const { remote, environment, cache } = context;
  const wish = signal<Wish | undefined>(undefined);
  const kept = `read:${name}`;
  const edge = (): Edge | undefined => {
    const last = list.get().at(list.get().size - 1);
    return last && edgeAt(last.row, by);
  };
  const fact: Fact<Below & { done?: Wish | undefined }> = createFact({
    name,
    async read() {
      const wished = wish.get();
      if (wished && wished !== fact.value.get()?.done) {
        await remote.rpc('nality_read_all', { ...wished });
        if (wished === wish.get()) cache.remember(kept, undefined);
      }
      const place = edge();
      const before = place ?? null;
      const count = more.get() === 'none' ? 0 : await remote.rpc<number>('nality_unread_count', { before });
      return { edge: place, count, done: wished };
    },
    everyMs: COUNT_MS,
    ...context,
    until,
  });
  const { request: recount } = budget(fact.refresh, {
    ...COUNTS,
    now: environment.now,
    after: environment.after,
    until,
  });
  const moved = computed([list, more], (_rows, now) => (now === 'none' ? undefined : edge()?.id));
  until.addEventListener('abort', moved.subscribe(recount), { once: true });
  wish.subscribe(recount);
  // That of an earlier page, which did not get round to it.
  void cache.recall<Wish>(kept).then((wished) => wish.set(wish.get() ?? wished));
  return {
    recount,
    count: computed([fact.value, wish], (known = NONE, wished): Below =>
      wished && known.done !== wished ? { ...known, count: 0 } : known,
    ),
    readAll(): void {
      if (more.get() === 'none') return;
      const wished = { before: edge() ?? null };
      // Without a place it would mean whatever has come by the time that another page gets round to it.
      if (wished.before) cache.remember(kept, wished);
      wish.set(wished);
    },
  };
}
