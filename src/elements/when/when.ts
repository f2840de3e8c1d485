import { DATE_PRECISIONS, type DatePrecision } from '../../core/features/life-event.ts';
import { parseDate, type EventTime } from '../shared/formats.ts';
import { fold } from './fold.ts';
import { precisionOf, readPart, type Part, type WhenProblem } from './when-part.ts';
import { after, isNow } from './when-words.ts';

/** The time of an event in an editor: what it is, and what was typed for it. */
export interface When {
  /** What the typed words mean; no time where they mean none. */
  readonly time: EventTime;
  /** Absent while nobody has typed. */
  readonly typed?: string;
  readonly problem?: WhenProblem;
}

/** No time. */
export const NO_TIME: EventTime = {
  start_date: null,
  end_date: null,
  date_precision: 'day',
  is_ongoing: false,
};

/** Whether a stored value is one. */
export function isWhen(value: unknown): value is When {
  if (typeof value !== 'object' || value === null) return false;
  const { time, typed = '', problem = 'unreadable' } = value as Partial<When>;
  const { start_date = 0, end_date = 0, date_precision, is_ongoing } = (time ?? {}) as Partial<EventTime>;
  const isDay = (day: unknown): boolean => day === null || typeof day === 'string';
  return (
    isDay(start_date) &&
    isDay(end_date) &&
    DATE_PRECISIONS.some((known) => known === date_precision) &&
    typeof is_ongoing === 'boolean' &&
    typeof typed === 'string' &&
    typeof problem === 'string'
  );
}

/** The months with which the seasons begin: January stands for a winter, as in the fields of old. */
const SEASON_MONTHS = [1, 4, 7, 10] as const;

const RANGE = /^(?:(?:from|von|vom) )?(.+?)(?: -(?: |$)| (?:to|until|till|through|bis)(?: zum| zur)? )(.*)$/;
const BETWEEN = /^(?:between|zwischen) (.+) (?:and|und|-) (.+)$/;
/** With a hyphen and no spaces. */
const TIGHT = /^(\d{4}\D*)-(\d{4}.*|1[3-9]|[2-9]\d)$|^(\d{1,2}\.?)-(\d{1,2}\.? \D.*)$/;
const FROM = /^(?:from|von|vom) (.+?)(?: on| onwards| an)?$/;

/**
 * Reads a time as people write it, in English, in German and in the words of the page's language: “spring 1987”, “um 1950”, “the
 * 1950s”, “12.3.1894”, “since 2015”, “1914–1918”. What is ambiguous (3/12/1894) is read as the locale writes dates.
 */
export function readWhen(typed: string, locale: string): When {
  const text = plain(typed);
  const read = text === '' ? NO_TIME : timeOf(text, locale);
  return typeof read === 'string' ? { typed, time: NO_TIME, problem: read } : { typed, time: read };
}

function timeOf(text: string, locale: string): EventTime | WhenProblem {
  if (after('until', text) !== undefined) return 'no-start';
  const since = after('since', text);
  const [from, to] = halves(since ?? text);
  if (to !== undefined && to !== '' && !isNow(to)) return both(from, to, locale);
  const open = since !== undefined || to !== undefined;
  return single(open ? from : (FROM.exec(text)?.[1] ?? text), locale, open || FROM.test(text));
}

/** What stands before and after the sign or word that makes a range; the text alone where none does. */
function halves(text: string): readonly [string, string?] {
  const [, from, to, day, rest] = BETWEEN.exec(text) ?? RANGE.exec(text) ?? TIGHT.exec(text) ?? [];
  return from !== undefined ? [from, to] : day !== undefined ? [day, rest] : [text];
}

function single(text: string, locale: string, is_ongoing: boolean): EventTime | WhenProblem {
  const part = readPart(text, locale);
  if (typeof part === 'string') return part;
  const date_precision = precisionOf(part);
  const start = dayOf(part, date_precision);
  return typeof start === 'string'
    ? start
    : { ...NO_TIME, start_date: start.iso, date_precision, is_ongoing };
}

/** Each half may leave to the other what both share: “March – July 1894”, “June 7 – 12, 1903”, “1914–18”. */
function both(first: string, second: string, locale: string): EventTime | WhenProblem {
  const century = /^(\d\d)\d\d$/.exec(first)?.[1];
  const left = readPart(first, locale);
  const right = readPart(century && /^\d\d$/.test(second) ? century + second : second, locale);
  if (typeof left === 'string') return left;
  if (typeof right === 'string') return right;
  const to = { ...shared(left, right), ...right };
  const from = { ...shared(to, left), ...left };
  const date_precision = common(precisionOf(from), precisionOf(to));
  if (!date_precision) return 'mixed';
  const [start, end] = [dayOf(from, date_precision), dayOf(to, date_precision)];
  if (typeof start === 'string') return start;
  return typeof end === 'string'
    ? end
    : { ...NO_TIME, start_date: start.iso, end_date: end.iso, date_precision };
}

/** The year of another part, and its month where a part has a day alone. */
function shared({ year, month }: Part, { day }: Part): Part {
  return { ...(year !== undefined && { year }), ...(day !== undefined && month !== undefined && { month }) };
}

/** How exactly both are known; a year and “about” a year are both about. */
function common(from: DatePrecision, to: DatePrecision): DatePrecision | undefined {
  if (from === to) return from;
  return [from, to].every((precision) => precision === 'year' || precision === 'about') ? 'about' : undefined;
}

/** The day that stands for a date: the first that it may mean. */
function dayOf({ year, month, day, season }: Part, precision: DatePrecision): { iso: string } | WhenProblem {
  if (day !== undefined && month === undefined) return year === undefined ? 'short-year' : 'unreadable';
  if (year === undefined) return 'no-year';
  const from = season === undefined ? (month ?? 1) : SEASON_MONTHS[season];
  const pad = (value = 1, length = 2): string => String(value).padStart(length, '0');
  const iso = `${pad(year, 4)}-${pad(from)}-${pad(precision === 'day' ? day : 1)}`;
  return year > 0 && parseDate(iso) ? { iso } : 'no-such-date';
}

/** Folded, with one kind of dash, no commas and single spaces. */
function plain(typed: string): string {
  return (
    fold(typed)
      .replace(/[\u2012-\u2015\u2212]/g, ' - ')
      .replace(/\u2010/g, '-')
      .replace(/\u2019/g, "'")
      .replace(/~/g, 'about ')
      .replace(/,/g, ' ')
      // “1950?” and “1950 or 1951” say about when; a year and the next, as “1986/87”, are both.
      .replace(/^(.*\d)\s?\?$/, 'about $1')
      .replace(/^(\d{4}) (?:or|oder) \d{4}$/, 'about $1')
      .replace(/^(\d\d)(\d\d)\/(1[3-9]|[2-9]\d)$/, '$1$2-$1$3')
      .replace(/\b(early|mid|late)-/g, '$1 ')
      .replace(/(\p{L}\.?)-(?!$)|-(?=\p{L})/gu, (_, letter = '') => `${letter} - `)
      .replace(/-$/, ' -')
      .replace(/(\d\.)(?=\p{L})/gu, '$1 ')
      .replace(/\s+/g, ' ')
      .trim()
  );
}
