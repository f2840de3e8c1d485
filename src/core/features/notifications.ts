import type { NoticePermission } from '../environment.ts';
import { NalityError } from '../errors.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import { computed, signal, type Readable } from '../lib/signal.ts';
import type { Change, ChannelSpec } from '../sync/channel.ts';
import { createCollection, type Collection } from '../sync/collection.ts';
import { isWithin } from '../sync/edge.ts';
import type { Tracked, Values } from '../sync/rows.ts';
import type { FeatureContext } from './feature-context.ts';
import { inboxTopic } from './inbox-topic.ts';
import { tellArrivals } from './arrivals.ts';
import { withoutExpired } from './expiry.ts';
import type { Feature, Opened } from './feature.ts';
import { announcementOf, endOf, newestFirst, type UserNotification } from './notification.ts';
import type { Profile } from './profiles.ts';
import { readPushNote } from '../sync/push-note.ts';
import { askAtJoins } from './rights.ts';
import { systemNotices, type NoticeOptions } from './system-notices.ts';
import { countBelow } from './unread-below.ts';

/** A person's inbox. */
export interface Notifications extends Opened {
  /** Newest first, without what is deleted or has expired; announcements are among them. */
  readonly list: Readable<readonly Tracked<UserNotification>[]>;
  /** How many are unread, also of those that are not loaded. */
  readonly unread: Readable<number>;
  /** What has just come, the newest first: not what was there before, and not what was brought back. */
  readonly arrivals: Subscribable<readonly UserNotification[]>;
  /** The names and pictures of those whom notifications tell of, by their ids. */
  readonly actors: Readable<ReadonlyMap<string, readonly Profile[]>>;
  /** Whether there are older ones to load. */
  readonly more: Collection<UserNotification>['more'];
  loadMore(): void;
  /** Marks one as read, or as unread again. */
  markRead(id: string, read?: boolean): void;
  /** Marks all as read, also those that are not loaded: these as soon as there is a connection. */
  markAllRead(): void;
  /** Deletes one; `restore` undoes it. */
  remove(id: string): void;
  restore(id: string): void;
  /** Decides over a change that the server refused. */
  settle(operationId: string, choice: 'retry' | 'discard'): void;
  /**
   * Whether the page shows it by itself, asked by the service worker to which push brings it. One that it does not have yet is the
   * service worker's from now on: when it comes, it is in the list, but no arrival.
   */
  shows(id: string): boolean;
  /** Says in which words the system tells of one from now on; unsaid, it is the title. */
  wordBy(titleOf: (row: UserNotification) => string): void;
  /** Whether the system may show what comes while the page is hidden. */
  readonly permission: Readable<NoticePermission>;
  /** Asks the person for it. Only inside a click, before anything is awaited. */
  askPermission(): Promise<void>;
  /** Somebody clicked what the system shows. */
  readonly clicks: Subscribable<UserNotification>;
  /** Loads everything again. */
  reload(): void;
}

const TABLE = 'user_notifications';
const WINDOW = { by: 'created_at', size: 30 };
/** What is sent to everybody who is signed in. Only the service role can speak there. */
const ALL: ChannelSpec = { topic: 'notifications:all', changes: [], feed: false, presenceKey: undefined };
const ANNOUNCEMENT = 'system_notification';
const MAX_ANNOUNCEMENTS = 20;
/**
 * The inbox of whoever is signed in, by their user id or by ''.
 *
 * @throws NalityError `auth-required` for '' while nobody is known to be signed in
 */
export const notificationsFeature: Feature<Notifications> = {
  name: 'notifications',
  open(key, context, until) {
    if (key !== '') return openInbox(key, context, until);
    const me = context.me.get();
    if (me === undefined) throw new NalityError('auth-required', 'Sign in to see your notifications.');
    return context.use(notificationsFeature, me, until);
  },
};

function openInbox(owner: string, context: FeatureContext, until: AbortSignal): Notifications {
  const { environment, outbox, profiles } = context;
  const announcements = signal<readonly UserNotification[]>([]);
  const arrivals = emitter<readonly UserNotification[]>();
  const clicks = emitter<UserNotification>();
  const permission = signal(environment.notices.permission());
  /** What was deleted here, as it was. */
  const removed = new Map<string, UserNotification>();
  /** Push is to bring rows to this browser, never what is sent to all. */
  const isPushed = ({ announcement }: UserNotification): boolean => {
    const note = announcement ? undefined : readPushNote(environment, context.project);
    return note?.endpoint !== undefined && note.person === owner;
  };
  const told: NoticeOptions = { isPushed, titleOf: ({ title }) => title, onClick: clicks.emit };
  const { left, offer } = systemNotices(environment, told, until);

  const hear = (event: string, payload: Values): void => {
    const heard = event === ANNOUNCEMENT && announcementOf(payload, owner, environment.now());
    if (!heard || removed.has(heard.id) || announcements.get().some(({ id }) => id === heard.id)) return;
    announcements.set([heard, ...announcements.get()].slice(0, MAX_ANNOUNCEMENTS));
    arrive([heard]);
  };
  const arrive = (rows: readonly UserNotification[]): void => {
    const fresh = rows.filter((row) => !row.read && endOf(row) > environment.now()).sort(newestFirst);
    if (fresh.length === 0) return;
    arrivals.emit(fresh);
    offer(fresh);
  };
  const collection = openRows(owner, context, hear, () => below.recount(), until);
  const below = countBelow(`unread:${owner}`, WINDOW.by, collection, context, until);
  const all = computed([collection.rows, announcements], (rows, sent) =>
    [...sent.map((row) => ({ row, state: 'saved' as const })), ...rows].sort((a, b) =>
      newestFirst(a.row, b.row),
    ),
  );
  const list = withoutExpired(all, environment, until);
  /** As it is by now: what is listened to is a frame behind. */
  const find = (id: string): UserNotification | undefined =>
    announcements.get().find((row) => row.id === id) ??
    collection.rows.get().find(({ row }) => row.id === id)?.row;
  const announce = (change: (row: UserNotification) => readonly UserNotification[]): void =>
    announcements.set(announcements.get().flatMap(change));
  const markRead = (id: string, read = true): void => {
    const row = find(id);
    if (!row || row.read === read) return;
    if (row.announcement) announce((one) => [one.id === id ? { ...one, read } : one]);
    else collection.mutate({ type: 'update', id, values: { read } });
  };
  const readPermission = (): void => permission.set(environment.notices.permission());

  tellArrivals(collection, (rows) => arrive(rows.filter(({ id }) => !left.has(id))), until);
  until.addEventListener('abort', environment.wakes(readPermission), { once: true });
  return {
    phase: collection.phase,
    list,
    unread: computed([list, below.count, collection.more], (rows, { edge, count }, more) => {
      const known = more === 'none' ? undefined : edge;
      const unread = rows.filter(({ row }) => !row.read && (row.announcement ?? isWithin(row, known)));
      return unread.length + (more === 'none' ? 0 : count);
    }),
    arrivals,
    actors: profiles.resolve(computed([collection.rows], actorsOf)),
    more: collection.more,
    loadMore: collection.loadMore,
    markRead,
    markAllRead() {
      for (const { row } of list.get()) markRead(row.id);
      below.readAll();
    },
    remove(id) {
      const row = find(id);
      if (!row) return;
      removed.set(id, row);
      if (row.announcement) announce((one) => (one.id === id ? [] : [one]));
      else collection.mutate({ type: 'delete', id });
    },
    restore(id) {
      const row = removed.get(id);
      if (!row || !removed.delete(id)) return;
      const { title, message, action_url, action_label, details = {} } = row;
      if (row.announcement) announcements.set([row, ...announcements.get()]);
      else
        collection.mutate({
          type: 'restore',
          id,
          shown: { title, message, action_url, action_label, details },
        });
    },
    settle: outbox.settle,
    shows: (id) => find(id) !== undefined || (left.add(id), false),
    wordBy: (words) => void (told.titleOf = words),
    permission,
    askPermission: () => environment.notices.ask().then(permission.set),
    clicks,
    reload: collection.reload,
  };
}

function openRows(
  owner: string,
  context: FeatureContext,
  onBroadcast: (event: string, payload: Values) => void,
  recount: () => void,
  until: AbortSignal,
): Collection<UserNotification> {
  context.resolveConflicts(TABLE, owner, 'client_wins');
  const collection = createCollection<UserNotification>({
    ...context,
    table: TABLE,
    scopeColumn: 'user_id',
    scope: owner,
    compare: newestFirst,
    window: WINDOW,
    fill: () => ({}),
    follow(events, open) {
      const spec = inboxTopic(owner, context);
      const onChange = (change: Change): void => {
        events.onChange?.(change);
        if (!collection.rows.get().some(({ row }) => row.id === change.id)) recount();
      };
      const feed = context.channels.open(spec, { onChange, onBroadcast }, open);
      context.channels.open(ALL, { onBroadcast }, open);
      askAtJoins(feed.state, recount, open);
      return feed;
    },
    until,
  });
  return collection;
}

function actorsOf(rows: readonly Tracked<UserNotification>[]): ReadonlyMap<string, readonly string[]> {
  return new Map(rows.flatMap(({ row: { actor_id: id } }) => (id === null ? [] : [[id, [id]]])));
}
