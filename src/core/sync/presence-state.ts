import { isUuid } from '../lib/uuid.ts';
import type { PresenceState } from './channel.ts';

/** How a person is here. */
export type PeerStatus = 'online' | 'away';

/** A person who is here, however many tabs they have open. */
export interface Peer {
  readonly id: string;
  readonly status: PeerStatus;
}

/** What a connection tells of itself. Field names as in the product's protocol. */
export interface PresenceMeta {
  readonly user_id: string;
  readonly tab: string;
  readonly status: PeerStatus;
  /** ISO timestamp of the last change of status, by that person's clock: for display only. */
  readonly last_seen: string;
}

/** The presence state without keys that cannot be a person: a key is what its client chose. */
export function plausible(state: PresenceState): PresenceState {
  return Object.fromEntries(Object.entries(state).filter(([key]) => isUuid(key)));
}

/** The connections that are present, and the person behind each: its key, not what its payload says. */
export function personsByTab(state: PresenceState): ReadonlyMap<string, string> {
  const tabs = Object.entries(state).flatMap(([id, metas]) =>
    metas.map((meta) => [String(meta['tab']), id] as const),
  );
  return new Map(tabs);
}

/** Who is here, one entry per person: online if any of their tabs is. Sorted by id, so that equal states look equal. */
export function peersOf(state: PresenceState): readonly Peer[] {
  return Object.entries(state)
    .map(
      ([id, metas]) =>
        ({ id, status: metas.some((meta) => meta['status'] === 'online') ? 'online' : 'away' }) as Peer,
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether two lists say the same of the same people. */
export function samePeers(a: readonly Peer[], b: readonly Peer[]): boolean {
  return a.length === b.length && a.every((peer, i) => peer.id === b[i]?.id && peer.status === b[i].status);
}
