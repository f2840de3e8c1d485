import type { Environment } from '../environment.ts';
import { budget } from '../lib/budget.ts';
import { tokenBucket } from '../lib/token-bucket.ts';
import { POINT_MS, RENEW_MS } from './others.ts';
import type { Cursor, Selection, Signal } from './signals.ts';
import { createTyping, type Typing } from './typing.ts';

/** What I tell the others of myself. */
export interface Myself {
  /** Tells the others that I am editing something, until the returned function is called. */
  claim(subject: string): () => void;
  /** Tells the others where I point; `null` for nowhere. Ends by itself after half a minute without a movement. */
  point(at: Cursor | null): void;
  /** Tells the others what I have marked; `null` for nothing. */
  select(what: Selection | null): void;
  /** Where I may be typing: the id of a conversation, or of an event whose comments these are. */
  typing(place: string): Typing;
}

/** Whoever arrives is told what holds; however many arrive in a second, twice. */
const ANNOUNCING = { calls: 2, perMs: 1_000 };

/** Opens the mouth. `tell` may lose what it is told while there is no line; `announce` says again what holds. */
export function createMyself(
  tell: (signal: Signal) => void,
  environment: Pick<Environment, 'now' | 'after'>,
  until: AbortSignal,
): Myself & { announce(): void } {
  const { now, after } = environment;
  /** What I am editing, and in how many places. */
  const claims = new Map<string, number>();
  const places = new Map<string, Typing>();
  const bucket = tokenBucket({ now, after, until });
  let cursor: { at: Cursor | null; since: number } = { at: null, since: 0 };
  let selection: Selection | null = null;
  let cancelRenewal: (() => void) | undefined;

  const tellCursor = (): void => tell({ type: 'cursor_move', at: cursor.at });
  const tellSelection = (): void => tell({ type: 'selection_change', what: selection });
  const renew = (): void => {
    for (const subject of claims.keys()) tell({ type: 'edit_start', subject });
    if (selection) tellSelection();
  };
  /** Goes on for as long as there is something to repeat. */
  const keepRenewing = (): void => {
    if (cancelRenewal || until.aborted || (claims.size === 0 && !selection)) return;
    cancelRenewal = after(RENEW_MS, () => {
      cancelRenewal = undefined;
      renew();
      keepRenewing();
    });
  };
  const { request: announce } = budget(
    () => {
      renew();
      if (cursor.at && now() < cursor.since + POINT_MS) tellCursor();
    },
    { ...ANNOUNCING, now, after, until },
  );
  const release = (subject: string): void => {
    const left = (claims.get(subject) ?? 0) - 1;
    if (left > 0) return void claims.set(subject, left);
    if (claims.delete(subject)) tell({ type: 'edit_end', subject });
  };

  until.addEventListener('abort', () => {
    cancelRenewal?.();
    for (const subject of claims.keys()) tell({ type: 'edit_end', subject });
    claims.clear();
    for (const place of places.values()) place.stop();
    if (cursor.at) tell({ type: 'cursor_move', at: null });
    if (selection) tell({ type: 'selection_change', what: null });
  });
  return {
    announce,
    claim(subject) {
      if (until.aborted) return () => undefined;
      claims.set(subject, (claims.get(subject) ?? 0) + 1);
      tell({ type: 'edit_start', subject });
      keepRenewing();
      let held = true;
      return () => {
        if (held) release(subject);
        held = false;
      };
    },
    point(at) {
      cursor = { at, since: now() };
      bucket.offer('cursor', tellCursor);
    },
    select(what) {
      selection = what;
      bucket.offer('selection', tellSelection);
      keepRenewing();
    },
    typing(place) {
      const known =
        places.get(place) ??
        createTyping((typing) => tell({ type: 'typing', place, typing }), environment, until);
      places.set(place, known);
      return known;
    },
  };
}
