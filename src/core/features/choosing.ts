import { isSame } from '../sync/conflict.ts';
import type { Conflict } from '../sync/kept-conflicts.ts';
import type { Outbox } from '../sync/outbox.ts';
import type { Values } from '../sync/rows.ts';
import { LIMITS, type LifeEvent, type LifeEventDraft } from './life-event.ts';
import type { Timeline } from './timeline.ts';

/** Which value of a field shall stand: the one that does, one that was replaced, or all of them made one. */
export type Side = 'now' | 'mine' | 'theirs' | 'both';

/** A field that two people wrote; the parts of a date are one, for a day means nothing without its year. */
export interface Contested {
  /** The column, or `when`. */
  readonly name: string;
  readonly now: Values;
  /** Whose it is, where it is one side's. */
  readonly by: 'mine' | 'theirs' | undefined;
  /** What I wrote, where it was replaced. */
  readonly mine: Values | undefined;
  /** What the other side wrote, where it was replaced. */
  readonly theirs: Values | undefined;
  /** Made one, where that makes sense. */
  readonly both: Values | undefined;
}

const WHEN = ['start_date', 'end_date', 'date_precision', 'is_ongoing'];
/** Texts that can stand beside each other: what goes between them, and how long they may be together. */
const JOINED: Readonly<Record<string, readonly [between: string, most: number]>> = {
  title: [' / ', LIMITS.title],
  location: [' / ', LIMITS.location],
  description: ['\n\n', LIMITS.description],
};

/**
 * What of either side was replaced where the two met, and is not in what stands: in the event as it is now, or as it was then. What
 * was changed later, in front of somebody's eyes, is not among it.
 */
export function contested(conflict: Conflict, now: LifeEvent | undefined): readonly Contested[] {
  const { mine, theirs, server } = conflict;
  const stood = stoodOf(conflict);
  const standing: Values = { ...(server as unknown as Values), ...now };
  const groups = new Map<string, string[]>();
  for (const column of Object.keys(mine)) {
    const name = WHEN.includes(column) ? 'when' : column;
    groups.set(name, [...(groups.get(name) ?? []), column]);
  }
  return [...groups].flatMap(([name, parts]) => {
    const isSaid = (side: Values, by: Values): boolean =>
      same(side, by, parts) || (conflict.outcome === 'merged' && holds(name, by[name], side[name]));
    const lost = (side: Values): Values | undefined =>
      isSaid(side, stood) || isSaid(side, standing) ? undefined : pick(side, parts);
    const [ours, others] = [lost(mine), lost(theirs)];
    if (!ours && !others) return [];
    const by = same(mine, standing, parts) ? 'mine' : same(theirs, standing, parts) ? 'theirs' : undefined;
    const all = [standing, others, ours].flatMap((side) => (side ? [side[name]] : []));
    return [{ name, now: pick(standing, parts), by, mine: ours, theirs: others, both: bothOf(name, all) }];
  });
}

/** What stood when the two had met, of the contested columns. */
function stoodOf({ outcome, mine, theirs, merged }: Conflict): Values {
  return outcome === 'mine' ? mine : { ...theirs, ...merged };
}

function same(a: Values, b: Values, columns: readonly string[]): boolean {
  return columns.every((column) => isSame(a[column], b[column]));
}

/** Whether a value that was made of several has another one in it. */
function holds(name: string, whole: unknown, part: unknown): boolean {
  if (!part) return true;
  if (name === 'tags') return (part as string[]).every((tag) => (whole as string[]).includes(tag));
  const [between] = JOINED[name] ?? [];
  return between !== undefined && `${between}${whole}${between}`.includes(`${between}${part}${between}`);
}

function bothOf(name: string, all: readonly unknown[]): Values | undefined {
  if (name === 'tags') return { tags: [...new Set((all as string[][]).flat())] };
  const [between, most] = JOINED[name] ?? [];
  if (between === undefined || most === undefined || !all.every(Boolean)) return undefined;
  const joined = all.join(between);
  return joined.length <= most ? { [name]: joined } : undefined;
}

/** Where a choice begins: with what loses least. */
export function firstChoice(fields: readonly Contested[]): ReadonlyMap<string, Side> {
  return new Map(fields.map(({ name, both }) => [name, both ? 'both' : 'now']));
}

/** What the choices come to: the values that are to be written over what stands. */
export function chosenValues(
  fields: readonly Contested[],
  choices: ReadonlyMap<string, Side>,
): LifeEventDraft {
  const parts = fields.map((field) => {
    const side = choices.get(field.name) ?? 'now';
    return side === 'now' ? undefined : field[side];
  });
  return Object.assign({}, ...parts) as LifeEventDraft;
}

/** Where something was replaced that does not stand, whoever wrote it: newest first. */
export function replacedOf(
  conflicts: readonly Conflict[],
  scope: string,
  find: (id: string) => LifeEvent | undefined,
): readonly Conflict[] {
  return conflicts.filter(
    (one) => one.table === 'life_events' && one.scope === scope && contested(one, find(one.rowId)).length > 0,
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
  const columns = Object.keys(mine);
  const stood = stoodOf(conflict);
  if (Object.keys(values).length === 0) return open ? outbox.resolve(id, 'theirs') : undefined;
  if (now && !same(now as Row, stood, columns)) {
    // It has been changed again since, in front of the person's eyes: they write on what they see.
    if (open) outbox.resolve(id, 'theirs');
    return timeline.update(rowId, values);
  }
  if (!now) timeline.restore(rowId);
  const whole: Values = { ...stood, ...values };
  const side = same(whole, mine, columns) ? 'mine' : same(whole, theirs, columns) ? 'theirs' : undefined;
  outbox.resolve(id, side ?? (values as Values));
}

type Row = LifeEvent & Values;

function pick(values: Values, columns: readonly string[]): Values {
  return Object.fromEntries(columns.map((column) => [column, values[column]]));
}
