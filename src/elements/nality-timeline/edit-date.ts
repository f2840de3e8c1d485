import type { DatePrecision } from '../../core/features/life-event.ts';
import { parseDate, seasonOf } from '../shared/formats.ts';

/** A date as it is typed, part by part; an empty part is not known. */
export interface DateFields {
  readonly year: string;
  /** 1–12 */
  readonly month: string;
  readonly day: string;
}

/** No date. */
export const EMPTY_DATE: DateFields = { year: '', month: '', day: '' };

/** The month that stands for each season, by the index of `seasonOf`. */
export const SEASON_MONTHS = ['1', '4', '7', '10'] as const;

/** Which parts a precision asks for besides the year. */
export function partsOf(precision: DatePrecision): { month: boolean; day: boolean; season: boolean } {
  return {
    day: precision === 'day',
    month: precision === 'day' || precision === 'month',
    season: precision === 'season',
  };
}

/** `YYYY-MM-DD` in parts. */
export function decomposeDate(iso: string | null): DateFields {
  const date = parseDate(iso);
  if (!date) return EMPTY_DATE;
  return { year: String(date.year), month: String(date.month), day: String(date.day) };
}

/**
 * The parts as `YYYY-MM-DD`; `null` when nothing was typed. What is not asked for counts from the beginning of
 * the month, season, year or decade. Parts that make no date come back as typed, for validation to refuse.
 */
export function composeDate(fields: DateFields, precision: DatePrecision): string | null {
  const asks = partsOf(precision);
  const [year, month, day] = [fields.year.trim(), fields.month.trim(), fields.day.trim()];
  if (year === '' && (!asks.month || month === '') && (!asks.day || day === '')) return null;
  return [
    padded(precision === 'decade' ? year.replace(/\d$/, '0') : year, 4),
    padded(asks.season ? seasonMonth(month) : asks.month ? month : '1', 2),
    padded(asks.day ? day : '1', 2),
  ].join('-');
}

/** An empty part stays empty: padding would make a year 0 of it. */
function padded(part: string, length: number): string {
  return part === '' ? '' : part.padStart(length, '0');
}

/** The month that stands for the season of a month. */
export function seasonMonth(month: string): string {
  return SEASON_MONTHS[seasonOf(Number(month) || 1)] ?? '1';
}

/** Whether the same was typed. */
export function sameDate(a: DateFields, b: DateFields): boolean {
  return a.year.trim() === b.year.trim() && a.month === b.month && a.day.trim() === b.day.trim();
}
