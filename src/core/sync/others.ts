import type { Environment } from '../environment.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import { floodGate } from '../lib/flood-gate.ts';
import { signal, type Readable, type Signal as WritableSignal } from '../lib/signal.ts';
import type { PresenceState } from './channel.ts';
import { createMarks, latestByPerson, personsBySubject, type Marks } from './marks.ts';
import { hasArrivals, nextDeparture, NOBODY, peersIn, rosterOf, type Peer, type Roster } from './roster.ts';
import { signalOf, tabOf, type Cursor, type Selection, type Signal } from './signals.ts';
import { TYPING_MS } from './typing.ts';

/** What is known of the others on a topic. */
export interface OthersSeen {
  /** Everybody who is here, me included, one entry per person. While the line is lost, who was here last. */
  readonly people: Readable<readonly Peer[]>;
  /** What the others are editing: per subject their ids, the earliest first. */
  readonly editing: Readable<ReadonlyMap<string, readonly string[]>>;
  /** Where the others are typing: per place their ids, the earliest first. */
  readonly typists: Readable<ReadonlyMap<string, readonly string[]>>;
  /** Where the others point, by their ids. */
  readonly cursors: Readable<ReadonlyMap<string, Cursor>>;
  /** What the others have marked, by their ids. */
  readonly selections: Readable<ReadonlyMap<string, Selection>>;
}

/** Listens to the others of a topic, and believes no more than it must. */
export interface Others extends OthersSeen {
  hearPresence(told: PresenceState): void;
  hearBroadcast(event: string, payload: unknown): void;
  /** Forgets at once what they do. Who was here last stays until the server tells anew; `everybody`: nobody does. */
  forget(everybody: boolean): void;
  /** Speaks up when a connection has joined, mine included: it knows nothing yet. */
  readonly arrivals: Subscribable<void>;
}

/** A claim or a selection is repeated every so many milliseconds … */
export const RENEW_MS = 10_000;
/** … and believed for so long after that. */
export const HOLD_MS = 25_000;
/** A cursor that has not moved for so long points at nothing any more. */
export const POINT_MS = 30_000;

/** A connection that says more than this is not heard to the end: ours say at most a third of it. */
const HEARD_PER_SECOND = 60;
const IN_ALL = 1_000;
/** What concerns no particular thing. */
const WHOLE = '';

/** Opens the ears. `me` is the person, `tab` my own connection. */
export function createOthers(
  { me, tab }: { me: string; tab: string },
  { now, after, frame }: Pick<Environment, 'now' | 'after' | 'frame'>,
  until: AbortSignal,
): Others {
  const people = signal<readonly Peer[]>([]);
  const editing = signal<ReadonlyMap<string, readonly string[]>>(new Map());
  const typists = signal<ReadonlyMap<string, readonly string[]>>(new Map());
  const cursors = signal<ReadonlyMap<string, Cursor>>(new Map());
  const selections = signal<ReadonlyMap<string, Selection>>(new Map());
  const arrivals = emitter<void>();
  const heard = createHeard(now);
  const admits = floodGate({ perSecond: HEARD_PER_SECOND, now });
  let told: PresenceState = {};
  let roster: Roster = NOBODY;
  let cancelLook: (() => void) | undefined;
  let cancelNext: (() => void) | undefined;

  const otherAt = (from: string): string | undefined => {
    const person = roster.get(from)?.person;
    return person === me ? undefined : person;
  };
  const show = (): void => {
    heard.keep((from) => roster.has(from));
    setChanged(people, peersIn(roster));
    setChanged(editing, personsBySubject(heard.claims, otherAt));
    setChanged(typists, personsBySubject(heard.typing, otherAt));
    setChanged(cursors, latestByPerson(heard.cursors, otherAt));
    setChanged(selections, latestByPerson(heard.selections, otherAt));
  };
  /** Shows what holds now, and comes back when the next of it ends. */
  const look = (): void => {
    cancelNext?.();
    roster = rosterOf(roster, told, now());
    show();
    const next = Math.min(nextDeparture(roster), heard.nextExpiry());
    if (next < Infinity) cancelNext = after(Math.max(0, next - now()), look);
  };
  const lookSoon = (): void => {
    cancelLook ??= frame(() => {
      cancelLook = undefined;
      look();
    });
  };
  const stop = (): void => {
    cancelLook?.();
    cancelLook = undefined;
    cancelNext?.();
  };

  until.addEventListener('abort', stop, { once: true });
  return {
    people,
    editing,
    typists,
    cursors,
    selections,
    arrivals,
    hearPresence(state) {
      if (until.aborted) return;
      told = state;
      const before = roster;
      roster = rosterOf(before, told, now());
      lookSoon();
      if (hasArrivals(before, roster)) arrivals.emit();
    },
    hearBroadcast(event, payload) {
      const from = tabOf(payload);
      if (until.aborted || from === undefined || from === tab || !roster.has(from) || !admits(from)) return;
      const said = signalOf(event, payload);
      if (!said) return;
      heard.note(from, said);
      lookSoon();
    },
    forget(everybody) {
      stop();
      if (everybody) roster = NOBODY;
      heard.keep(() => false);
      show();
    },
  };
}

/** Everything that the connections said, by kind. */
function createHeard(now: () => number) {
  const claims = createMarks<true>({ lifeMs: HOLD_MS, perTab: 20, inAll: IN_ALL }, now);
  const typing = createMarks<true>({ lifeMs: TYPING_MS, perTab: 5, inAll: IN_ALL }, now);
  const cursors = createMarks<Cursor>({ lifeMs: POINT_MS, perTab: 1, inAll: IN_ALL }, now);
  const selections = createMarks<Selection>({ lifeMs: HOLD_MS, perTab: 1, inAll: IN_ALL }, now);
  const kinds: readonly Marks<unknown>[] = [claims, typing, cursors, selections];
  return {
    claims,
    typing,
    cursors,
    selections,
    keep(isHere: (tab: string) => boolean): void {
      for (const kind of kinds) kind.keep(isHere);
    },
    nextExpiry: (): number => Math.min(...kinds.map((kind) => kind.nextExpiry())),
    note(tab: string, said: Signal): void {
      switch (said.type) {
        case 'edit_start':
          return claims.put(tab, said.subject, true);
        case 'edit_end':
          return claims.take(tab, said.subject);
        case 'typing':
          return said.typing ? typing.put(tab, said.place, true) : typing.take(tab, said.place);
        case 'cursor_move':
          return said.at ? cursors.put(tab, WHOLE, said.at) : cursors.take(tab, WHOLE);
        case 'selection_change':
          return said.what ? selections.put(tab, WHOLE, said.what) : selections.take(tab, WHOLE);
      }
    },
  };
}

/** What says the same as before is the same as before. */
function setChanged<T extends readonly unknown[] | ReadonlyMap<string, unknown>>(
  target: WritableSignal<T>,
  next: T,
): void {
  if (JSON.stringify([...next]) !== JSON.stringify([...target.get()])) target.set(next);
}
