import { budget } from '../lib/budget.ts';
import { openWhile } from '../lib/open-while.ts';
import { isUuid } from '../lib/uuid.ts';
import { computed, constant, signal, switched, watch, type Readable } from '../lib/signal.ts';
import type { ChannelState } from '../sync/channel.ts';
import { LIVE, LOADING, STALE, type Phase } from '../sync/phase.ts';
import { createFact } from '../sync/fact.ts';
import type { Peers } from '../sync/peers.ts';
import type { Peer } from '../sync/roster.ts';
import { attention } from './attention.ts';
import { titlesOf } from './event-titles.ts';
import type { FeatureContext } from './feature-context.ts';
import { profileOf, type Profile } from './profiles.ts';
import type { Feature } from './feature.ts';
import { askAtJoins, onRights } from './rights.ts';
import { roomFeature } from './room.ts';

/** A person of a room, here or not. */
export interface PresentPerson extends Profile {
  readonly status: 'online' | 'away' | 'offline';
  /** When they were last here, ISO timestamp by the server's clock; null for never. */
  readonly lastSeen: string | null;
  readonly me: boolean;
  /** The event that they are looking at; null for none that I may read. */
  readonly lookingAt: { readonly id: string; readonly title: string } | null;
}

/** Who is here. */
export interface Presence {
  /** One entry per person: who is here first, then by name. */
  readonly people: Readable<readonly PresentPerson[]>;
  readonly phase: Readable<Phase>;
  /** Asks again who belongs here: something went wrong, or I may have come into a room that does not tell me. */
  reload(): void;
}

/** A member of a room as the database tells it. */
export interface Member {
  readonly id: string;
  readonly display_name: string | null;
  readonly avatar_url: string | null;
  readonly last_seen_at: string | null;
}

/** Members come and go rarely; when somebody was last here is read again after they have left. */
const MEMBERS_MS = 5 * 60_000;
/**
 * How often it is read again, however many come and go, or somebody pretends it. Rights are asked for up to three times while
 * I come in: what changes just after that is to be followed at once, too.
 */
const READINGS = { rights: { calls: 10, perMs: 10_000 }, leaving: { calls: 3, perMs: 10_000 } };

/** A room, by its name: who may be in it, and who is. */
export const presenceFeature: Feature<Presence> = {
  name: 'presence',
  open: (room, context, until) => openPresence(`presence:${room}`, context, until),
};

/** The people of a topic, those who are not there included. */
export interface PresenceAt extends Presence {
  /** The room itself; undefined while I am not in. */
  readonly room: Readable<Peers | undefined>;
  /** Undefined until it is known; read again whenever a right on the room may be another one. */
  readonly members: Readable<readonly Member[] | undefined>;
}

/** Who may be on a topic and who is. It is joined by its members only. */
export function openPresence(topic: string, context: FeatureContext, until: AbortSignal): PresenceAt {
  const { remote, me, profiles, environment } = context;
  const peers = signal<Peers | undefined>(undefined);
  const members = createFact<readonly Member[]>({
    name: `members:${topic}`,
    async read() {
      await remote.checkSchema();
      return remote.rpc<readonly Member[]>('nality_members', { topic });
    },
    everyMs: MEMBERS_MS,
    ...context,
    until,
  });

  const mayEnter = computed(
    [members.value, me],
    (known, id) => known !== undefined && isWelcome(topic, known, id),
  );
  /** Each kind of news has an allowance of its own: however many come and go, a right is followed at once. */
  const readMembers = (news: keyof typeof READINGS): (() => void) => {
    const { now, after } = environment;
    return budget(members.refresh, { ...READINGS[news], now, after, until }).request;
  };
  const readByRights = readMembers('rights');
  openWhile(mayEnter, until, (open) => {
    const joined = open && context.use(roomFeature, topic, open);
    if (joined) {
      followRights(joined, readByRights, open);
      watch(context.use(attention, '', open).subject, joined.look, open);
    }
    peers.set(joined);
  });
  const told = switched(peers, (open) => open?.people ?? NOBODY);
  const joined = switched(peers, (open) => open?.state ?? JOINING);
  const entered = signal(false);
  watch(joined, ({ name }) => name === 'live' && entered.set(true), until);
  const present = computed([told, joined, entered, me], withMe);
  const ids = computed([present], (all) => new Map([[topic, all.map(({ id }) => id)]]));
  const names = profiles.resolve(ids);
  const looked = computed([told, me], (all, mine) =>
    all.flatMap(({ id, looksAt }) => (id === mine || looksAt === null ? [] : [looksAt])),
  );
  const titles = titlesOf(looked, context, until);
  followLeaving(told, members.value, readMembers('leaving'), until);
  return {
    room: peers,
    members: members.value,
    people: computed([members.value, present, names, me, titles], (known, here, named, mine, titled) =>
      peopleOf(known ?? [], here, named.get(topic) ?? [], mine, titled),
    ),
    reload: members.refresh,
    phase: computed(
      [members.value, members.error, joined, mayEnter, entered],
      (known, error, state, may, was): Phase => {
        if (state.name === 'refused' || state.name === 'deaf') return { name: 'failed', error: state.error };
        if (error) return known ? STALE : { name: 'failed', error };
        if (known === undefined || (may && !was)) return LOADING;
        return !may || state.name === 'live' ? LIVE : STALE;
      },
    ),
  };
}

/** A timeline's, family's or session's room is for its members; a room of any other name for all who are signed in. */
function isWelcome(topic: string, members: readonly Member[], me: string | undefined): boolean {
  if (me === undefined) return false;
  return !isUuid(topic.slice(topic.indexOf(':') + 1)) || members.some(({ id }) => id === me);
}

function followRights({ news, state }: Peers, ask: () => void, until: AbortSignal): void {
  until.addEventListener('abort', news.subscribe(onRights(ask)), { once: true });
  askAtJoins(state, ask, until);
}

/** When somebody was last here, and who a stranger is, the members' list tells. */
function followLeaving(
  people: Readable<readonly Peer[]>,
  members: Readable<readonly Member[] | undefined>,
  read: () => void,
  until: AbortSignal,
): void {
  let before: readonly Peer[] = [];
  const onPeople = (now: readonly Peer[]): void => {
    const known = members.get() ?? [];
    const hasLeft = before.some(({ id }) => !now.some((peer) => peer.id === id));
    const isStrange = now.some(
      ({ id }) => !before.some((peer) => peer.id === id) && !known.some((member) => member.id === id),
    );
    before = now;
    if (hasLeft || isStrange) read();
  };
  watch(people, onPeople, until);
}

const NOBODY = constant<readonly Peer[]>([]);
const JOINING = constant<ChannelState>({ name: 'joining' });

/** Whoever is in is here, also before the server has repeated it; and was here last while the line is lost. */
function withMe(
  told: readonly Peer[],
  { name }: ChannelState,
  entered: boolean,
  me: string | undefined,
): readonly Peer[] {
  const isIn = name === 'live' || (name === 'lost' && entered);
  if (me === undefined || !isIn || told.some(({ id }) => id === me)) return told;
  return [...told, { id: me, status: 'online', looksAt: null }];
}

const RANK = { online: 0, away: 1, offline: 2 } as const;

/** Joins who may be here with who is: one entry per person, whoever is here first. */
export function peopleOf(
  members: readonly Member[],
  here: readonly Peer[],
  names: readonly Profile[],
  me: string | undefined,
  titles: ReadonlyMap<string, string> = new Map(),
): readonly PresentPerson[] {
  const people = new Map<string, PresentPerson>();
  for (const member of members) {
    people.set(member.id, {
      ...profileOf(member),
      status: 'offline',
      lastSeen: member.last_seen_at,
      me: member.id === me,
      lookingAt: null,
    });
  }
  for (const [i, { id, status, looksAt }] of here.entries()) {
    const known = people.get(id);
    const title = titles.get(looksAt ?? '');
    const { name = '', avatarUrl = null } = known ?? names[i] ?? {};
    people.set(id, {
      id,
      name,
      avatarUrl,
      status,
      lastSeen: known?.lastSeen ?? null,
      me: id === me,
      lookingAt: id === me || looksAt === null || title === undefined ? null : { id: looksAt, title },
    });
  }
  return [...people.values()].sort((a, b) => RANK[a.status] - RANK[b.status] || a.name.localeCompare(b.name));
}
