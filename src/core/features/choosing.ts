import { isSame } from '../sync/conflict.ts';
import type { Conflict } from '../sync/kept-conflicts.ts';
import type { Outbox } from '../sync/outbox.ts';
import type { Values } from '../sync/rows.ts';
import { LIMITS, type LifeEvent, type LifeEventDraft } from './life-event.ts';
import type { Timeline } from './timeline.ts';

/** Whose value of a field shall stand. */
export type Side = 'theirs' | 'mine' | 'both';

/** A field that two people wrote; the parts of a date are one, for a day means nothing without its year. */
export interface Contested {
  /** The column, or `when`. */
  readonly name: string;
  readonly mine: Values;
  /** What stands now. */
  readonly theirs: Values;
  /** The two made one, where that makes sense. */
  readonly both: Values | undefined;
}

const WHEN = ['start_date', 'end_date', 'date_precision', 'is_ongoing'];
/** Texts that can stand beside each other: what goes between them, and how long they may be together. */
const JOINED: Readonly<Record<string, readonly [between: string, most: number]>> = {
  title: [' / ', LIMITS.title],
  location: [' / ', LIMITS.location],
  description: ['\n\n', LIMITS.description],
};

/** What of mine differs from what stands: from the event as it is now, or as it was when the two met. */
export function contested({ mine, server }: Conflict, now: LifeEvent | undefined): readonly Contested[] {
  const standing: Values = { ...(server as unknown as Values), ...now };
  const columns = Object.keys(mine).filter((column) => !isSame(mine[column], standing[column]));
  const groups = new Map<string, string[]>();
  for (const column of columns) {
    const name = WHEN.includes(column) ? 'when' : column;
    groups.set(name, [...(groups.get(name) ?? []), column]);
  }
  return [...groups].map(([name, parts]) => {
    const [ours, theirs] = [pick(mine, parts), pick(standing, parts)];
    return { name, mine: ours, theirs, both: bothOf(name, ours[name], theirs[name]) };
  });
}

function bothOf(name: string, mine: unknown, theirs: unknown): Values | undefined {
  if (name === 'tags') return { tags: [...new Set([...(theirs as string[]), ...(mine as string[])])] };
  const [between, most] = JOINED[name] ?? [];
  if (between === undefined || most === undefined || !mine || !theirs) return undefined;
  const joined = `${String(theirs)}${between}${String(mine)}`;
  return joined.length <= most ? { [name]: joined } : undefined;
}

/** Where a choice begins: with what loses least. */
export function firstChoice(fields: readonly Contested[]): ReadonlyMap<string, Side> {
  return new Map(fields.map(({ name, both }) => [name, both ? 'both' : 'theirs']));
}

/** What the choices come to: the values that are to be written over what stands. */
export function chosenValues(
  fields: readonly Contested[],
  choices: ReadonlyMap<string, Side>,
): LifeEventDraft {
  const parts = fields.map(({ name, mine, both }) => {
    const side = choices.get(name);
    return side === 'mine' ? mine : side === 'both' ? both : undefined;
  });
  return Object.assign({}, ...parts) as LifeEventDraft;
}

/** What of mine was replaced and does not stand, newest first: by event. What I have written since is not among it. */
export function replacedOf(
  conflicts: readonly Conflict[],
  scope: string,
  find: (id: string) => LifeEvent | undefined,
): readonly Conflict[] {
  return conflicts.filter(
    (one) =>
      one.table === 'life_events' &&
      one.scope === scope &&
      one.outcome !== 'mine' &&
      contested(one, find(one.rowId)).length > 0,
  );
}

/** Carries a choice out: decides what waits, and writes what is to be written. */
export function carryOut(
  conflict: Conflict,
  values: LifeEventDraft,
  now: LifeEvent | undefined,
  { outbox, timeline }: { outbox: Pick<Outbox, 'resolve'>; timeline: Pick<Timeline, 'update' | 'restore'> },
): void {
  const { id, rowId, mine, theirs, open } = conflict;
  const written = Object.entries(values);
  if (written.length === 0) return outbox.resolve(id, 'theirs');
  const columns = Object.keys(mine);
  const asTheyMet =
    now === undefined || columns.every((column) => isSame((now as Row)[column], theirs[column]));
  if (!asTheyMet) {
    // It has been changed again since, in front of the person's eyes: they write on what they see.
    if (open) outbox.resolve(id, 'theirs');
    return timeline.update(rowId, values);
  }
  if (!now) timeline.restore(rowId);
  const allMine = columns.every((column) => isSame((values as Values)[column], mine[column]));
  outbox.resolve(id, allMine ? 'mine' : (values as Values));
}

type Row = LifeEvent & Values;

function pick(values: Values, columns: readonly string[]): Values {
  return Object.fromEntries(columns.map((column) => [column, values[column]]));
}
