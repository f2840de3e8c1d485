import { computed, constant, switched, watch, type Readable } from '../lib/signal.ts';
import type { Peers } from '../sync/peers.ts';
import type { Cursor, Selection } from '../sync/signals.ts';
import type { FeatureContext } from './feature-context.ts';
import type { Profile } from './profiles.ts';

/** What several people do in a room at once. */
export interface Together {
  /** What others are editing: per event who, the earliest first. */
  readonly editors: Readable<ReadonlyMap<string, readonly Profile[]>>;
  /** How many others are in; none while the line is lost. */
  readonly collaborators: Readable<number>;
  /** Where others point, by their user ids. */
  readonly cursors: Readable<ReadonlyMap<string, Cursor>>;
  /** What others have marked, by their user ids. */
  readonly selections: Readable<ReadonlyMap<string, Selection>>;
  /** Tells the others that I am editing an event, until the returned function is called. */
  claim(id: string): () => void;
  /** Tells the others where I point; `null` for nowhere. At most ten times a second, the latest. */
  point(at: Cursor | null): void;
  /** Tells the others what I have marked; `null` for nothing. */
  select(what: Selection | null): void;
}

/** What the people of a room do, and how I tell them what I do. Without a room, nothing. */
export function openTogether(
  room: Readable<Peers | undefined>,
  { me, profiles }: Pick<FeatureContext, 'me' | 'profiles'>,
  until: AbortSignal,
): Together {
  const people = switched(room, (open) => (open ? peopleNow(open) : NO_PEOPLE));
  return {
    editors: profiles.resolve(switched(room, (open) => open?.editing ?? NO_EDITORS)),
    collaborators: computed([people, me], (all, mine) => all.filter(({ id }) => id !== mine).length),
    cursors: switched(room, (open) => open?.cursors ?? NO_CURSORS),
    selections: switched(room, (open) => open?.selections ?? NO_SELECTIONS),
    claim: (id) => claimWhile(room, id, until),
    point: (at) => room.get()?.point(at),
    select: (what) => room.get()?.select(what),
  };
}

const NO_EDITORS = constant<ReadonlyMap<string, readonly string[]>>(new Map());
const NO_CURSORS = constant<ReadonlyMap<string, Cursor>>(new Map());
const NO_SELECTIONS = constant<ReadonlyMap<string, Selection>>(new Map());
const NO_PEOPLE = constant<readonly { id: string }[]>([]);

/** Who was here last is nobody with whom one works. */
function peopleNow({ people, state }: Peers): Readable<readonly { id: string }[]> {
  return computed([people, state], (all, { name }) => (name === 'live' ? all : []));
}

/** A claim lasts through losing and regaining the room: whoever types is editing, whether told or not. */
function claimWhile(room: Readable<Peers | undefined>, id: string, until: AbortSignal): () => void {
  const end = new AbortController();
  let release: (() => void) | undefined;
  const move = (open: Peers | undefined): void => {
    release?.();
    release = open?.claim(id);
  };
  watch(room, move, AbortSignal.any([end.signal, until]));
  return () => {
    end.abort();
    release?.();
  };
}
