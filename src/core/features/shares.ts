import { openWhile } from '../lib/open-while.ts';
import { computed, constant, signal, switched, type Readable } from '../lib/signal.ts';
import { NalityError } from '../errors.ts';
import { createCollection, type Collection, type Write } from '../sync/collection.ts';
import type { SyncedRow, Tracked } from '../sync/rows.ts';
import type { Feature, Opened } from './feature.ts';
import type { FeatureContext } from './feature-context.ts';
import { oldestFirst } from './media/media-object.ts';
import { askAtJoins, onRights } from './rights.ts';
import { timelineTopic } from './timeline-topic.ts';
import { timelineFeature, type Level } from './timeline.ts';

/** A right that was given on a timeline. */
export interface Share extends SyncedRow {
  /** Whose timeline it is. */
  readonly owner_id: string;
  readonly grantee_kind: 'user' | 'family' | 'public';
  /** A person or family; null for the public. */
  readonly grantee_id: string | null;
  readonly level: ShareLevel;
  readonly created_by: string | null;
  readonly created_at: string;
}

/** A level that can be given. The public may only look. */
export type ShareLevel = Exclude<Level, 'none' | 'owner'>;

/** With whom a timeline is shared. */
export interface Grantee {
  readonly kind: Share['grantee_kind'];
  /** A person or family; not for the public. */
  readonly id?: string;
}

/** With whom a timeline is shared: all of it for its owner and admins, for the others what concerns them. */
export interface Shares extends Opened {
  /** The oldest first. */
  readonly shares: Readable<readonly Tracked<Share>[]>;
  /** Shares the timeline. Returns the share's id. @throws NalityError `denied` */
  share(grantee: Grantee, level: ShareLevel): string;
  /** Gives another level. @throws NalityError `denied` */
  change(id: string, level: ShareLevel): void;
  /** Ends a share; one's own, too. @throws NalityError `denied` */
  end(id: string): void;
  /** Decides over a change that the server refused. */
  settle(operationId: string, choice: 'retry' | 'discard'): void;
}

/** The shares of a timeline, by its owner's user id. */
export const sharesFeature: Feature<Shares> = { name: 'shares', open: openShares };

function openShares(owner: string, context: FeatureContext, until: AbortSignal): Shares {
  const { level, phase } = context.use(timelineFeature, owner, until);
  const collection = signal<Collection<Share> | undefined>(undefined);
  openWhile(
    computed([level, context.me], (now, me) => now !== 'none' && me !== undefined),
    until,
    (open) => collection.set(open && openRows(owner, context, open)),
  );
  const write = (wish: Write): string => {
    const open = collection.get();
    if (!open) throw new NalityError('denied', 'This timeline is not shared with you, or is not loaded yet.');
    return open.mutate(wish);
  };
  return {
    shares: switched(collection, (open) => open?.rows ?? NO_SHARES),
    phase: switched(collection, (open) => open?.phase ?? phase),
    share: ({ kind, id }, given) =>
      write({ type: 'insert', values: { grantee_kind: kind, grantee_id: id ?? null, level: given } }),
    change: (id, given) => void write({ type: 'update', id, values: { level: given } }),
    end: (id) => void write({ type: 'delete', id }),
    settle: context.outbox.settle,
  };
}

const NO_SHARES = constant<readonly Tracked<Share>[]>([]);

function openRows(owner: string, context: FeatureContext, until: AbortSignal): Collection<Share> {
  const { environment, me, channels } = context;
  const collection = createCollection<Share>({
    ...context,
    table: 'timeline_shares',
    scopeColumn: 'owner_id',
    scope: owner,
    compare: oldestFirst,
    fill: () => ({ created_at: new Date(environment.now()).toISOString(), created_by: me.get() ?? null }),
    // The timeline does not carry these rows, but hears that one of them is another one.
    follow(events, open) {
      const check = (): void => collection.check();
      const feed = channels.open(
        timelineTopic(owner, context),
        { ...events, onBroadcast: onRights(check) },
        open,
      );
      askAtJoins(feed.state, check, open);
      return feed;
    },
    until,
  });
  return collection;
}
