import type { Readable } from '../lib/signal.ts';
import type { Phase } from '../sync/phase.ts';
import type { FeatureContext } from './feature-context.ts';
import type { Profile } from './profiles.ts';

/**
 * Something that belongs to the person who is signed in, is opened by a key (a timeline by its owner, a room by its
 * name) and is shared by all who use it. Its code is loaded by whoever uses it, not with the core.
 */
export interface Feature<T> {
  /** Tells it from the other features. */
  readonly name: string;
  /** Opens it; it ends when `until` aborts. */
  open(key: string, context: FeatureContext, until: AbortSignal): T;
}

/** What every feature for the page hands out at least. */
export interface Opened {
  /** Whether it is loading, live, stale or failed. */
  readonly phase: Readable<Phase>;
  /** What others are editing in it: per event who, the earliest first. The page is marked accordingly. */
  readonly editors?: Readable<ReadonlyMap<string, readonly Profile[]>>;
}
