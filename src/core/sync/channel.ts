import type { RealtimeChannel } from '@supabase/realtime-js';
import type { Environment } from '../environment.ts';
import { NalityError, type NalityErrorCode } from '../errors.ts';
import { backoff } from '../lib/backoff.ts';
import { signal, type Readable } from '../lib/signal.ts';
import type { SupabaseLike } from './client.ts';
import type { Connection } from './connection.ts';
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
  /** Sends to the others; dropped while not joined, for what it tells would be outdated later. */
  broadcast(event: string, payload: Values): void;
  /** Tells the others how I am here. Rejects nothing; false when it was not taken. */
  track(state: Values): Promise<boolean>;
  /** Joins anew, for instance after rights have changed. */
  rejoin(): void;
  close(): void;
}

/** What a topic is joined by. */
export interface ChannelContext {
  client: SupabaseLike;
  connection: Connection;
  environment: Environment;
}

/** Refusals that repeat: after so many the topic is left in peace until something has changed. */
const MAX_REFUSALS = 3;

/** Joins one topic and keeps it joined. All topics are private: the server checks who may listen and speak. */
export function joinChannel(
  spec: ChannelSpec,
  events: ChannelEvents,
  context: ChannelContext,
): JoinedChannel {
  const { client, connection, environment } = context;
  const state = signal<ChannelState>({ name: 'joining' });
  let channel: RealtimeChannel | undefined;
  let subscribed = false;
  let closed = false;
  let failures = 0;
  let refusals = 0;
  let cancelRetry: (() => void) | undefined;

  const join = async (): Promise<void> => {
    try {
      await connection.ready();
      if (!closed && !channel) subscribe();
    } catch (error) {
      environment.log('warn', `The topic ${spec.topic} cannot be joined now.`, error);
      rebuildLater();
    }
  };
  const subscribe = (): void => {
    const joining = client.channel(spec.topic, { config: configOf(spec) });
    channel = joining;
    listen(joining, spec, events);
    joining.on('system', {}, (payload) => channel === joining && onSystem(payload as SystemMessage));
    joining.subscribe((status, error) => channel === joining && onStatus(status, error));
  };
  const onStatus = (status: string, error: Error | undefined): void => {
    if (status !== 'SUBSCRIBED') subscribed = false;
    if (status === 'SUBSCRIBED') onSubscribed();
    else if (status === 'CLOSED') rebuildLater();
    else onFailure(reasonOf(error));
  };
  const onSubscribed = (): void => {
    subscribed = true;
    failures = 0;
    refusals = 0;
    connection.report({ type: 'answered' });
    if (spec.changes.length === 0 && !spec.feed) state.set({ name: 'live' });
  };
  const onSystem = ({ extension, status, message }: SystemMessage): void => {
    const feed = spec.changes.length > 0 ? 'postgres_changes' : spec.feed ? 'system' : undefined;
    if (extension !== feed) return;
    if (status === 'ok') state.set({ name: 'live' });
    else if (subscribed)
      state.set({ name: 'deaf', error: new NalityError('server', message ?? 'No changes can be sent.') });
  };
  const onFailure = (reason: string | undefined): void => {
    if (reason === undefined) {
      state.set({ name: 'lost' });
      if (!client.realtime.isConnected()) connection.report({ type: 'lost' });
      return;
    }
    connection.report({ type: 'answered' });
    const refusal = refusalFor(reason);
    if (!refusal) return state.set({ name: 'lost' });
    if (refusal.code === 'auth-expired') connection.report({ type: 'auth-lost', error: refusal });
    state.set({ name: 'refused', error: refusal });
    refusals += 1;
    if (refusal.code === 'denied' && refusals >= MAX_REFUSALS) drop();
  };
  /** The server closed the topic (expired sign-in, limits, lost right): the library never comes back by itself. */
  const rebuildLater = (): void => {
    drop();
    if (closed) return;
    state.set({ name: 'lost' });
    failures += 1;
    cancelRetry = environment.after(backoff(failures, { random: environment.random }), rejoin);
  };
  const drop = (): void => {
    cancelRetry?.();
    const old = channel;
    channel = undefined;
    subscribed = false;
    if (old) void client.removeChannel(old);
  };
  const rejoin = (): void => {
    drop();
    if (state.get().name !== 'joining') state.set({ name: 'joining' });
    void join();
  };

  void join();
  return {
    state,
    rejoin,
    broadcast: (event, payload) => {
      if (subscribed) void channel?.send({ type: 'broadcast', event, payload });
    },
    track: async (payload) => subscribed && (await channel?.track({ ...payload })) === 'ok',
    close() {
      closed = true;
      drop();
    },
  };
}

interface SystemMessage {
  extension?: string;
  status?: string;
  message?: string;
}

function configOf({ feed, presenceKey }: ChannelSpec) {
  return {
    private: true,
    broadcast: feed ? { replication_ready: true } : {},
    presence: presenceKey === undefined ? { enabled: false } : { key: presenceKey, enabled: true },
  };
}

function listen(
  channel: RealtimeChannel,
  { changes, feed, presenceKey }: ChannelSpec,
  events: ChannelEvents,
): void {
  for (const { table, filter } of changes) {
    channel.on('postgres_changes', { event: '*', schema: 'public', table, filter }, (payload) => {
      events.onChange(changeFromPostgres(payload));
    });
  }
  channel.on('broadcast', { event: '*' }, ({ event, payload }: { event: string; payload?: Values }) => {
    const change = feed ? changeFromBroadcast(payload) : undefined;
    if (change) events.onChange(change);
    else events.onBroadcast(event, payload ?? {});
  });
  if (presenceKey !== undefined) {
    channel.on('presence', { event: 'sync' }, () =>
      events.onPresence(channel.presenceState<Record<string, unknown>>()),
    );
  }
}

/** A change as postgres_changes tells it. With errors in it the record is not whole; of a deletion only the key is told. */
export function changeFromPostgres(payload: {
  table: string;
  new: object;
  old?: object;
  errors?: unknown;
}): Change {
  const { table, new: row, old } = payload;
  const whole = !(payload.errors as unknown[] | null)?.length && 'id' in row;
  return { table, id: idOf(row) ?? idOf(old), row: whole ? (row as Values) : undefined };
}

/** A change as `realtime.broadcast_changes` tells it; undefined for any other broadcast. */
export function changeFromBroadcast(payload: Values | undefined): Change | undefined {
  if (typeof payload?.['operation'] !== 'string' || typeof payload['table'] !== 'string') return undefined;
  const row = (payload['record'] as Values | null) ?? undefined;
  return { table: payload['table'], id: idOf(row) ?? idOf(payload['old_record']), row };
}

function idOf(record: unknown): string | undefined {
  const id = (record as Values | null | undefined)?.['id'];
  return typeof id === 'string' ? id : undefined;
}

/** Why the server refused a join; undefined when it did not, but the line was lost. */
function reasonOf(error: Error | undefined): string | undefined {
  const cause = error?.cause as { reason?: unknown } | undefined;
  // A closed socket has a reason too, mostly an empty one: that is not the server's answer to a join.
  if (typeof cause?.reason !== 'string' || 'wasClean' in cause) return undefined;
  return cause.reason;
}

/** The server's reasons begin with a code, `Unauthorized: You do not …`; those that pass are no refusals. */
const REFUSALS: Readonly<Record<string, NalityErrorCode>> = {
  Unauthorized: 'denied',
  PrivateOnly: 'denied',
  TopicNameRequired: 'denied',
  InvalidJWTToken: 'auth-expired',
  MalformedJWT: 'auth-expired',
  JwtSignatureError: 'auth-expired',
};

function refusalFor(reason: string): NalityError | undefined {
  const code = REFUSALS[reason.split(':', 1)[0] ?? ''];
  return code && new NalityError(code, reason);
}
