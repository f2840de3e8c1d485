import { budget } from '../lib/budget.ts';
import { computed, signal, watch, type Readable } from '../lib/signal.ts';
import type { Collection } from '../sync/collection.ts';
import { edgeAt, type Edge } from '../sync/edge.ts';
import { createFact } from '../sync/fact.ts';
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
  /** Marks all of it as read: seen at once, done as soon as there is a connection. */
  readAll(): void;
}

/** How many are unread below the window is asked for at least so often … */
const COUNT_MS = 60_000;
/** … and at most so often, whatever is heard. */
const COUNTS = { calls: 3, perMs: 10_000 };

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
  const { remote, environment } = context;
  /** How often all of it was marked as read, and how often the server has done so. */
  const wishes = signal(0);
  let done = 0;
  const edge = (): Edge | undefined => {
    const last = list.get().at(list.get().size - 1);
    return last && edgeAt(last.row, by);
  };
  const fact = createFact<Below & { wishes?: number }>({
    name,
    async read() {
      if (more.get() === 'none') return NONE;
      const place = edge();
      const before = place ? { value: place.value, id: place.id } : null;
      const wished = wishes.get();
      if (wished > done) await remote.rpc('nality_read_all', { before });
      done = wished;
      return {
        edge: place,
        count: await remote.rpc<number>('nality_unread_count', { before }),
        wishes: wished,
      };
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
  const moved = computed([list, more], (_rows, now) => (now === 'none' ? '' : edge()?.id));
  watch(moved, recount, until);
  return {
    recount,
    count: computed([fact.value, wishes], (known = NONE, wished): Below =>
      (known.wishes ?? 0) < wished ? { ...known, count: 0 } : known,
    ),
    readAll(): void {
      if (more.get() === 'none') return;
      wishes.set(wishes.get() + 1);
      recount();
    },
  };
}
