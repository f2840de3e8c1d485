import type { Environment } from '../environment.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import type { Readable } from '../lib/signal.ts';
import { createJoinQueue } from './join-queue.ts';
import {
  joinChannel,
  type ChannelContext,
  type ChannelEvents,
  type ChannelSpec,
  type ChannelState,
  type JoinedChannel,
} from './channel.ts';

/** One user's hold on a topic. */
export interface ChannelHandle extends Pick<JoinedChannel, 'broadcast' | 'track'> {
  readonly state: Readable<ChannelState>;
}

/** How a topic is used, for whoever wants to look. */
export interface ChannelStats {
  readonly topic: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly lastUsed: number;
  readonly messageCount: number;
  readonly ageMinutes: number;
  readonly users: number;
}

/** All topics of a core: each is joined once, however many use it. */
export interface Channels {
  /** Holds a topic until `until` aborts. */
  open(spec: ChannelSpec, events: Partial<ChannelEvents>, until: AbortSignal): ChannelHandle;
  /** The names of the broadcasts on any topic. */
  readonly news: Subscribable<string>;
  stats(): readonly ChannelStats[];
  /** Leaves a topic, whoever holds it. */
  unsubscribe(topic: string): void;
  /** Leaves all topics. */
  unsubscribeAll(): void;
}

/** What the topics are joined by, until `until` aborts. */
export type ChannelsOptions = Omit<ChannelContext, 'queue'> & { until: AbortSignal };

/** Topics that nobody uses stay joined, at most so many … */
const MAX_IDLE = 10;
/** … and at most so long. */
const IDLE_MS = 30 * 60 * 1000;
/** A topic with presence is left soon: whoever has left the page must not seem to be there. */
const PRESENCE_GRACE_MS = 300;

interface Topic {
  readonly spec: ChannelSpec;
  readonly joined: JoinedChannel;
  readonly users: Set<Partial<ChannelEvents>>;
  readonly created: number;
  lastUsed: number;
  messageCount: number;
  cancelEnd?: (() => void) | undefined;
}

/** Opens the registry of topics. */
export function createChannels(options: ChannelsOptions): Channels {
  const { environment, connection, until } = options;
  const context: ChannelContext = { ...options, queue: createJoinQueue(connection, environment, until) };
  const topics = new Map<string, Topic>();
  const news = emitter<string>();

  const join = (spec: ChannelSpec): Topic => {
    const users = new Set<Partial<ChannelEvents>>();
    const now = environment.now();
    const topic: Topic = {
      spec,
      users,
      created: now,
      lastUsed: now,
      messageCount: 0,
      joined: joinChannel(
        spec,
        fanOut(users, () => count(topic, environment), news.emit),
        context,
      ),
    };
    topics.set(spec.topic, topic);
    connection.report({ type: 'wanted' });
    return topic;
  };
  const leave = (name: string): void => {
    const topic = topics.get(name);
    if (!topic) return;
    topics.delete(name);
    topic.cancelEnd?.();
    topic.joined.close();
    if (topics.size === 0) connection.report({ type: 'unwanted' });
  };
  const release = (topic: Topic, user: Partial<ChannelEvents>): void => {
    topic.users.delete(user);
    if (topic.users.size > 0 || topics.get(topic.spec.topic) !== topic) return;
    const ms = isRoom(topic) ? PRESENCE_GRACE_MS : IDLE_MS;
    topic.cancelEnd = environment.after(ms, () => leave(topic.spec.topic));
    for (const name of surplus(topics.values())) leave(name);
  };

  connection.wakes.subscribe(() => {
    for (const { joined } of topics.values()) joined.hurry();
  });

  return {
    open(spec, events, until) {
      const topic = topics.get(spec.topic) ?? join(spec);
      if (!covers(topic.spec, spec))
        throw new TypeError(`Topic ${spec.topic} is already joined in another way.`);
      topic.cancelEnd?.();
      topic.cancelEnd = undefined;
      const user = { ...events };
      topic.users.add(user);
      until.addEventListener('abort', () => release(topic, user), { once: true });
      return topic.joined;
    },
    news,
    stats: () => [...topics.values()].map((topic) => statsOf(topic, environment.now())),
    unsubscribe: leave,
    unsubscribeAll() {
      for (const name of [...topics.keys()]) leave(name);
    },
  };
}

function fanOut(
  users: ReadonlySet<Partial<ChannelEvents>>,
  onMessage: () => void,
  tell: (event: string) => void,
): ChannelEvents {
  const each = (act: (user: Partial<ChannelEvents>) => void): void => {
    onMessage();
    for (const user of [...users]) act(user);
  };
  return {
    onChange: (change) => each((user) => user.onChange?.(change)),
    onBroadcast(event, payload) {
      each((user) => user.onBroadcast?.(event, payload));
      tell(event);
    },
    onPresence: (state) => each((user) => user.onPresence?.(state)),
  };
}

function count(topic: Topic, environment: Environment): void {
  topic.messageCount += 1;
  topic.lastUsed = environment.now();
}

/** Whether what was joined serves whoever wants `wanted`. */
function covers(joined: ChannelSpec, wanted: ChannelSpec): boolean {
  return JSON.stringify(joined) === JSON.stringify(wanted);
}

/** Whether others see who has joined. */
function isRoom({ spec }: Topic): boolean {
  return spec.presenceKey !== undefined;
}

/** The idle topics that are too many, the longest unused first. Rooms leave by themselves, and push nothing out until then. */
function surplus(topics: Iterable<Topic>): readonly string[] {
  const idle = [...topics]
    .filter((topic) => topic.users.size === 0 && !isRoom(topic))
    .sort((a, b) => a.lastUsed - b.lastUsed);
  return idle.slice(0, Math.max(0, idle.length - MAX_IDLE)).map(({ spec }) => spec.topic);
}

function statsOf({ spec, created, lastUsed, messageCount, users }: Topic, now: number): ChannelStats {
  return {
    topic: spec.topic,
    created,
    lastUsed,
    messageCount,
    ageMinutes: (now - created) / 60_000,
    users: users.size,
  };
}
