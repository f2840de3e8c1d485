import type { Environment } from './environment.ts';
import type { FeatureContext } from './features/feature-context.ts';
import type { Feature } from './features/feature.ts';
import { MERGE_RULES } from './features/merge-rules.ts';
import { createProfiles, type Profiles } from './features/profiles.ts';
import { leases, type Leases } from './lib/lease.ts';
import { computed, watch, type Readable } from './lib/signal.ts';
import type { Channels } from './sync/channels.ts';
import type { ConflictPolicy, ConflictStrategy } from './sync/conflict.ts';
import type { ConnectionState } from './sync/connection-state.ts';
import type { Connection } from './sync/connection.ts';
import { sameIdentity, type Identity, type IdentityWatch } from './sync/identity.ts';
import { createOutbox, type Outbox } from './sync/outbox.ts';
import type { Remote } from './sync/remote.ts';
import { createRowCache } from './sync/row-cache.ts';

/** Everything that belongs to one person: it ends when another one signs in. */
export interface Session {
  readonly outbox: Outbox;
  /** Deletes what the person has seen from this machine, not what they wrote. */
  forget(): Promise<void>;
  readonly profiles: Profiles;
  /** Takes a feature of this key, shared by all who ask, until `until` aborts. */
  use<T>(feature: Feature<T>, key: string, until: AbortSignal): T;
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
  mergeFields?: readonly string[] | undefined;
  maxRetries?: number | undefined;
  until: AbortSignal;
}

/** An element that is moved or remounted finds its things again within this time. */
const GRACE_MS = 500;

/** Opens what belongs to the person who is signed in, or will turn out to be. */
export function createSession(options: SessionOptions): Session {
  const { environment, connection, channels, remote, identity, project, changes, conflictStrategy, until } =
    options;
  const sharing = { graceMs: GRACE_MS, after: environment.after };
  const owner = firstKnown(identity.current, until);
  const me = computed([identity.current], (current) => (current.name === 'person' ? current.id : undefined));
  const ways = new Map<string, Pick<ConflictPolicy, 'strategy' | 'mergeFields'>>();
  const namespace = owner.then(
    (person) => `nality:${project}:${person.name === 'person' ? person.id : 'anon'}`,
  );
  const records = namespace.then((name) => environment.openStore(name, until));
  const cache = createRowCache(records, environment);
  const profiles = createProfiles({ ...options, cache, news: channels.news });
  const outbox = createOutbox({
    remote,
    environment,
    records,
    namespace,
    person: owner.then((person) => (person.name === 'person' ? person.id : undefined)),
    isMine: async () => sameIdentity(await owner, await identity.refresh()),
    policyOf: ({ table, scope }) => ({
      strategy: conflictStrategy,
      mergeFields: options.mergeFields,
      ...ways.get(`${table} ${scope}`),
      merges: MERGE_RULES[table] ?? {},
    }),
    maxRetries: options.maxRetries,
    until,
  });
  const opened = new Map<string, Leases<unknown>>();
  const use = <T>(feature: Feature<T>, key: string, end: AbortSignal): T => {
    const { name } = feature;
    const shared = opened.get(name) ?? leases((of, last) => feature.open(of, context, last), sharing);
    opened.set(name, shared);
    return shared.acquire(key, end) as T;
  };
  const context: FeatureContext = {
    environment,
    project,
    connection,
    channels,
    remote,
    outbox,
    cache,
    profiles,
    openStore: async (name) => environment.openStore(`${await namespace}:${name}`, until),
    resolveConflicts: (table, scope, strategy, mergeFields = options.mergeFields) =>
      void ways.set(`${table} ${scope}`, { strategy, mergeFields }),
    me,
    feedOf: (topic, tables) => ({
      topic,
      changes: changes === 'postgres' ? tables : [],
      feed: changes === 'broadcast',
      presenceKey: undefined,
    }),
    use,
  };

  const flushWhenOnline = ({ name }: ConnectionState): void => void (name === 'online' && outbox.flush());
  watch(connection.state, flushWhenOnline, until);
  until.addEventListener('abort', connection.wakes.subscribe(outbox.flush), { once: true });
  // Whoever uses another feature was opened before it, and ends before it.
  until.addEventListener('abort', () => {
    for (const shared of opened.values()) shared.close();
  });
  return { outbox, profiles, use, forget: cache.clear };
}

/** Who it turns out to be, once that is known. */
function firstKnown(identity: Readable<Identity>, until: AbortSignal): Promise<Identity> {
  return new Promise((resolve) =>
    watch(identity, (current) => current.name !== 'unknown' && resolve(current), until),
  );
}
