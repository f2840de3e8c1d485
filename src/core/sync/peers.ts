import type { Environment } from '../environment.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import { signal, watch, type Readable } from '../lib/signal.ts';
import type { ChannelSpec, ChannelState } from './channel.ts';
import type { Channels } from './channels.ts';
import { createMyself, type Myself } from './myself.ts';
import { createOthers, type OthersSeen } from './others.ts';
import type { PeerStatus } from './roster.ts';
import { broadcastOf, isSignal, type Signal } from './signals.ts';
import { keepTracked } from './tracking.ts';

/** Who is here, and what they are doing. */
export interface Peers extends OthersSeen, Myself {
  readonly state: Readable<ChannelState>;
  /** The names of the other broadcasts on the topic: what the server tells, not the collaborators. */
  readonly news: Subscribable<string>;
  /** Tells the others which event I look at; null for none. */
  look(event: string | null): void;
}

/** Where, and as whom. */
export interface PeersOptions {
  topic: string;
  /** What the topic carries besides people: there is one join for all of it. */
  feed?: Pick<ChannelSpec, 'changes' | 'feed'> | undefined;
  me: string;
  /** How I am, as the others shall see it. */
  status: Readable<PeerStatus>;
  channels: Channels;
  environment: Environment;
  until: AbortSignal;
}

/** Joins the people of a topic: tells them of me and me of them. */
export function createPeers(options: PeersOptions): Peers {
  const { topic, feed = NOTHING, me, status, channels, environment, until } = options;
  const tab = environment.uuid();
  const others = createOthers({ me, tab }, environment, until);
  const news = emitter<string>();
  const onBroadcast = (event: string, payload: unknown): void =>
    isSignal(event) ? others.hearBroadcast(event, payload) : news.emit(event);
  const tell = (signal: Signal): void => {
    const { event, payload } = broadcastOf(signal, { me, tab, now: environment.now() });
    handle.broadcast(event, payload);
  };
  // Before the topic is held: at the end the goodbyes go out before it is let go.
  const myself = createMyself(tell, environment, until);
  const handle = channels.open(
    { topic, changes: feed.changes, feed: feed.feed, presenceKey: me },
    { onPresence: others.hearPresence, onBroadcast },
    until,
  );

  until.addEventListener('abort', others.arrivals.subscribe(myself.announce), { once: true });
  watch(handle.state, ({ name }) => name !== 'live' && others.forget(name !== 'lost'), until);
  const looksAt = signal<string | null>(null);
  keepTracked({ handle, me, tab, status, looksAt, environment, until });
  return { ...others, ...myself, state: handle.state, news, look: looksAt.set };
}

const NOTHING = { changes: [], feed: false } as const;
