import type { DatePrecision, LifeEvent } from '../../core/features/life-event.ts';
import { common } from './text.ts';

/** What is known of an event's time. */
export type EventTime = Pick<LifeEvent, 'start_date' | 'end_date' | 'date_precision' | 'is_ongoing'>;

/** The parts of a calendar date (proleptic Gregorian, month 1–12). */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const ISO_DATE = /^(\d{4,})-(\d{2})-(\d{2})$/;

/** Reads `YYYY-MM-DD`; `undefined` for anything else and for days that do not exist. */
export function parseDate(iso: string | null | undefined): CalendarDate | undefined {
  const match = ISO_DATE.exec(iso ?? '');
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = asUtc({ year, month, day });
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { year, month, day } : undefined;
}

/** Index into `common.season` by the meteorological seasons of the north: December belongs to winter. */
export function seasonOf(month: number): number {
  return Math.floor((month % 12) / 3);
}

/**
 * An event's time in words, never more exact than what is known: “March 1894”, “about 1890”, “summer 1893”,
 * “1914 – 1918”, “since 1906”.
 */
export function formatEventTime(time: EventTime, locale: string): string {
  const start = parseDate(time.start_date);
  const end = parseDate(time.end_date);
  const precision = time.date_precision;
  if (!start) return end ? common.date.until(formatDate(end, precision, locale)) : common.date.unknown;
  if (time.is_ongoing) return common.date.since(formatDate(start, precision, locale));
  return end ? formatRange(start, end, precision, locale) : formatDate(start, precision, locale);
}

/** One date in words, as exact as `precision`. */
export function formatDate(date: CalendarDate, precision: DatePrecision, locale: string): string {
  const year = intl(locale, 'year').format(asUtc(date));
  switch (precision) {
    case 'day':
      return intl(locale, 'day').format(asUtc(date));
    case 'month':
      return intl(locale, 'month').format(asUtc(date));
    case 'season':
      return common.date.season(common.season[seasonOf(date.month)] ?? '', year);
    case 'year':
      return year;
    case 'decade':
      return formatDecade(date.year);
    case 'about':
      return common.date.about(year);
  }
}

/** “1890s”, for any year of that decade. */
export function formatDecade(year: number): string {
  return common.date.decade(String(Math.floor(year / 10) * 10));
}

function formatRange(
  start: CalendarDate,
  end: CalendarDate,
  precision: DatePrecision,
  locale: string,
): string {
  const from = formatDate(start, precision, locale);
  const to = formatDate(end, precision, locale);
  if (from === to) return from;
  const exact = precision === 'day' || precision === 'month' || precision === 'year';
  return exact ? intl(locale, precision).formatRange(asUtc(start), asUtc(end)) : common.date.range(from, to);
}

/** The value for `<time datetime>`: as exact as is known; `undefined` where HTML has no form for it. */
export function machineDate(time: EventTime): string | undefined {
  if (!time.start_date || !parseDate(time.start_date)) return undefined;
  if (time.date_precision === 'day') return time.start_date;
  if (time.date_precision === 'month') return time.start_date.slice(0, -3);
  return time.date_precision === 'year' ? time.start_date.slice(0, -6) : undefined;
}

/** Names of the twelve months. */
export function monthNames(locale: string): readonly string[] {
  const format = intl(locale, 'monthName');
  return Array.from({ length: 12 }, (_, index) => format.format(Date.UTC(2000, index, 1)));
}

const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** “3 minutes ago”, “yesterday”; anything nearer than a minute is “now”. `then` and `now` in milliseconds. */
export function formatRelative(then: number, now: number, locale: string): string {
  const seconds = Math.round((then - now) / 1000);
  const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', Infinity] as const);
  return relative(locale).format(Math.trunc(seconds / size) || 0, unit);
}

/** A moment in full, by the person's own clock; `at` in milliseconds. */
export function formatMoment(at: number, locale: string): string {
  let format = moments.get(locale);
  if (!format)
    moments.set(
      locale,
      (format = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' })),
    );
  return format.format(at);
}

/** Today by the person's own calendar, as `YYYY-MM-DD`. */
export function today(now: Date = new Date()): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

/** The language that an element stands in: the wanted one, else the nearest `lang`, else the browser's. */
export function localeOf(element: Element, wanted = ''): string {
  const candidates = [wanted, nearestLang(element), navigator.language, 'en'];
  return candidates.find((tag) => tag !== '' && isLocale(tag)) ?? 'en';
}

function nearestLang(element: Element): string {
  for (let at: Element | null = element; at; at = parentAcrossShadow(at)) {
    const lang = at.getAttribute('lang');
    if (lang) return lang;
  }
  return '';
}

function parentAcrossShadow(element: Element): Element | null {
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

const FORMS = {
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  year: { year: 'numeric' },
  monthName: { month: 'long' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

const dateFormats = new Map<string, Intl.DateTimeFormat>();
const moments = new Map<string, Intl.DateTimeFormat>();
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

/** Making an Intl object costs far more than using it, and a list needs the same few again and again. */
function intl(locale: string, form: keyof typeof FORMS): Intl.DateTimeFormat {
  const key = `${locale} ${form}`;
  let format = dateFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...FORMS[form], timeZone: 'UTC', calendar: 'gregory' });
    dateFormats.set(key, format);
  }
  return format;
}

function relative(locale: string): Intl.RelativeTimeFormat {
  let format = relativeFormats.get(locale);
  if (!format)
    relativeFormats.set(locale, (format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })));
  return format;
}

/** `Date.UTC` would take the years 0–99 for 1900–1999. */
function asUtc({ year, month, day }: CalendarDate): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}
