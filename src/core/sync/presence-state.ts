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

/** The connections that are present. A key is a user id; what a payload says of its user is not believed over it. */
export function tabsOf(state: PresenceState): ReadonlySet<string> {
  return new Set(Object.values(state).flatMap((metas) => metas.map((meta) => String(meta['tab']))));
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
