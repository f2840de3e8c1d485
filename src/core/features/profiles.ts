import type { Environment } from '../environment.ts';
import { coalesce } from '../lib/coalesce.ts';
import { computed, signal, switched, type Readable, type Signal } from '../lib/signal.ts';
import type { Remote } from '../sync/remote.ts';

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

/** Loads profiles when they are first asked for, those of one moment together. */
export function createProfiles(remote: Remote, environment: Environment): Profiles {
  const known = new Map<string, Signal<Profile | undefined>>();

  const load = async (ids: readonly string[]): Promise<void> => {
    const rows = await remote.select<ProfileRow>('profiles', 'id,display_name,avatar_url', 'id', ids);
    for (const row of rows) known.get(row.id)?.set(profileOf(row));
  };
  const forget = (ids: readonly string[]): void => {
    for (const id of ids) known.delete(id);
  };
  const wanted = coalesce<string>(
    (ids) =>
      void load(ids).catch((error: unknown) => {
        environment.log('warn', 'Could not load the names of people.', error);
        forget(ids);
      }),
    { size: 50, ms: 10, after: environment.after },
  );

  const get = (id: string): Readable<Profile | undefined> => {
    let profile = known.get(id);
    if (!profile) {
      known.set(id, (profile = signal<Profile | undefined>(undefined)));
      wanted.add(id);
    }
    return profile;
  };
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
