import type { Environment } from './environment.ts';
import type { FeatureContext } from './features/feature-context.ts';
import { keepLastSeen } from './features/last-seen.ts';
import { LIFE_EVENT_MERGES } from './features/life-event.ts';
import { createPresence, type Presence } from './features/presence.ts';
import { createProfiles, type Profiles } from './features/profiles.ts';
import { createTimeline, type Timeline } from './features/timeline.ts';
import { leases, type Leases } from './lib/lease.ts';
import { computed, watch, type Readable } from './lib/signal.ts';
import { watchActivity } from './sync/activity.ts';
import type { Channels } from './sync/channels.ts';
import type { ConflictStrategy } from './sync/conflict.ts';
import type { ConnectionState } from './sync/connection-state.ts';
import type { Connection } from './sync/connection.ts';
import { sameIdentity, type Identity, type IdentityWatch } from './sync/identity.ts';
import { createOutbox, type Outbox } from './sync/outbox.ts';
import { createPeers } from './sync/peers.ts';
import type { Remote } from './sync/remote.ts';
import { createRowCache } from './sync/row-cache.ts';

/** Everything that belongs to one person: it ends when another one signs in. */
export interface Session {
  readonly outbox: Outbox;
  /** Deletes what the person has seen from this machine, not what they wrote. */
  forget(): Promise<void>;
  readonly profiles: Profiles;
  readonly timelines: Leases<Timeline>;
  readonly presences: Leases<Presence>;
}

/** What a session stands on: it outlives the person. */
export interface SessionOptions {
  environment: Environment;
  connection: Connection;
  channels: Channels;
  remote: Remote;
  identity: IdentityWatch;
  /** Distinguishes this project's records from others'. */
  project: string;
  changes: 'postgres' | 'broadcast';
  conflictStrategy: ConflictStrategy;
  maxRetries?: number | undefined;
  until: AbortSignal;
}

/** An element that is moved or remounted finds its things again within this time. */
const GRACE_MS = 500;

/** Opens what belongs to the person who is signed in, or will turn out to be. */
export function createSession(options: SessionOptions): Session {
  const { environment, connection, channels, remote, identity, changes, conflictStrategy, until } = options;
  const sharing = { graceMs: GRACE_MS, after: environment.after };
  const owner = firstKnown(identity.current, until);
  const me = computed([identity.current], (current) => (current.name === 'person' ? current.id : undefined));
  const profiles = createProfiles(remote, environment);
  const strategies = new Map<string, ConflictStrategy>();
  const namespace = owner.then(
    (person) => `nality:${options.project}:${person.name === 'person' ? person.id : 'anon'}`,
  );
  const records = namespace.then((name) => environment.openStore(name, until));
  const cache = createRowCache(records, environment);
  const outbox = createOutbox({
    remote,
    environment,
    records,
    namespace,
    person: owner.then((person) => (person.name === 'person' ? person.id : undefined)),
    isMine: async () => sameIdentity(await owner, await identity.refresh()),
    policyOf: ({ scope }) => ({
      strategy: strategies.get(scope) ?? conflictStrategy,
      merges: LIFE_EVENT_MERGES,
    }),
    maxRetries: options.maxRetries,
    until,
  });
  const status = watchActivity(environment, until);
  const peers = leases(
    (topic, end) => createPeers({ topic, me: me.get() ?? '', status, channels, environment, until: end }),
    sharing,
  );
  const lastSeen = leases(
    (_me, end) => keepLastSeen({ status, remote, connection, environment, until: end }),
    sharing,
  );
  const context: FeatureContext = {
    environment,
    connection,
    channels,
    remote,
    outbox,
    cache,
    profiles,
    strategies,
    me,
    feedOf: (topic, tables) => ({
      topic,
      changes: changes === 'postgres' ? tables : [],
      feed: changes === 'broadcast',
      presenceKey: undefined,
    }),
    peers(topic, end) {
      lastSeen.acquire('', end);
      return peers.acquire(topic, end);
    },
  };
  const timelines = leases((person, end) => createTimeline(person, context, end), sharing);
  const presences = leases((room, end) => createPresence(room, context, end), sharing);

  const flushWhenOnline = ({ name }: ConnectionState): void => void (name === 'online' && outbox.flush());
  watch(connection.state, flushWhenOnline, until);
  until.addEventListener('abort', connection.wakes.subscribe(outbox.flush), { once: true });
  until.addEventListener('abort', () => {
    timelines.close();
    presences.close();
    peers.close();
    lastSeen.close();
  });
  return { outbox, profiles, timelines, presences, forget: cache.clear };
}

/** Who it turns out to be, once that is known. */
function firstKnown(identity: Readable<Identity>, until: AbortSignal): Promise<Identity> {
  return new Promise((resolve) =>
    watch(identity, (current) => current.name !== 'unknown' && resolve(current), until),
  );
}
