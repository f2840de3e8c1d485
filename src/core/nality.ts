import type { Environment } from './environment.ts';
import type { NalityError } from './errors.ts';
import type { Feature, Opened } from './features/feature.ts';
import type { Profile, Profiles } from './features/profiles.ts';
import type { Push, PushOptions, PushStatus } from './features/push.ts';
import { connectionEvent, outboxEvent, type NalityEvent } from './host-events.ts';
import { emitter, type Subscribable } from './lib/emitter.ts';
import { signal, watch, type Readable } from './lib/signal.ts';
import { createSession, type Session } from './session.ts';
import { openClient, type OpenedClient } from './open-client.ts';
import type { AuthMode } from './sync/auth.ts';
import { createChannels, type ChannelStats } from './sync/channels.ts';
import type { SupabaseLike } from './sync/client.ts';
import type { Phase } from './sync/phase.ts';
import type { ConflictStrategy } from './sync/conflict.ts';
import type { ConnectionState } from './sync/connection-state.ts';
import { createConnection } from './sync/connection.ts';
import {
  identityOf,
  resolveIdentity,
  sameIdentity,
  watchIdentity,
  type Identity,
  type IdentityWatch,
} from './sync/identity.ts';
import { lineOptions, type LineChoices, type LineOptions } from './sync/line-options.ts';
import type { Outbox, OutboxEvent } from './sync/outbox.ts';
import { createPatience } from './sync/patience.ts';
import { rememberIdentity } from './sync/remembered.ts';
import { createRemote } from './sync/remote.ts';

/** How a core is made: either by address and key, or on a client that the page has already. */
export interface NalityOptions extends LineChoices {
  /** The page's own client: one socket for the page. It can have one core at a time. */
  client?: SupabaseLike | undefined;
  /** The address of the Supabase project. */
  url?: string | undefined;
  /** The project's publishable (or anon) key. A secret key is refused. */
  key?: string | undefined;
  /** Third-party sign-in; called again when the token runs out. Takes the place of `auth`. */
  accessToken?: (() => Promise<string | null>) | undefined;
  /** Where the sign-in comes from. Default: `session`, the one that supabase-js keeps for this project. */
  auth?: AuthMode | undefined;
  /** By which feed changes come. Default: `postgres`. */
  changes?: 'postgres' | 'broadcast' | undefined;
  /** What happens to a field that two people changed. Default: `server_wins`. */
  conflictStrategy?: ConflictStrategy | undefined;
  /**
   * For `merge`: only these fields (`tags`, `description`, `importance`) are brought together; of the others the server's
   * value stays. Default: all three.
   */
  mergeFields?: readonly string[] | undefined;
  /** How often a write that fails for an unknown reason is tried again. Default: 3. */
  maxRetries?: number | undefined;
  environment: Environment;
}

/** The part of the outbox that is for the page: writing has its own ways, e.g. `timeline`. */
export type HostOutbox = Pick<
  Outbox,
  'status' | 'pending' | 'conflicts' | 'saved' | 'settle' | 'amend' | 'resolve' | 'flush'
>;

/** The realtime core: one per client, or per project and person. */
export interface Nality {
  readonly connection: Readable<ConnectionState>;
  readonly identity: Readable<Identity>;
  /** Names and pictures. Belongs to the person: ask again after `identity` has changed. */
  readonly profiles: Profiles;
  /** What was written and is not the server's yet, what was refused, and conflicts. Belongs to the person, too. */
  readonly outbox: HostOutbox;
  /**
   * Takes a feature, e.g. `timelineFeature` by its owner's id or `presenceFeature` by a room's name, until `until`
   * aborts. It belongs to the person who is signed in: take it again after `identity` has changed.
   */
  use<T extends Opened>(feature: Feature<T>, key: string, until: AbortSignal): T;
  /**
   * Push messages to this browser, until `until` aborts. Loads what is needed for it: ask at the start, so that a click
   * finds it ready. Rejects when it cannot be loaded.
   */
  push(options: PushOptions, until: AbortSignal): Promise<Push>;
  readonly events: Subscribable<NalityEvent>;
  /** What others are editing on any timeline that is open. */
  readonly editing: Readable<ReadonlyMap<string, readonly Profile[]>>;
  /** Reads again who is signed in, after the page has signed somebody in or out. */
  refreshAuth(): Promise<void>;
  /** The topics that are joined. */
  stats(): readonly ChannelStats[];
  /** Ends everything: sockets, timers, listeners. */
  close(): Promise<void>;
}

/**
 * Makes a core. It connects when the first timeline or room is asked for.
 *
 * @throws NalityError `config` for a url or key that cannot be right or a client that has a core already, `secret-key` for a key that must never
 *   be in a page
 */
export function createNality(options: NalityOptions): Nality {
  const { environment, changes = 'postgres', conflictStrategy = 'server_wins' } = options;
  const end = new AbortController();
  const signOff = new AbortController();
  const until = end.signal;
  const line = lineOptions(options);
  const onSignIn = (): void => {
    if (connection.state.get().name === 'needs-auth') connection.wake();
  };
  const onAuthChange = (): Promise<void> => readSignIn().then(onSignIn);
  const opened = openClient({ ...options, line, onToken: (token) => onToken(token), onAuthChange, until });
  const { client, project, ours } = opened;
  const { identity, readSignIn } = createSignIn(opened, line, environment, until);
  /** Every token that is handed out tells who acts: another person may have signed in behind our back. */
  const onToken = (token: string | null): void => {
    const known = identity.current.get();
    if (known.name !== 'unknown' && !sameIdentity(known, identityOf(token))) void onAuthChange();
  };
  const connection = createConnection({
    client,
    identity,
    environment,
    line,
    hangUp: () => void (ours && client.realtime.disconnect()),
    until,
  });
  const channels = createChannels({ client, connection, line, environment, until });
  const remote = createRemote(client, createPatience(connection.state, environment, until));
  const events = emitter<NalityEvent>();
  const editing = createEditing();

  const openSession = (until: AbortSignal): Session => {
    const shared = { connection, channels, remote, identity, project, changes, conflictStrategy };
    const opened = createSession({ ...options, ...shared, until });
    const tell = (event: OutboxEvent): void => {
      const told = outboxEvent(event, opened.outbox);
      if (told) events.emit(told);
    };
    until.addEventListener('abort', opened.outbox.events.subscribe(tell));
    until.addEventListener('abort', channels.unsubscribeAll);
    watch(opened.outbox.status, (status) => events.emit({ type: 'queue', status }), until);
    return opened;
  };
  const session = perPerson(identity.current, openSession, (left) => void left.forget(), signOff.signal);
  const report = (error: NalityError): void => {
    environment.log(error.retryable ? 'warn' : 'error', error.message, error);
    events.emit({ type: 'error', error });
  };
  const onConnection = (state: ConnectionState): void => {
    if (state.name !== 'idle') events.emit(connectionEvent(state));
    if (state.name === 'failed' || state.name === 'needs-auth') report(state.error);
  };
  const reportFailures = (phase: Readable<Phase | PushStatus>, until: AbortSignal): void =>
    watch(phase, (now) => now.name === 'failed' && report(now.error), until);
  void readSignIn();
  watch(connection.state, onConnection, until);
  return {
    connection: connection.state,
    identity: identity.current,
    get profiles() {
      return session().profiles;
    },
    get outbox() {
      return session().outbox;
    },
    use(feature, key, until) {
      const opened = session().use(feature, key, until);
      reportFailures(opened.phase, until);
      if (opened.editors) editing.follow(opened.editors, until);
      return opened;
    },
    async push(options, until) {
      const device = await environment.pushDevice(options.worker);
      const { createPush } = await import('./features/push.ts');
      const open = AbortSignal.any([until, end.signal]);
      open.throwIfAborted();
      const token = async (): Promise<string | null> => (await client.realtime.accessToken?.()) ?? null;
      const context = { device, remote, environment, identity: identity.current, token, project };
      const push = createPush(options, context, open);
      reportFailures(push.status, open);
      return push;
    },
    events,
    editing: editing.all,
    refreshAuth: () => identity.refresh().then(onSignIn),
    stats: channels.stats,
    async close() {
      signOff.abort();
      end.abort();
    },
  };
}

/** Who acts through a client, and the reading of it until it is known. */
function createSignIn(
  { client, url, known, remembers }: OpenedClient,
  { timeoutMs }: LineOptions,
  environment: Environment,
  until: AbortSignal,
): { identity: IdentityWatch; readSignIn: () => Promise<void> } {
  const identity = watchIdentity({ client, timeoutMs, environment });
  if (known) identity.assume(known);
  const onUnreadable = remembers ? rememberIdentity({ identity, url, environment, until }) : () => undefined;
  return { identity, readSignIn: () => resolveIdentity(identity, environment, onUnreadable, until) };
}

/**
 * What belongs to a person, opened anew when another one signs in: nothing of the one before may stay, on
 * the screen or on the line.
 */
function perPerson<T>(
  identity: Readable<Identity>,
  open: (until: AbortSignal) => T,
  onLeft: (left: T) => void,
  until: AbortSignal,
): () => T {
  let end = new AbortController();
  let current = open(end.signal);
  let known: Identity | undefined;
  const onIdentity = (next: Identity): void => {
    if (next.name === 'unknown') return;
    if (known && !sameIdentity(known, next)) {
      end.abort();
      if (known.name === 'person') onLeft(current);
      end = new AbortController();
      current = open(end.signal);
    }
    known = next;
  };
  watch(identity, onIdentity, until);
  until.addEventListener('abort', () => end.abort(), { once: true });
  return () => current;
}

/** What others edit on any timeline that somebody looks at; an idle one must not mark the page. */
function createEditing() {
  type Editors = NonNullable<Opened['editors']>;
  const all = signal<ReadonlyMap<string, readonly Profile[]>>(new Map());
  const held = new Set<{ readonly editors: Editors }>();
  const update = (): void => all.set(new Map([...held].flatMap(({ editors }) => [...editors.get()])));
  return {
    all,
    follow(editors: Editors, until: AbortSignal): void {
      const hold = { editors };
      held.add(hold);
      watch(editors, update, until);
      until.addEventListener('abort', () => (held.delete(hold), update()), { once: true });
    },
  };
}
