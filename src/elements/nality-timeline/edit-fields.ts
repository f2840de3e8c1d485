import {
  CATEGORIES,
  validateLifeEvent,
  type Category,
  type FieldProblem,
  type LifeEvent,
  type LifeEventDraft,
} from '../../core/features/life-event.ts';
import type { EventTime } from '../shared/formats.ts';
import { withTag } from '../shared/tags.ts';
import type { WhenProblem } from '../when/when-part.ts';
import { isWhen, NO_TIME, type When } from '../when/when.ts';

/** An event as it stands in the fields of an editor: whatever a person may have typed, right or wrong. */
export interface EditFields {
  readonly title: string;
  readonly description: string;
  readonly location: string;
  readonly category: Category;
  readonly importance: number;
  readonly tags: readonly string[];
  /** A tag that is not finished yet. */
  readonly tag: string;
  readonly when: When;
}

/** What a person has typed so far; the other fields follow the event. */
export type Typed = Partial<EditFields>;

/** What is wrong with the fields, by column. */
export type Problems = ReadonlyMap<keyof LifeEventDraft, FieldProblem | WhenProblem>;

/** The fields of a new event. */
export const BLANK: EditFields = {
  title: '',
  description: '',
  location: '',
  category: 'personal',
  importance: 5,
  tags: [],
  tag: '',
  when: { time: NO_TIME },
};

/** An event in the form of fields. */
export function fieldsOf(event: LifeEvent): EditFields {
  return {
    title: event.title,
    description: event.description ?? '',
    location: event.location ?? '',
    category: event.category,
    importance: event.importance,
    tags: event.tags,
    tag: '',
    when: { time: timeOf(event) },
  };
}

function timeOf({ start_date, end_date, date_precision, is_ongoing }: EventTime): EventTime {
  return { start_date, end_date, date_precision, is_ongoing };
}

/** The columns that the fields stand for. */
function columnsOf(fields: EditFields): Required<Omit<LifeEventDraft, 'metadata'>> {
  return {
    title: fields.title.trim(),
    description: fields.description.trim() || null,
    location: fields.location.trim() || null,
    category: fields.category,
    importance: fields.importance,
    tags: withTag(fields.tags, fields.tag),
    ...fields.when.time,
  };
}

/** The columns of a new event. */
export function draftOf(fields: EditFields): LifeEventDraft {
  return columnsOf(fields);
}

/** Only the columns in which the fields differ from the event. */
export function patchOf(fields: EditFields, event: LifeEvent): LifeEventDraft {
  const now = columnsOf(fields);
  const before = columnsOf(fieldsOf(event));
  const changed = Object.entries(now).filter(
    ([name, value]) => !same(value, before[name as keyof typeof before]),
  );
  return Object.fromEntries(changed);
}

/**
 * What takes a change back: the columns of before, where the event still says what was saved. Undefined where it says so nowhere
 * any more.
 */
export function undoing(before: LifeEvent, saved: LifeEvent, now: LifeEvent): LifeEventDraft | undefined {
  const back = patchOf(fieldsOf(before), saved);
  const kept = Object.entries(back).filter(([name]) =>
    same(now[name as keyof LifeEvent], saved[name as keyof LifeEvent]),
  );
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** Whether what was typed says anything that the event does not say already. */
export function isUnfinished(typed: Typed, event: LifeEvent): boolean {
  return (
    typed.when?.problem !== undefined ||
    Object.keys(patchOf({ ...fieldsOf(event), ...typed }, event)).length > 0
  );
}

/** Whether two sets of fields would be saved as the same; a time that cannot be read is never the same. */
export function sameFields(a: EditFields, b: EditFields): boolean {
  return !a.when.problem && !b.when.problem && same(columnsOf(a), columnsOf(b));
}

/** The typed fields that somebody else changed since: `seen` is what stood there when the typing began. */
export function overtaken(base: EditFields, typed: Typed, seen: Typed): readonly (keyof EditFields)[] {
  const names = Object.keys(typed) as (keyof EditFields)[];
  return names.filter(
    (name) =>
      name in seen && !same(seen[name], base[name]) && !same(meaningOf(typed, name), meaningOf(base, name)),
  );
}

/** A field without the words in which it was typed. */
function meaningOf(fields: Typed, name: keyof EditFields): unknown {
  return name === 'when' && !fields.when?.problem ? fields.when?.time : fields[name];
}

/** The fields except one. */
export function without(typed: Typed, name: keyof EditFields): Typed {
  const { [name]: _, ...rest } = typed;
  return rest;
}

/**
 * What is wrong already while somebody types: not what is missing, which may be still to come. A date says beside itself how it is
 * understood so far.
 */
export function earlyProblems(fields: EditFields, today: string): Problems {
  const isEarly = ([column, code]: [keyof LifeEventDraft, unknown]): boolean =>
    code !== 'required' && column !== 'start_date' && column !== 'end_date';
  return new Map([...checkFields(fields, today)].filter(isEarly));
}

/** Everything that keeps the fields from being saved. `today` as `YYYY-MM-DD`. */
export function checkFields(fields: EditFields, today: string): Problems {
  const problems = new Map<keyof LifeEventDraft, FieldProblem | WhenProblem>(
    validateLifeEvent(draftOf(fields), today),
  );
  if (fields.when.problem) problems.set('start_date', fields.when.problem);
  return problems;
}

/** Whether a stored value has the shape of typed fields: the storage belongs to the page, not to us. */
export function isTyped(value: unknown): value is Typed {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(([name, field]) => Object.hasOwn(SHAPES, name) && SHAPES[name]?.(field));
}

const isText = (value: unknown): boolean => typeof value === 'string';
const SHAPES: Record<string, (value: unknown) => boolean> = {
  title: isText,
  description: isText,
  location: isText,
  category: (value) => CATEGORIES.includes(value as Category),
  importance: (value) => typeof value === 'number',
  tags: (value) => Array.isArray(value) && value.every(isText),
  tag: isText,
  when: isWhen,
};

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
