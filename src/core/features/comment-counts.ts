import { coalesce } from '../lib/coalesce.ts';
import { openWhile } from '../lib/open-while.ts';
import { computed, signal, type Readable } from '../lib/signal.ts';
import { LIVE, LOADING, type Phase } from '../sync/phase.ts';
import { createReader } from '../sync/reader.ts';
import type { Values } from '../sync/rows.ts';
import type { FeatureContext } from './feature-context.ts';
import type { Feature } from './feature.ts';
import { askAtJoins } from './rights.ts';
import { timelineTopic } from './timeline-topic.ts';
import { timelineFeature } from './timeline.ts';

/** How many comments the events of a timeline have. */
export interface CommentCounts {
  /** By the event's id; an event without comments is missing. */
  readonly counts: Readable<ReadonlyMap<string, number>>;
  readonly phase: Readable<Phase>;
}

/** What the database broadcasts on the timeline when an event has one comment more or less. */
const COMMENTS_CHANGED = 'comments';
/** Events that are told within so many milliseconds are counted together. */
const TOGETHER_MS = 300;
/** All are counted anew at least so often. */
const EVERY_MS = 5 * 60_000;

/**
 * The numbers of comments on the timeline of a person, by their user id: counted by the database, all of them at first and at
 * every join, and then those of the events that it hints at.
 */
export const commentCountsFeature: Feature<CommentCounts> = { name: 'comment-counts', open: openCounts };

function openCounts(owner: string, context: FeatureContext, until: AbortSignal): CommentCounts {
  const counts = signal<ReadonlyMap<string, number>>(NONE);
  const loaded = signal(false);
  const { level } = context.use(timelineFeature, owner, until);
  openWhile(
    computed([level], (now) => now !== 'none'),
    until,
    (open) => {
      counts.set(NONE);
      if (open) follow(owner, context, open, (next) => (counts.set(next(counts.get())), loaded.set(true)));
    },
  );
  return { counts, phase: computed([loaded], (done) => (done ? LIVE : LOADING)) };
}

type Counts = ReadonlyMap<string, number>;

const NONE: Counts = new Map();

function follow(
  owner: string,
  context: FeatureContext,
  until: AbortSignal,
  change: (next: (before: Counts) => Counts) => void,
): void {
  const { remote, channels, connection, environment } = context;
  /** The events to count anew; undefined, or none, for all. */
  let stale: Set<string> | undefined;
  const read = async (events: readonly string[] | undefined): Promise<void> => {
    await connection.ready();
    const found = Object.entries(
      await remote.rpc<Record<string, number>>('nality_comment_counts', { owner, events }),
    );
    if (until.aborted) return;
    change((before) => new Map([...(events ? without(before, events) : []), ...found]));
  };
  const reader = createReader({
    read() {
      const events = stale?.size ? [...stale] : undefined;
      stale = new Set();
      return read(events);
    },
    onError(error) {
      stale = undefined;
      environment.log('info', 'The comments could not be counted.', error);
    },
    everyMs: EVERY_MS,
    ...context,
    until,
  });
  const readAll = (): void => {
    stale = undefined;
    reader.run();
  };
  const told = coalesce<string>(
    (ids) => {
      for (const id of ids) stale?.add(id);
      reader.run();
    },
    { size: 50, ms: TOGETHER_MS, after: environment.after },
  );
  const onBroadcast = (name: string, { event_id: id }: Values): void => {
    if (name === COMMENTS_CHANGED && typeof id === 'string') told.add(id);
  };
  const { state } = channels.open(timelineTopic(owner, context), { onBroadcast }, until);
  askAtJoins(state, readAll, until);
  readAll();
}

function without(counts: Counts, events: readonly string[]): readonly (readonly [string, number])[] {
  return [...counts].filter(([id]) => !events.includes(id));
}
