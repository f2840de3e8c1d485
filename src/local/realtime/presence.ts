import { orderedJson } from './wire/json.ts';

/** One appearance of one member of a room. */
export interface Presence {
  /** Who appears: one owner has at most one presence in a room. */
  owner: object;
  /** The name under which it appears; several presences may share it. */
  key: string;
  ref: string;
  previousRef?: string;
  payload: Record<string, unknown>;
}

/** Everybody who appears in a room, in the order of their coming. */
export type PresenceState = readonly Presence[];

export interface PresenceChange {
  state: PresenceState;
  /** Absent when nobody would see a difference. */
  diff?: { joins: PresenceState; leaves: PresenceState };
}

/** Makes the owner appear, or appear with something else. */
export function track(state: PresenceState, next: Presence): PresenceChange {
  const before = state.find((presence) => presence.owner === next.owner);
  if (!before) return { state: [...state, next], diff: { joins: [next], leaves: [] } };
  if (orderedJson(before.payload) === orderedJson(next.payload)) return { state };
  const after = { ...next, previousRef: before.ref };
  return {
    state: state.map((presence) => (presence === before ? after : presence)),
    diff: { joins: [after], leaves: [before] },
  };
}

/** Makes the owner disappear. */
export function untrack(state: PresenceState, owner: object): PresenceChange {
  const before = state.find((presence) => presence.owner === owner);
  if (!before) return { state };
  return { state: state.filter((presence) => presence !== before), diff: { joins: [], leaves: [before] } };
}

/** The payload of `presence_state`. */
export function stateJson(state: PresenceState): string {
  const keys = [...new Set(state.map((presence) => presence.key))].sort();
  const members = keys.map((key) => {
    const metas = state.filter((presence) => presence.key === key).map(metaJson);
    return `${JSON.stringify(key)}:{"metas":[${metas.join(',')}]}`;
  });
  return `{${members.join(',')}}`;
}

/** The payload of `presence_diff`. */
export function diffJson(diff: { joins: PresenceState; leaves: PresenceState }): string {
  return `{"joins":${stateJson(diff.joins)},"leaves":${stateJson(diff.leaves)}}`;
}

function metaJson(presence: Presence): string {
  const refs = [`"phx_ref":${JSON.stringify(presence.ref)}`];
  if (presence.previousRef) refs.push(`"phx_ref_prev":${JSON.stringify(presence.previousRef)}`);
  const content = orderedJson(presence.payload).slice(1, -1);
  return `{${[...refs, ...(content ? [content] : [])].join(',')}}`;
}
