import { openWhile } from '../lib/open-while.ts';
import { computed, constant, signal, switched, type Readable } from '../lib/signal.ts';
import type { ChannelSpec } from '../sync/channel.ts';
import type { Peers } from '../sync/peers.ts';
import { createReader } from '../sync/reader.ts';
import { attention } from './attention.ts';
import type { FeatureContext } from './feature-context.ts';
import type { Profile } from './profiles.ts';

/** Who else writes at an event, and how they hear that I do. */
export interface CommentRoom {
  /** Who else is writing, the earliest first. */
  readonly typists: Readable<readonly Profile[]>;
  /** Tells the others that I am writing, at every keystroke; `false` when I have stopped. */
  type(typing: boolean): void;
  /** Notes that I am at the event, for those who see that I am here. */
  visit(): void;
}

/** Where it is, and whether I may speak there. */
export interface CommentRoomOptions {
  readonly event: string;
  /** How its topic is joined: there is one join for rows and people. */
  readonly spec: () => ChannelSpec;
  readonly mayWrite: Readable<boolean>;
}

/** Joins whoever else is at an event. The code for it is loaded then: the first comments do not wait for it. */
export function openCommentRoom(
  { event, spec, mayWrite }: CommentRoomOptions,
  context: FeatureContext,
  until: AbortSignal,
): CommentRoom {
  const peers = signal<Peers | undefined>(undefined);
  const enter = (open: AbortSignal): void => {
    const loading = createReader({
      async read() {
        const { openRoom } = await import('./room.ts');
        const feed = spec();
        if (!open.aborted) peers.set(openRoom({ topic: feed.topic, feed }, context, open));
      },
      onError: (error) => context.environment.log('warn', 'Could not load what rooms need.', error),
      ...context,
      until: open,
    });
    loading.run();
  };
  openWhile(mayWrite, until, (open) => {
    peers.set(undefined);
    if (open) enter(open);
  });
  const typing = switched(peers, (open) => open?.typists ?? NO_TYPISTS);
  const { visit } = context.use(attention, '', until);
  return {
    typists: computed([context.profiles.resolve(typing)], (byPlace) => byPlace.get(event) ?? NOBODY),
    visit: () => visit(event),
    type(now) {
      if (now) visit(event);
      const mine = peers.get()?.typing(event);
      if (now) mine?.type();
      else mine?.stop();
    },
  };
}

const NO_TYPISTS = constant<ReadonlyMap<string, readonly string[]>>(new Map());
const NOBODY: readonly Profile[] = [];
