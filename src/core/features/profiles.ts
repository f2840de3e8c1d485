import type { Environment } from '../environment.ts';
import { budget } from '../lib/budget.ts';
import type { Subscribable } from '../lib/emitter.ts';
import { computed, signal, switched, type Readable, type Signal } from '../lib/signal.ts';
import type { Connection } from '../sync/connection.ts';
import { createReader } from '../sync/reader.ts';
import type { Remote } from '../sync/remote.ts';
import type { RowCache } from '../sync/row-cache.ts';

/** What others may know of a person. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  /** Not yet checked: whoever shows it passes it through `safeUrl`. */
  readonly avatarUrl: string | null;
}

/** The names and pictures of people, the only ones that are shown. */
export interface Profiles {
  /** A person's profile; undefined until it is loaded, and for whom I may not know. */
  get(id: string): Readable<Profile | undefined>;
  /** The same lists with profiles for ids; nameless where the profile is not known. */
  resolve(
    byKey: Readable<ReadonlyMap<string, readonly string[]>>,
  ): Readable<ReadonlyMap<string, readonly Profile[]>>;
}

interface ProfileRow {
  id: string;
  display_name: string | null;
  avatar_url: string | null;
}

/** What profiles are read with. */
export interface ProfilesOptions {
  remote: Pick<Remote, 'select'>;
  cache: Pick<RowCache, 'recall' | 'remember'>;
  connection: Pick<Connection, 'ready' | 'state'>;
  /** The names of the broadcasts on all topics. */
  news: Subscribable<string>;
  environment: Environment;
  until: AbortSignal;
}

/** What the database broadcasts, without a word on whose it is, to every room that somebody's changed profile concerns. */
const PROFILE_CHANGED = 'profile';
/** So many are asked for at once: the address of a request has to stay short. */
const KEYS = 100;
/** Those of one moment, in milliseconds, are asked for together. */
const MOMENT_MS = 10;
/** However often somebody changes a name: all that are known are read so often. */
const READINGS = { calls: 3, perMs: 10_000 };
/** So many are kept for the next page. */
const KEPT = 500;

/**
 * Reads profiles when they are first asked for, and all of them again when one of them may have changed: when a room hears so, and
 * when the line is back. They are kept for reading offline.
 */
export function createProfiles(options: ProfilesOptions): Profiles {
  const { remote, cache, connection, news, environment, until } = options;
  const known = new Map<string, Signal<Profile | undefined>>();
  const kept = new Map<string, Profile>();
  const wanted = new Set<string>();
  let cancel: (() => void) | undefined;

  const learn = (profile: Profile): void => {
    const shown = known.get(profile.id);
    kept.set(profile.id, profile);
    if (JSON.stringify(shown?.get()) !== JSON.stringify(profile)) shown?.set(profile);
  };
  const readSome = async (ids: readonly string[]): Promise<void> => {
    // Whoever asks again from here on gets a later answer.
    for (const id of ids) wanted.delete(id);
    try {
      const rows = await remote.select<ProfileRow>('profiles', 'id,display_name,avatar_url', 'id', ids);
      if (!until.aborted) for (const row of rows) learn(profileOf(row));
    } catch (error) {
      for (const id of ids) wanted.add(id);
      throw error;
    }
  };
  const reader = createReader({
    async read() {
      await connection.ready();
      while (wanted.size > 0 && !until.aborted) await readSome([...wanted].slice(0, KEYS));
      cache.remember('profiles', [...kept.values()].slice(-KEPT));
    },
    onError: (error) => environment.log('warn', 'Could not load the names of people.', error),
    ...options,
  });
  const want = (ids: Iterable<string>): void => {
    for (const id of ids) wanted.add(id);
    if (wanted.size > 0) cancel ??= environment.after(MOMENT_MS, () => ((cancel = undefined), reader.run()));
  };
  const { request: readAgain } = budget(() => want(known.keys()), {
    ...READINGS,
    now: environment.now,
    after: environment.after,
    until,
  });
  const recall = async (): Promise<void> => {
    const recalled = (await cache.recall<readonly Profile[]>('profiles')) ?? [];
    for (const profile of recalled) if (!kept.has(profile.id)) learn(profile);
  };
  const get = (id: string): Readable<Profile | undefined> => {
    let profile = known.get(id);
    if (!profile) {
      known.set(id, (profile = signal(kept.get(id))));
      want([id]);
    }
    return profile;
  };

  void recall();
  const stops = [
    news.subscribe((event) => event === PROFILE_CHANGED && readAgain()),
    connection.state.subscribe(({ name }) => name === 'online' && readAgain()),
    () => cancel?.(),
  ];
  for (const stop of stops) until.addEventListener('abort', stop, { once: true });
  return {
    get,
    resolve: (byKey) =>
      switched(byKey, (lists) => {
        const ids = [...new Set([...lists.values()].flat())];
        return computed(ids.map(get), (...profiles) => {
          const byId = new Map(ids.map((id, i) => [id, profiles[i] ?? nameless(id)]));
          return new Map(
            [...lists].map(([key, list]) => [key, list.map((id) => byId.get(id) ?? nameless(id))]),
          );
        });
      }),
  };
}

function nameless(id: string): Profile {
  return { id, name: '', avatarUrl: null };
}

/** A profile from its row. */
export function profileOf({ id, display_name: name, avatar_url: avatarUrl }: ProfileRow): Profile {
  return { id, name: name ?? '', avatarUrl };
}
