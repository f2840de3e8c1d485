import {
  CATEGORIES,
  DATE_PRECISIONS,
  validateLifeEvent,
  type Category,
  type DatePrecision,
  type LifeEvent,
  type LifeEventDraft,
} from '../../core/features/life-event.ts';
import { composeDate, decomposeDate, EMPTY_DATE, sameDate, type DateFields } from './edit-date.ts';

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
  readonly date_precision: DatePrecision;
  readonly start: DateFields;
  readonly end: DateFields;
  readonly spans: boolean;
  readonly is_ongoing: boolean;
}

/** What a person has typed so far; the other fields follow the event. */
export type Typed = Partial<EditFields>;

/** What is wrong with the fields, by column. */
export type Problems = ReturnType<typeof validateLifeEvent>;

/** The fields of a new event. */
export const BLANK: EditFields = {
  title: '',
  description: '',
  location: '',
  category: 'personal',
  importance: 5,
  tags: [],
  tag: '',
  date_precision: 'day',
  start: EMPTY_DATE,
  end: EMPTY_DATE,
  spans: false,
  is_ongoing: false,
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
    date_precision: event.date_precision,
    start: decomposeDate(event.start_date),
    end: decomposeDate(event.end_date),
    spans: event.is_ongoing || event.end_date !== null,
    is_ongoing: event.is_ongoing,
  };
}

/** The columns that the fields stand for; a date that does not exist is `invalid`. */
function columnsOf(fields: EditFields): Required<Omit<LifeEventDraft, 'metadata'>> {
  const ended = fields.spans && !fields.is_ongoing;
  return {
    title: fields.title.trim(),
    description: fields.description.trim() || null,
    location: fields.location.trim() || null,
    category: fields.category,
    importance: fields.importance,
    tags: withTag(fields.tags, fields.tag),
    date_precision: fields.date_precision,
    start_date: composeDate(fields.start, fields.date_precision),
    end_date: ended ? composeDate(fields.end, fields.date_precision) : null,
    is_ongoing: fields.spans && fields.is_ongoing,
  };
}

/** The tags with one more, trimmed, each only once. */
export function withTag(tags: readonly string[], tag: string): string[] {
  const added = tag
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return [...new Set([...tags, ...added])];
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

/** Whether what was typed says anything that the event does not say already. */
export function isUnfinished(typed: Typed, event: LifeEvent): boolean {
  return Object.keys(patchOf({ ...fieldsOf(event), ...typed }, event)).length > 0;
}

/** Whether two sets of fields would be saved as the same. */
export function sameFields(a: EditFields, b: EditFields): boolean {
  return same(columnsOf(a), columnsOf(b));
}

/** The typed fields that somebody else changed since: `seen` is what stood there when the typing began. */
export function overtaken(base: EditFields, typed: Typed, seen: Typed): readonly (keyof EditFields)[] {
  const names = Object.keys(typed) as (keyof EditFields)[];
  return names.filter(
    (name) => name in seen && !same(seen[name], base[name]) && !same(typed[name], base[name]),
  );
}

/** The fields except one. */
export function without(typed: Typed, name: keyof EditFields): Typed {
  const { [name]: _, ...rest } = typed;
  return rest;
}

/** Everything that keeps the fields from being saved. `today` as `YYYY-MM-DD`. */
export function checkFields(fields: EditFields, today: string): Problems {
  const problems = new Map(validateLifeEvent(draftOf(fields), today));
  if (fields.spans && !fields.is_ongoing && sameDate(fields.end, EMPTY_DATE))
    problems.set('end_date', 'required');
  return problems;
}

/** Whether a stored value has the shape of typed fields: the storage belongs to the page, not to us. */
export function isTyped(value: unknown): value is Typed {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(([name, field]) => Object.hasOwn(SHAPES, name) && SHAPES[name]?.(field));
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isDateFields = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ['year', 'month', 'day'].every((part) => isText((value as Record<string, unknown>)[part]));

const SHAPES: Record<string, (value: unknown) => boolean> = {
  title: isText,
  description: isText,
  location: isText,
  category: (value) => CATEGORIES.includes(value as Category),
  importance: (value) => typeof value === 'number',
  tags: (value) => Array.isArray(value) && value.every(isText),
  tag: isText,
  date_precision: (value) => DATE_PRECISIONS.includes(value as DatePrecision),
  start: isDateFields,
  end: isDateFields,
  spans: isFlag,
  is_ongoing: isFlag,
};

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
