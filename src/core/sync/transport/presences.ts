import type { Values } from '../rows.ts';
import { isObject } from './frame.ts';

/** Who is present: per key what each of its connections told, with the server's name for it, `phx_ref`. */
export type Presences = ReadonlyMap<string, readonly Values[]>;

/** What was heard of a topic's presences. */
export interface PresenceView {
  /** Undefined before the server has told of all. */
  readonly known: Presences | undefined;
  /** Changes that came before that: they are made as soon as there is something to change. */
  readonly early: readonly Values[];
}

/** Before anything was heard. */
export const UNHEARD: PresenceView = { known: undefined, early: [] };

/** A server that never tells of all, but of every change, is not remembered for ever. */
const MAX_EARLY = 1_000;

/** What is known after a message of presence. What is not of the protocol's shape tells of nobody. */
export function presenceAfter(
  { known, early }: PresenceView,
  event: 'presence_state' | 'presence_diff',
  payload: Values,
): PresenceView {
  if (event === 'presence_state') return { known: early.reduce(withDiff, presencesIn(payload)), early: [] };
  if (known) return { known: withDiff(known, payload), early };
  return { known, early: early.length < MAX_EARLY ? [...early, payload] : early };
}

/** Whoever tells something new joins with that and leaves with the old. */
function withDiff(before: Presences, { joins, leaves }: Values): Presences {
  const after = new Map(before);
  for (const [key, joined] of presencesIn(joins))
    after.set(key, [...without(after.get(key), joined), ...joined]);
  for (const [key, left] of presencesIn(leaves)) {
    const stay = without(after.get(key), left);
    if (stay.length > 0) after.set(key, stay);
    else after.delete(key);
  }
  return after;
}

function presencesIn(told: unknown): Presences {
  return new Map(Object.entries(Object(told)).map(([key, presence]) => [key, metasIn(presence)]));
}

function metasIn(presence: unknown): readonly Values[] {
  const { metas } = Object(presence) as Values;
  return Array.isArray(metas) ? metas.filter(isObject) : [];
}

function without(metas: readonly Values[] = [], gone: readonly Values[]): readonly Values[] {
  const refs = new Set(gone.map((meta) => meta['phx_ref']));
  return metas.filter((meta) => !refs.has(meta['phx_ref']));
}
