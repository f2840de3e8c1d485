import type { Environment } from '../environment.ts';
import { NalityError } from '../errors.ts';
import { backoff } from '../lib/backoff.ts';
import { signal, type Readable } from '../lib/signal.ts';
import type { ClientChannel, SupabaseLike } from './client.ts';
import type { Line } from './connection.ts';
import { configOf, listen } from './channel-wire.ts';
import { joinFailureOf } from './join-failure.ts';
import type { JoinQueue } from './join-queue.ts';
import type { LineOptions } from './line-options.ts';
import { createOutgoing } from './outgoing.ts';
import type { Values } from './rows.ts';

/** Rows of a table whose changes a topic carries. */
export interface TableFilter {
  readonly table: string;
  /** In Realtime's grammar, e.g. `user_id=eq.…`. */
  readonly filter: string;
}

/** What a topic is joined with. Known before the join: Realtime takes no listener afterwards. */
export interface ChannelSpec {
  readonly topic: string;
  /** Rows to hear of by postgres_changes. */
  readonly changes: readonly TableFilter[];
  /** The database broadcasts changes on this topic: live only once its feed stands. */
  readonly feed: boolean;
  /** Under which key I am present; undefined for a topic without presence. */
  readonly presenceKey: string | undefined;
}

/** A changed row as either feed tells it. */
export interface Change {
  readonly table: string;
  /** Which row; undefined where not even that was told. */
  readonly id: string | undefined;
  /** The new row, maybe without some columns; undefined where it was not sent whole, and for a deletion. */
  readonly row: Values | undefined;
}

/** Who is present: per key the states that its connections told. */
export type PresenceState = Readonly<Record<string, readonly Values[]>>;

/** Where a topic stands. */
export type ChannelState =
  | { readonly name: 'joining' }
  /** Joined, and every feed asked for stands: from here on nothing is missed. */
  | { readonly name: 'live' }
  /** Lost; it comes back by itself. */
  | { readonly name: 'lost' }
  /** Joined, but the server cannot send changes. */
  | { readonly name: 'deaf'; readonly error: NalityError }
  /** The server says no. */
  | { readonly name: 'refused'; readonly error: NalityError };

/** What comes in on a topic. */
export interface ChannelEvents {
  onChange(change: Change): void;
  onBroadcast(event: string, payload: Values): void;
  onPresence(state: PresenceState): void;
}

/** One topic, joined. */
export interface JoinedChannel {
  readonly state: Readable<ChannelState>;
  /**
   * Sends to the others. While the topic is not joined it is dropped, for what it tells would be outdated later; with
   * `keepMs` it waits so many milliseconds for the next join.
   */
  broadcast(event: string, payload: Values, options?: { keepMs: number }): void;
  /** Tells the others how I am here. Rejects nothing; false when it was not taken. */
  track(state: Values): Promise<boolean>;
  /** Joins anew, for instance after rights have changed. */
  rejoin(): void;
  /** Waits no longer: after a wake what was refused or out of reach is worth one more try. */
  hurry(): void;
  close(): void;
}

/** What a topic is joined by. */
export interface ChannelContext {
  client: SupabaseLike;
  connection: Line;
  /** Whose turn it is. */
  queue: JoinQueue;
  line: LineOptions;
  environment: Environment;
}

/** Each one object: the server says again that a feed stands after every renewed token, which is no news. */
const LIVE: ChannelState = { name: 'live' };
const LOST: ChannelState = { name: 'lost' };

/** Refusals that repeat: after so many the topic is left in peace until something has changed. */
const MAX_REFUSALS = 3;
/** A topic that has been joining for so long is joined anew: the client has lost track of it. */
const WATCHDOG_MS = 60_000;

/**
 * Joins one topic and keeps it joined. All topics are private: the server checks who may listen and speak.
 *
 *     queue ──turn──▶ signing in ──▶ subscribed ──▶ live | deaf
 *       ▲                 │              │
 *       ├──── line lost ──┴──────────────┤
 *       ╰── after a pause ◀── closed, timed out, refused (3 denials: not before `rejoin`)
 *
 * A page's own client would rejoin by itself, all topics at once and with the token of before the loss. So it never gets
 * to that: a channel that is not joined any more is let go, and its successor waits its turn and signs in first.
 */
export function joinChannel(
  spec: ChannelSpec,
  events: ChannelEvents,
  context: ChannelContext,
): JoinedChannel {
  const { client, connection, queue, environment, line } = context;
  const state = signal<ChannelState>({ name: 'joining' });
  const outgoing = createOutgoing(environment.now);
  let channel: ClientChannel | undefined;
  let subscribed = false;
  let failures = 0;
  let denials = 0;
  /** Whether it waits for a pause to end. */
  let pausing = false;
  let leaveQueue: (() => void) | undefined;
  let cancelTimer: (() => void) | undefined;
  /** Set from the start of a join to its end, so that a late sign-in does not join a topic that was let go. */
  let attempt: object | undefined;

  const enter = (): void => {
    letGo();
    leaveQueue = queue.enter(() => void join());
  };
  const join = async (): Promise<void> => {
    const mine = (attempt = {});
    cancelTimer = environment.after(WATCHDOG_MS, enter);
    const error = await connection.ready().then(
      () => undefined,
      (caught: unknown) => ({ caught }),
    );
    if (attempt !== mine) return;
    if (!connection.open.get()) return enter();
    if (!error) return subscribe();
    environment.log('warn', `The topic ${spec.topic} cannot be joined now.`, error.caught);
    enterLater();
  };
  const subscribe = (): void => {
    const joining = client.channel(spec.topic, { config: configOf(spec) });
    channel = joining;
    listen(joining, spec, events);
    joining.on('system', {}, (message) => channel === joining && onSystem(message));
    joining.subscribe((status, error) => {
      if (channel !== joining) return;
      if (status === 'SUBSCRIBED') onSubscribed();
      else onFailure(status, error);
    }, line.timeoutMs);
  };
  const onSubscribed = (): void => {
    cancelTimer?.();
    subscribed = true;
    failures = 0;
    denials = 0;
    connection.report({ type: 'answered' });
    for (const message of outgoing.take()) send(message.event, message.payload);
    if (spec.changes.length === 0 && !spec.feed) state.set(LIVE);
  };
  const onSystem = ({ extension, status, message }: SystemMessage): void => {
    const feed = spec.changes.length > 0 ? 'postgres_changes' : spec.feed ? 'system' : undefined;
    if (extension !== feed) return;
    if (status === 'ok') state.set(LIVE);
    else if (subscribed)
      state.set({ name: 'deaf', error: new NalityError('server', message ?? 'No changes can be sent.') });
  };
  const onFailure = (status: string, error: Error | undefined): void => {
    const failure = joinFailureOf(status, error);
    letGo();
    if (failure.name === 'line-lost') {
      connection.report({ type: 'lost' });
      state.set(LOST);
      return enter();
    }
    if (status === 'CHANNEL_ERROR') connection.report({ type: 'answered' });
    if (failure.name === 'passing') {
      state.set(LOST);
      return enterLater();
    }
    if (failure.error.code === 'auth-expired') connection.report({ type: 'auth-lost', error: failure.error });
    else denials += 1;
    state.set(failure);
    if (denials < MAX_REFUSALS) enterLater();
  };
  const enterLater = (): void => {
    letGo();
    failures += 1;
    const pause = backoff(failures, { ...line.reconnect, random: environment.random });
    cancelTimer = environment.after(pause, enter);
    pausing = true;
  };
  const letGo = (): void => {
    leaveQueue?.();
    cancelTimer?.();
    pausing = false;
    attempt = undefined;
    subscribed = false;
    const old = channel;
    channel = undefined;
    if (old) void client.removeChannel(old);
  };
  /** Between a loss and its news a page's own client would send by HTTP instead, in no order. */
  const canSend = (): boolean => subscribed && client.realtime.isConnected();
  const send = (event: string, payload: Values): void => {
    void channel?.send({ type: 'broadcast', event, payload });
  };

  const rejoin = (): void => {
    denials = Math.min(denials, MAX_REFUSALS - 1);
    enter();
  };

  enter();
  return {
    state,
    rejoin,
    hurry: () => void ((pausing || state.get().name === 'refused') && rejoin()),
    broadcast: (event, payload, options) => {
      if (canSend()) send(event, payload);
      else if (options) outgoing.keep({ event, payload }, options.keepMs);
    },
    track: async (payload) => canSend() && (await channel?.track({ ...payload })) === 'ok',
    close: letGo,
  };
}

interface SystemMessage {
  extension?: string;
  status?: string;
  message?: string;
}
