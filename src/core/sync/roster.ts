import { isUuid } from '../lib/uuid.ts';
import type { PresenceState } from './channel.ts';

/** How a person is here. */
export type PeerStatus = 'online' | 'away';

/** A person who is here, however many tabs they have open. */
export interface Peer {
  readonly id: string;
  readonly status: PeerStatus;
  /** The id of the event that they look at, in whichever of their tabs they are; null for none. */
  readonly looksAt: string | null;
}

/** What a connection tells of itself. Field names as in the product's protocol. */
export interface PresenceMeta {
  readonly user_id: string;
  readonly tab: string;
  readonly status: PeerStatus;
  /** Which of the connection's joins this is. */
  readonly visit: number;
  /** ISO timestamp of the last change of status, by that person's clock: for display only. */
  readonly last_seen: string;
  /** The event that is looked at there: who may not read it learns no more than its id. */
  readonly event_id: string | null;
}

/** One connection of a person: a tab, or a device. */
export interface Connected {
  readonly person: string;
  readonly status: PeerStatus;
  /** Changes whenever it joins anew. */
  readonly visit: number;
  readonly looksAt: string | null;
  /** When it was missed first, by the local clock; undefined while it is here. */
  readonly missedAt: number | undefined;
}

/** The connections that are here, by the id that each gave itself. */
export type Roster = ReadonlyMap<string, Connected>;

/** Before anybody is known. */
export const NOBODY: Roster = new Map();

/** Whoever reloads the page is back within this time, and was never gone. */
export const LEAVE_MS = 3_000;
/** So many connections are believed in, of one person and in all: far more than people have. */
export const ROSTER_LIMITS = { perPerson: 20, inAll: 500 } as const;

/**
 * Who is here now by what the server tells. Those known before come first: nobody new takes their id or their
 * place. Whoever is missing stays a little while. A person is the key under which they are present, which the payload
 * cannot change; a key or an id that is no UUID is nobody's.
 */
export function rosterOf(before: Roster, told: PresenceState, now: number): Roster {
  const present = new Map(connectionsIn(told).map((one) => [`${one.person} ${one.tab}`, one]));
  const next = new Map<string, Connected>();
  const counts = new Map<string, number>();
  const admit = (tab: string, one: Connected): void => {
    next.set(tab, one);
    counts.set(one.person, (counts.get(one.person) ?? 0) + 1);
  };
  for (const [tab, known] of before) {
    const still = present.get(`${known.person} ${tab}`);
    const missedAt = known.missedAt ?? now;
    if (still) admit(tab, connectedOf(still));
    else if (now < missedAt + LEAVE_MS) admit(tab, { ...known, missedAt });
  }
  for (const one of present.values()) {
    const ofPerson = counts.get(one.person) ?? 0;
    const isFull = next.size >= ROSTER_LIMITS.inAll || ofPerson >= ROSTER_LIMITS.perPerson;
    if (!isFull && !next.has(one.tab)) admit(one.tab, connectedOf(one));
  }
  return next;
}

/** Whether somebody has joined, for the first time or anew: they know nothing of what was said before. */
export function hasArrivals(before: Roster, now: Roster): boolean {
  return [...now].some(([tab, { visit }]) => before.get(tab)?.visit !== visit);
}

/** When the next of the missing has to be forgotten; `Infinity` while nobody is missing. */
export function nextDeparture(roster: Roster): number {
  const missing = [...roster.values()].map(({ missedAt }) => missedAt ?? Infinity);
  return Math.min(...missing) + LEAVE_MS;
}

/** Who is here, one entry per person: as in the tab where they are most. Sorted by id, so that equal states look equal. */
export function peersIn(roster: Roster): readonly Peer[] {
  const peers = new Map<string, Peer>();
  for (const { person: id, status, looksAt } of roster.values()) {
    const peer = { id, status, looksAt };
    const before = peers.get(id);
    if (!before || liveliness(peer) > liveliness(before)) peers.set(id, peer);
  }
  return [...peers.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** How much somebody is in a tab: it is looked at, and there something in particular. */
function liveliness({ status, looksAt }: Peer): number {
  return (status === 'online' ? 2 : 0) + (looksAt === null ? 0 : 1);
}

interface Appearance extends Omit<Connected, 'missedAt'> {
  readonly tab: string;
}

function connectedOf({ person, status, visit, looksAt }: Appearance): Connected {
  return { person, status, visit, looksAt, missedAt: undefined };
}

function connectionsIn(told: PresenceState): readonly Appearance[] {
  return Object.entries(told)
    .filter(([person, metas]) => isCanonical(person) && Array.isArray(metas))
    .flatMap(([person, metas]) => metas.flatMap((meta) => appearanceOf(person, meta) ?? []));
}

function appearanceOf(person: string, meta: unknown): Appearance | undefined {
  const { tab, status, visit, event_id: event } = (meta ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof tab !== 'string' || !isCanonical(tab)) return undefined;
  return {
    tab,
    person,
    status: status === 'online' ? 'online' : 'away',
    visit: typeof visit === 'number' ? visit : 0,
    looksAt: typeof event === 'string' && isCanonical(event) ? event : null,
  };
}

/** Two spellings of one id would be two people. */
function isCanonical(id: string): boolean {
  return isUuid(id) && id === id.toLowerCase();
}
