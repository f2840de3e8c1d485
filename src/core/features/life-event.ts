import { NalityError } from '../errors.ts';
import type { SyncedRow } from '../sync/rows.ts';

/** What kind of event it is. */
export const CATEGORIES = [
  'personal',
  'education',
  'career',
  'family',
  'travel',
  'achievement',
  'health',
  'relationship',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** How exactly a date is known, the most exact first. */
export const DATE_PRECISIONS = ['day', 'month', 'season', 'year', 'decade', 'about'] as const;
export type DatePrecision = (typeof DATE_PRECISIONS)[number];

/** One event of a life. Dates are `YYYY-MM-DD`, times ISO timestamps by the server's clock. */
export interface LifeEvent extends SyncedRow {
  /** Whose timeline it is on. */
  readonly user_id: string;
  readonly created_by: string | null;
  readonly title: string;
  readonly description: string | null;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly date_precision: DatePrecision;
  readonly is_ongoing: boolean;
  readonly category: Category;
  readonly location: string | null;
  /** 1 to 10. */
  readonly importance: number;
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The fields of an event that a person writes. */
export type LifeEventDraft = Partial<
  Pick<
    LifeEvent,
    | 'title'
    | 'description'
    | 'start_date'
    | 'end_date'
    | 'date_precision'
    | 'is_ongoing'
    | 'category'
    | 'location'
    | 'importance'
    | 'tags'
    | 'metadata'
  >
>;

/** What can be wrong with a field. */
export type FieldProblem =
  | 'required'
  | 'too-long'
  | 'out-of-range'
  | 'end-before-start'
  | 'in-future'
  | 'invalid-date'
  | 'unknown-value';

/** Limits of the database's CHECK constraints on `life_events`. */
export const LIMITS = {
  title: 200,
  location: 500,
  description: 5000,
  importance: { min: 1, max: 10 },
  /** All tags together may have so many bytes in UTF-8. */
  tags: { count: 50, bytes: 4000 },
} as const;

/** What an event has where nothing was written. */
export const DEFAULTS = {
  description: null,
  end_date: null,
  date_precision: 'day',
  is_ongoing: false,
  category: 'other',
  location: null,
  importance: 5,
  tags: [],
  metadata: {},
} as const satisfies LifeEventDraft;

/**
 * What is wrong with an event as a person wrote it, by field; empty when the server would take it.
 *
 * @param draft the whole event, or the fields that change
 * @param today the person's date, `YYYY-MM-DD`
 */
export function validateLifeEvent(
  draft: LifeEventDraft,
  today: string,
): ReadonlyMap<keyof LifeEventDraft, FieldProblem> {
  const problems = new Map<keyof LifeEventDraft, FieldProblem>();
  const check = (field: keyof LifeEventDraft, problem: FieldProblem): void => {
    if (!problems.has(field)) problems.set(field, problem);
  };
  const { title, start_date: start, end_date: end, importance, category, date_precision: precision } = draft;
  if (title?.trim() === '') check('title', 'required');
  for (const name of ['title', 'location', 'description'] as const)
    if ([...(draft[name] ?? '')].length > LIMITS[name]) check(name, 'too-long');
  if (draft.tags && !areTags(draft.tags)) check('tags', 'too-long');
  if (start !== undefined && !start) check('start_date', 'required');
  if (start && !isDate(start)) check('start_date', 'invalid-date');
  if (end && !isDate(end)) check('end_date', 'invalid-date');
  if (start && start > today) check('start_date', 'in-future');
  if (start && end && end < start) check('end_date', 'end-before-start');
  if (importance !== undefined && !isImportance(importance)) check('importance', 'out-of-range');
  if (category !== undefined && !CATEGORIES.includes(category)) check('category', 'unknown-value');
  if (precision !== undefined && !DATE_PRECISIONS.includes(precision))
    check('date_precision', 'unknown-value');
  return problems;
}

/** @throws NalityError `invalid`, naming the first field that is wrong. */
export function assertLifeEvent(draft: LifeEventDraft, today: string): void {
  const [first] = validateLifeEvent(draft, today);
  if (first) throw new NalityError('invalid', `${first[0]}: ${first[1]}`, { field: first[0] });
}

function isImportance(value: number): boolean {
  return Number.isInteger(value) && value >= LIMITS.importance.min && value <= LIMITS.importance.max;
}

function areTags(tags: readonly string[]): boolean {
  const { count, bytes } = LIMITS.tags;
  return tags.length <= count && new TextEncoder().encode(tags.join('')).length <= bytes;
}

/** Whether it is a day of the calendar, `YYYY-MM-DD`. */
function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}

/**
 * Newest first, by the day on which an event begins: “1950”, “about 1950” and “the 1950s” stand where 1950 begins. Of those
 * that begin on one day the more exactly dated come first: of what is vague nobody knows that it was the later. Undated ones
 * come before all, since they wait to be dated; the id makes the order one. It refines the server's `start_date desc`.
 */
export function newestFirst(a: LifeEvent, b: LifeEvent): number {
  const [left, right] = [a.start_date ?? '9999', b.start_date ?? '9999'];
  if (left !== right) return left < right ? 1 : -1;
  if (a.date_precision !== b.date_precision) return vagueness(a) - vagueness(b);
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}

function vagueness({ date_precision }: LifeEvent): number {
  return DATE_PRECISIONS.indexOf(date_precision);
}

/** `YYYY-MM-DD` where the person is; `now` in milliseconds. */
export function localDate(now: number): string {
  const date = new Date(now);
  return new Date(now - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
