import { computed, watch, type Readable } from '../lib/signal.ts';
import { createFact } from '../sync/fact.ts';
import type { Feature } from './feature.ts';
import type { FeatureContext } from './feature-context.ts';
import { followRightsOfMine } from './inbox-topic.ts';
import { openPresence, type Presence, type PresentPerson } from './presence.ts';

/** Owners say who belongs to a family. */
export type FamilyRole = 'owner' | 'member';

/** Somebody of a family, here or not. */
export interface FamilyMember extends PresentPerson {
  readonly role: FamilyRole;
}

/** A group of people with whom a timeline is shared at once. */
export interface Family extends Presence {
  /** Undefined until it is known; null for whom it is not theirs. */
  readonly name: Readable<string | null | undefined>;
  /** One entry per person: who is here first, then by name. */
  readonly people: Readable<readonly FamilyMember[]>;
  /** What I am in it; undefined for nothing. */
  readonly role: Readable<FamilyRole | undefined>;
  /** Takes somebody in, by their user id. @throws NalityError `denied` */
  add(person: string): Promise<void>;
  /** Takes somebody out. @throws NalityError `denied` */
  remove(person: string): Promise<void>;
  /** Goes out. */
  leave(): Promise<void>;
}

/** A family, by its id. */
export const familyFeature: Feature<Family> = { name: 'family', open: openFamily };

/** What of a family changes rarely. */
interface About {
  readonly name: string | null;
  readonly roles: Readonly<Record<string, FamilyRole>>;
}

/** A name or a role may change without an event: it is asked for at least so often, in milliseconds. */
const EVERY_MS = 60_000;

function openFamily(id: string, context: FeatureContext, until: AbortSignal): Family {
  const { remote, me } = context;
  const topic = `family:${id}`;
  const { people, phase, members, reload } = openPresence(topic, context, until);
  const about = createFact<About>({
    name: topic,
    async read() {
      await remote.checkSchema();
      const [families, roles] = await Promise.all([
        remote.select<{ name: string }>('families', 'name', 'id', [id]),
        remote.select<{ user_id: string; role: FamilyRole }>('family_members', 'user_id,role', 'family_id', [
          id,
        ]),
      ]);
      return {
        name: families[0]?.name ?? null,
        roles: Object.fromEntries(roles.map(({ user_id: person, role }) => [person, role])),
      };
    },
    everyMs: EVERY_MS,
    ...context,
    until,
  });
  // The list of members is read again whenever the room hears of rights; whoever is not in it hears by themselves.
  watch(members, about.refresh, until);
  followRightsOfMine(reload, context, until);
  const takeOut = (person?: string): Promise<void> => remote.rpc('nality_leave', { topic, person });
  return {
    phase,
    reload,
    name: computed([about.value], (known) => known && known.name),
    people: computed([people, about.value], (all, known) =>
      all.map((person) => ({ ...person, role: known?.roles[person.id] ?? 'member' })),
    ),
    role: computed([about.value, me], (known, mine) => known?.roles[mine ?? '']),
    add: (person) =>
      remote.put('family_members', { family_id: id, user_id: person }, 'family_id,user_id', { leave: true }),
    remove: takeOut,
    leave: () => takeOut(),
  };
}
