import { NalityError } from '../errors.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import { openWhile } from '../lib/open-while.ts';
import { computed, constant, signal, switched, watch, type Readable } from '../lib/signal.ts';
import { createCollection, type Collection, type Write } from '../sync/collection.ts';
import type { Phase } from '../sync/phase.ts';
import { createFact, phaseOfFact } from '../sync/fact.ts';
import { sortedList, type SortedList } from '../lib/sorted-list.ts';
import type { ConflictStrategy } from '../sync/conflict.ts';
import type { Peers } from '../sync/peers.ts';
import type { RowChange } from '../sync/row-view.ts';
import type { Tracked, Values } from '../sync/rows.ts';
import type { FeatureContext } from './feature-context.ts';
import {
  DEFAULTS,
  assertLifeEvent,
  localDate,
  newestFirst,
  type LifeEvent,
  type LifeEventDraft,
} from './life-event.ts';
import type { Profile } from './profiles.ts';
import type { Feature } from './feature.ts';
import { askAtJoins, onRights } from './rights.ts';
import { attention } from './attention.ts';
import { roomFeature } from './room.ts';
import { timelineTopic } from './timeline-topic.ts';
import { openTogether, type Together } from './together.ts';

/** What I may do on a timeline; each level includes the ones before. */
export type Level = 'none' | 'view' | 'comment' | 'edit' | 'admin' | 'owner';

/** Somebody else who is editing. */
export type Editor = Profile;

/** The events of one life, edited together. */
export interface Timeline extends Together {
  /** The user id of the person whose life it is. */
  readonly owner: string;
  /** What is to be seen, newest first: without the deleted, with what is not yet saved. */
  readonly list: Readable<SortedList<Tracked<LifeEvent>>>;
  /** The same as one array: copied once per change that is looked at, so that long lives are better read from `list`. */
  readonly events: Readable<readonly Tracked<LifeEvent>[]>;
  /** What was added, changed and deleted in front of the person's eyes, ten at a time or after 100 ms. */
  readonly changes: Subscribable<readonly RowChange<LifeEvent>[]>;
  readonly phase: Readable<Phase>;
  /** My right on it; `none` until it is known. */
  readonly level: Readable<Level>;
  /** Adds an event; it is visible at once. Returns its id. @throws NalityError `invalid`, or `denied` */
  add(draft: LifeEventDraft): string;
  /** Changes fields of an event. Pass only those that change. @throws NalityError `invalid`, or `denied` */
  update(id: string, patch: LifeEventDraft): void;
  /** Deletes an event; `restore` undoes it. @throws NalityError `denied` */
  remove(id: string): void;
  restore(id: string): void;
  /** Notes that I am at an event, for those who see that I am here. */
  visit(id: string): void;
  /**
   * Says what happens from now on to a field that two people changed at once.
   *
   * @param mergeFields for `merge`: the only fields that are brought together; default: those of the core
   */
  resolveConflicts(strategy: ConflictStrategy, mergeFields?: readonly string[]): void;
  /** Decides over a change that the server refused, or that somebody else's has replaced. */
  settle(operationId: string, choice: 'retry' | 'discard'): void;
  /** Loads everything again, for instance after a failure. */
  reload(): void;
}

const TABLE = 'life_events';

/** A right may be given or taken at any time, without an event: it is asked for at least so often. */
const LEVEL_MS = 60_000;

/** The timeline of a person, by their user id. */
export const timelineFeature: Feature<Timeline> = { name: 'timeline', open: openTimeline };

function openTimeline(owner: string, context: FeatureContext, until: AbortSignal): Timeline {
  const { remote, outbox, environment, me } = context;
  const right = createFact<Level>({
    name: `level:${owner}`,
    async read() {
      await remote.checkSchema();
      return remote.rpc<Level>('nality_level', { owner });
    },
    everyMs: LEVEL_MS,
    ...context,
    until,
  });
  const level = computed([right.value], (value) => value ?? 'none');
  const closed = phaseOfFact(right);
  const collection = signal<Collection<LifeEvent> | undefined>(undefined);
  const peers = signal<Peers | undefined>(undefined);
  /** What was deleted here, as it was: shown again at once by `restore`, before the server has answered. */
  const removed = new Map<string, LifeEvent>();

  watch(right.value, (value) => value === 'none' && leave(owner, context), until);
  openWhile(
    computed([level], (now) => now !== 'none'),
    until,
    (open) => collection.set(open && openEvents(owner, context, right.refresh, open)),
  );
  openWhile(
    computed([level, me], (now, id) => now !== 'none' && id !== undefined),
    until,
    (open) => peers.set(open && context.use(roomFeature, `timeline_collab:${owner}`, open)),
  );

  const events = switched(collection, (open) => open?.rows ?? NO_EVENTS);
  const write = (wish: Write): string => {
    const open = collection.get();
    if (!open) throw new NalityError('denied', 'This timeline is not shared with you, or is not loaded yet.');
    return open.mutate(wish);
  };
  const find = (id: string): LifeEvent | undefined => events.get().find(({ row }) => row.id === id)?.row;
  const today = (): string => localDate(environment.now());

  return {
    owner,
    list: switched(collection, (open) => open?.list ?? NO_LIST),
    events,
    changes: changesOf(collection, until),
    level,
    phase: switched(collection, (open) => open?.phase ?? closed),
    ...openTogether(peers, context, until),
    visit: context.use(attention, '', until).visit,
    add(draft) {
      const values = { ...DEFAULTS, ...draft };
      assertLifeEvent({ title: '', start_date: null, ...values }, today());
      return write({ type: 'insert', values });
    },
    update(id, patch) {
      assertLifeEvent({ ...datesOf(find(id)), ...patch }, today());
      write({ type: 'update', id, values: patch });
    },
    remove(id) {
      const event = find(id);
      if (event) removed.set(id, event);
      write({ type: 'delete', id });
    },
    restore(id) {
      write({ type: 'restore', id, shown: contentOf(removed.get(id)) });
      removed.delete(id);
    },
    resolveConflicts: (...way) => context.resolveConflicts(TABLE, owner, ...way),
    settle: outbox.settle,
    reload() {
      right.refresh();
      collection.get()?.reload();
    },
  };
}

const NO_EVENTS = constant<readonly Tracked<LifeEvent>[]>([]);
const NO_LIST = constant(sortedList<Tracked<LifeEvent>>((a, b) => newestFirst(a.row, b.row)));

/** Whoever has no right keeps nothing: no rows on this machine, and no idle place on the line. */
function leave(owner: string, { cache, channels }: FeatureContext): void {
  for (const table of [TABLE, 'media_objects']) void cache.forget(table, owner);
  channels.unsubscribe(`timeline:${owner}`);
}

function openEvents(
  owner: string,
  context: FeatureContext,
  askRights: () => void,
  until: AbortSignal,
): Collection<LifeEvent> {
  const { environment, me } = context;
  return createCollection<LifeEvent>({
    ...context,
    table: TABLE,
    scopeColumn: 'user_id',
    scope: owner,
    compare: newestFirst,
    fill: () => ({ created_at: new Date(environment.now()).toISOString(), created_by: me.get() ?? null }),
    follow(events, open) {
      const spec = timelineTopic(owner, context);
      const feed = context.channels.open(spec, { ...events, onBroadcast: onRights(askRights) }, open);
      askAtJoins(feed.state, askRights, open);
      return feed;
    },
    until,
  });
}

/** The changes of whichever collection is open. One that is closed has no more of them. */
function changesOf(
  collection: Readable<Collection<LifeEvent> | undefined>,
  until: AbortSignal,
): Timeline['changes'] {
  const changes = emitter<readonly RowChange<LifeEvent>[]>();
  watch(collection, (open) => open?.changes.subscribe(changes.emit), until);
  return changes;
}

function datesOf(event: LifeEvent | undefined): LifeEventDraft {
  return event ? { start_date: event.start_date, end_date: event.end_date } : {};
}

function contentOf(event: LifeEvent | undefined): Values {
  if (!event) return {};
  const { rev: _rev, deleted_at: _deleted, updated_at: _updated, ...content } = event;
  return content;
}
