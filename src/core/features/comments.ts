import { NalityError } from '../errors.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import { openWhile } from '../lib/open-while.ts';
import { computed, constant, distinct, signal, switched, watch, type Readable } from '../lib/signal.ts';
import type { ChannelSpec } from '../sync/channel.ts';
import { createCollection, type Collection, type Write } from '../sync/collection.ts';
import { phaseOfFact } from '../sync/fact.ts';
import type { Phase } from '../sync/phase.ts';
import type { RowChange } from '../sync/row-view.ts';
import type { Tracked } from '../sync/rows.ts';
import { accessTo, followTimeline } from './comment-access.ts';
import { openCommentRoom, type CommentRoom } from './comment-room.ts';
import type { FeatureContext } from './feature-context.ts';
import type { Feature } from './feature.ts';
import type { Member } from './presence.ts';
import { profileOf, type Profile } from './profiles.ts';
import { askAtJoins } from './rights.ts';
import { oldestFirst, threadsOf, type Comment, type Thread } from './threads.ts';
import type { Level } from './timeline.ts';

/** The comments on one event. */
export interface Comments extends CommentRoom {
  /** What is to be seen, oldest first: with what is not yet saved, the deleted only where there are answers to them. */
  readonly threads: Readable<readonly Thread[]>;
  /** What was written, changed and deleted in front of the person's eyes. */
  readonly changes: Subscribable<readonly RowChange<Comment>[]>;
  readonly phase: Readable<Phase>;
  /** My right on the timeline of the event; `none` until it is known. */
  readonly level: Readable<Level>;
  /** Who wrote and who is mentioned, by their ids. Whoever is not known is missing. */
  readonly people: Readable<ReadonlyMap<string, Profile>>;
  /** Writes a comment; it is visible at once. Returns its id. @throws NalityError `invalid`, or `denied` */
  add(draft: CommentDraft): string;
  /**
   * Changes a comment. A refused change of it is withdrawn first, so that the new one carries all that was typed; what is gone
   * by then is written anew. Returns the id of what has the words now. @throws NalityError `invalid`, or `denied`
   */
  edit(id: string, draft: Pick<CommentDraft, 'content' | 'mentions'>): string;
  /** Deletes a comment; `restore` undoes it, for whoever deleted it. @throws NalityError `denied` */
  remove(id: string): void;
  restore(id: string): void;
  /** Decides over a change that the server refused. */
  settle(operationId: string, choice: 'retry' | 'discard'): void;
  /** Who can be mentioned: all who belong to the timeline. Rejects with a `NalityError`. */
  members(): Promise<readonly Profile[]>;
  /** Loads everything again, for instance after a failure. */
  reload(): void;
}

/** What a person writes. */
export interface CommentDraft {
  /** A person who is mentioned stands in it as `@[id]`. */
  readonly content: string;
  readonly mentions?: readonly string[];
  /** What it answers; an answer to an answer joins the same thread. */
  readonly parentId?: string | undefined;
}

/** The most characters that a comment may have: a CHECK constraint of the database. */
export const MAX_LENGTH = 5000;

/** Whether the right allows to write comments. */
export function mayComment(level: Level | undefined): boolean {
  return level !== undefined && level !== 'none' && level !== 'view';
}

const TABLE = 'event_comments';

/**
 * The comments on an event, by its id. All of them are read, not a window of the newest: a deleted comment is known by what answers
 * it, and an event has hundreds of comments at most, of which the next visit reads the changes alone.
 */
export const commentsFeature: Feature<Comments> = { name: 'comments', open: openComments };

function openComments(event: string, context: FeatureContext, until: AbortSignal): Comments {
  const { remote, outbox, profiles, me } = context;
  const topic = `event_comments:${event}`;
  const access = accessTo(event, context, until);
  const level = computed([access.value], (now) => now?.level ?? 'none');
  const collection = signal<Collection<Comment> | undefined>(undefined);
  const changes = emitter<readonly RowChange<Comment>[]>();
  /** What was deleted here, as it was: shown again at once by `restore`. */
  const removed = new Map<string, Comment>();

  /** One join for rows and people, also of who only reads: where people speak, no broadcast is taken at its word. */
  const spec = (): ChannelSpec => ({
    ...context.feedOf(topic, [{ table: TABLE, filter: `event_id=eq.${event}` }]),
    presenceKey: me.get() ?? '',
  });
  /** Rows that a right or the event has hidden come back without a change of their own. */
  const ask = (): void => {
    access.refresh();
    collection.get()?.check();
  };
  followTimeline(access.value, event, ask, context, until);
  watch(access.value, (now) => now?.level === 'none' && leave(topic, event, context), until);
  const mayRead = computed([level], (now) => now !== 'none');
  openWhile(mayRead, until, (open) =>
    collection.set(open && openRows(event, spec, access.refresh, context, open)),
  );
  const mayWrite = computed([level, me], (now, id) => mayComment(now) && id !== undefined);
  const room = openCommentRoom({ event, spec, mayWrite }, context, until);
  watch(collection, (open) => open?.changes.subscribe(changes.emit), until);

  const rows = switched(collection, (open) => open?.rows ?? NO_ROWS);
  const write = (wish: Write): string => {
    const open = collection.get();
    if (!open)
      throw new NalityError('denied', 'These comments are not shared with you, or are not loaded yet.');
    return open.mutate(wish);
  };
  /** As it is by now: what is listened to is a frame behind. */
  const find = (id: string | undefined): Tracked<Comment> | undefined =>
    rows.get().find(({ row }) => row.id === id);

  return {
    threads: computed([rows, followBegun(rows, context, until)], threadsOf),
    changes,
    phase: switched(collection, (open) => open?.phase ?? phaseOfFact(access)),
    level,
    people: peopleIn(rows, profiles),
    ...room,
    add({ content, mentions = [], parentId }) {
      const parent_id = find(parentId)?.row.parent_id ?? parentId ?? null;
      return write({ type: 'insert', values: { content: checked(content), mentions, parent_id } });
    },
    edit(id, { content, mentions = [] }) {
      const values = { content: checked(content), mentions };
      const before = find(id);
      if (before?.state === 'failed' && before.operationId) outbox.settle(before.operationId, 'discard');
      const row = find(id)?.row;
      if (!row)
        return write({ type: 'insert', values: { ...values, parent_id: before?.row.parent_id ?? null } });
      return row.content === values.content ? id : write({ type: 'update', id, values });
    },
    remove(id) {
      const comment = find(id)?.row;
      if (comment) removed.set(id, comment);
      write({ type: 'delete', id });
    },
    restore(id) {
      const { content = '', mentions = [] } = removed.get(id) ?? {};
      write({ type: 'restore', id, shown: { content, mentions } });
      removed.delete(id);
    },
    settle: outbox.settle,
    async members() {
      const members = await remote.rpc<readonly Member[]>('nality_members', { topic });
      return members.filter(({ id }) => id !== me.get()).map(profileOf);
    },
    reload() {
      access.refresh();
      collection.get()?.reload();
    },
  };
}

function openRows(
  event: string,
  spec: () => ChannelSpec,
  askRights: () => void,
  context: FeatureContext,
  until: AbortSignal,
): Collection<Comment> {
  return createCollection<Comment>({
    ...context,
    table: TABLE,
    scopeColumn: 'event_id',
    scope: event,
    compare: oldestFirst,
    fill: () => ({
      created_at: new Date(context.environment.now()).toISOString(),
      user_id: context.me.get() ?? null,
      edited_at: null,
    }),
    follow(events, open) {
      const feed = context.channels.open(spec(), events, open);
      askAtJoins(feed.state, askRights, open);
      return feed;
    },
    until,
  });
}

const NO_ROWS = constant<readonly Tracked<Comment>[]>([]);

/** @throws NalityError `invalid` for what the server would refuse. */
function checked(content: string): string {
  const text = content.trim();
  if (text !== '' && [...text].length <= MAX_LENGTH) return text;
  throw new NalityError('invalid', text ? 'This comment is too long.' : 'This comment says nothing.', {
    field: 'content',
  });
}

/** Whoever has no right keeps nothing: no rows on this machine, and no idle place on the line. */
function leave(topic: string, event: string, { cache, channels }: FeatureContext): void {
  void cache.forget(TABLE, event);
  channels.unsubscribe(topic);
}

/** When deleted comments that have answers were written: it is remembered, or read once. */
function followBegun(
  rows: Readable<readonly Tracked<Comment>[]>,
  { remote, connection, environment }: FeatureContext,
  until: AbortSignal,
): Readable<ReadonlyMap<string, string>> {
  const begun = signal<ReadonlyMap<string, string>>(new Map());
  const asked = new Set<string>();
  const read = async (ids: readonly string[]): Promise<void> => {
    await connection.ready();
    const found = await remote.select<Pick<Comment, 'id' | 'created_at'>>(TABLE, 'id,created_at', 'id', ids);
    begun.set(new Map([...begun.get(), ...found.map((row) => [row.id, row.created_at] as const)]));
  };
  const look = (now: readonly Tracked<Comment>[]): void => {
    const seen = new Set(now.map(({ row }) => row.id));
    const missing = now.flatMap(({ row: { parent_id: id } }) =>
      id && !seen.has(id) && !asked.has(id) ? id : [],
    );
    if (missing.length === 0) return;
    for (const id of missing) asked.add(id);
    read([...new Set(missing)]).catch((error: unknown) => {
      environment.log('info', 'Where a deleted comment stood is not known.', error);
      for (const id of missing) asked.delete(id);
    });
  };
  watch(rows, look, until);
  return begun;
}

/** Everybody who is named in the comments. */
function peopleIn(
  rows: Readable<readonly Tracked<Comment>[]>,
  profiles: FeatureContext['profiles'],
): Comments['people'] {
  const named = computed([rows], (now) => [
    ...new Set(now.flatMap(({ row }) => [...(row.user_id === null ? [] : [row.user_id]), ...row.mentions])),
  ]);
  const ids = distinct(named, (a, b) => a.join() === b.join());
  return switched(ids, (now) =>
    computed(
      now.map(profiles.get),
      (...found) => new Map(found.flatMap((profile) => (profile ? [[profile.id, profile] as const] : []))),
    ),
  );
}
