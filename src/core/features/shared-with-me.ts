import { computed, type Readable } from '../lib/signal.ts';
import { createFact, phaseOfFact } from '../sync/fact.ts';
import type { Feature, Opened } from './feature.ts';
import type { FeatureContext } from './feature-context.ts';
import { followRightsOfMine } from './inbox-topic.ts';
import type { Profile } from './profiles.ts';
import type { ShareLevel } from './shares.ts';

/** A timeline that is shared with me, or with a family of mine. */
export interface SharedTimeline {
  /** Whose it is; nameless until the name is known. */
  readonly owner: Profile;
  /** The highest level that reaches me. */
  readonly level: ShareLevel;
}

/** A family that I belong to. */
export interface MyFamily {
  readonly id: string;
  readonly name: string;
}

/** What is shared with me. */
export interface SharedWithMe extends Opened {
  /** The timelines of others, by the owners' names; undefined until they are known. */
  readonly timelines: Readable<readonly SharedTimeline[] | undefined>;
  /** The families that I belong to, by name; undefined until they are known. */
  readonly families: Readable<readonly MyFamily[] | undefined>;
  /** Founds a family, whose first owner I am. Returns its id. @throws NalityError `invalid` for a name that is empty or too long */
  found(name: string): Promise<string>;
}

/** Whatever no hint has told is seen after so long, in milliseconds. */
const EVERY_MS = 5 * 60_000;
const LEVELS: readonly ShareLevel[] = ['view', 'comment', 'edit', 'admin'];

/** What is shared with a person, by their own id. What is given or taken is seen at once. */
export const sharedWithMeFeature: Feature<SharedWithMe> = { name: 'shared-with-me', open: openShared };

interface Known {
  readonly families: readonly MyFamily[];
  readonly levels: Readonly<Record<string, ShareLevel>>;
}

function openShared(me: string, context: FeatureContext, until: AbortSignal): SharedWithMe {
  const { remote, profiles, environment } = context;
  const fact = createFact<Known>({
    name: `shared-with:${me}`,
    async read() {
      await remote.checkSchema();
      const mine = await remote.select<{ family: MyFamily }>(
        'family_members',
        'family:families(id,name)',
        'user_id',
        [me],
      );
      const families = mine.map(({ family }) => family).sort((a, b) => a.name.localeCompare(b.name));
      const grantees = [me, ...families.map(({ id }) => id)];
      return { families, levels: levelsOf(await readShares(grantees, context), me) };
    },
    everyMs: EVERY_MS,
    ...context,
    until,
  });
  followRightsOfMine(fact.refresh, context, until);
  const owners = computed([fact.value], (known) => new Map([['', Object.keys(known?.levels ?? {})]]));
  return {
    phase: phaseOfFact(fact),
    timelines: computed(
      [fact.value, profiles.resolve(owners)],
      (known, named) => known && timelinesOf(known, named.get('') ?? []),
    ),
    families: computed([fact.value], (known) => known?.families),
    async found(name) {
      const id = environment.uuid();
      await remote.put('families', { id, name }, 'id', { leave: true });
      fact.refresh();
      return id;
    },
  };
}

interface ShareRow {
  readonly owner_id: string;
  readonly level: ShareLevel;
  readonly deleted_at: string | null;
}

function readShares(grantees: readonly string[], { remote }: FeatureContext): Promise<readonly ShareRow[]> {
  return remote.select<ShareRow>('timeline_shares', 'owner_id,level,deleted_at', 'grantee_id', grantees);
}

/** Per owner the highest of all levels. */
function levelsOf(rows: readonly ShareRow[], me: string): Known['levels'] {
  const levels: Record<string, ShareLevel> = {};
  for (const { owner_id: owner, level, deleted_at: ended } of rows) {
    if (ended !== null || owner === me) continue;
    const before = levels[owner];
    if (!before || LEVELS.indexOf(level) > LEVELS.indexOf(before)) levels[owner] = level;
  }
  return levels;
}

function timelinesOf({ levels }: Known, owners: readonly Profile[]): readonly SharedTimeline[] {
  return owners
    .flatMap((owner) => {
      const level = levels[owner.id];
      return level ? [{ owner, level }] : [];
    })
    .sort((a, b) => a.owner.name.localeCompare(b.owner.name));
}
