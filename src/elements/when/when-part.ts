import type { DatePrecision } from '../../core/features/life-event.ts';
import { after, decadeIn, feastOf, isFiller, monthIn, seasonIn } from './when-words.ts';

/** Why a time cannot be read. */
export type WhenProblem =
  /** Nothing in it is known. */
  | 'unreadable'
  | 'no-year'
  | 'short-year'
  | 'no-such-date'
  /** “About” goes with a year. */
  | 'about'
  /** The beginning is known more exactly than the end, or less. */
  | 'mixed'
  /** There is an end alone. */
  | 'no-start';

/** One date as it was written; what is missing may stand in the other half of a range. */
export interface Part {
  readonly year?: number;
  /** 1–12 */
  readonly month?: number;
  readonly day?: number;
  /** As `seasonOf` counts them. */
  readonly season?: number;
  readonly decade?: true;
  readonly about?: true;
}

const NUMBERS = /^(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{1,4})$/;
const MONTH_AND_YEAR = /^(\d{1,2})[./](\d{4})$/;
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/;

/** Reads one date. `text` is folded, without commas, white space single. */
export function readPart(text: string, locale: string): Part | WhenProblem {
  const vague = after('about', text);
  if (vague !== undefined) {
    const part = readPart(vague, locale);
    if (typeof part === 'string' || part.decade) return part;
    return part.month === undefined && part.season === undefined ? { ...part, about: true } : 'about';
  }
  const words = text.split(' ').filter((word) => !isFiller(word));
  const rest = words.join(' ');
  const decade = decadeIn(text) ?? decadeIn(rest);
  if (decade !== undefined) return { year: decade, decade: true };
  return numbers(rest, locale) ?? feast(words) ?? named(words, locale);
}

/** How exactly it is known. */
export function precisionOf({ about, decade, season, day, month }: Part): DatePrecision {
  if (about) return 'about';
  if (decade) return 'decade';
  if (season !== undefined) return 'season';
  if (day !== undefined) return 'day';
  return month === undefined ? 'year' : 'month';
}

function numbers(text: string, locale: string): Part | WhenProblem | undefined {
  const first = YEAR_FIRST.exec(text);
  if (first) {
    const [year, month, day] = first.slice(1).map(Number) as [number, number, number];
    return first[3] === undefined ? { year, month } : { year, month, day };
  }
  const short = MONTH_AND_YEAR.exec(text);
  if (short) return { month: Number(short[1]), year: Number(short[2]) };
  const all = NUMBERS.exec(text);
  if (!all) return undefined;
  if (all[4]?.length !== 4) return 'short-year';
  const [a, b, year] = [all[1], all[3], all[4]].map(Number) as [number, number, number];
  const monthFirst = b > 12 || (a <= 12 && all[2] !== '.' && putsMonthFirst(locale));
  return monthFirst ? { month: a, day: b, year } : { day: a, month: b, year };
}

/** “Christmas 1944”: one word and a year. */
function feast([name = '', digits = '', ...others]: readonly string[]): Part | undefined {
  const year = /^\d{4}$/.test(digits) ? Number(digits) : undefined;
  const found = others.length > 0 ? undefined : feastOf(name, year);
  return found && { month: found[0], day: found[1], ...(year !== undefined && { year }) };
}

function named(words: readonly string[], locale: string): Part | WhenProblem {
  let part: Part = {};
  for (const word of words) {
    const more = wordIn(word, locale);
    if (typeof more === 'string') return more;
    if (Object.keys(more).some((name) => name in part)) return 'unreadable';
    part = { ...part, ...more };
  }
  if (Object.keys(part).length === 0 || (part.season !== undefined && part.month !== undefined))
    return 'unreadable';
  return part;
}

function wordIn(word: string, locale: string): Part | WhenProblem {
  const digits = /^'?(\d+)(?:\.|st|nd|rd|th|ten|te)?$/.exec(word)?.[1];
  if (digits !== undefined) {
    if (digits.length === 4) return { year: Number(digits) };
    return digits.length < 3 ? { day: Number(digits) } : 'short-year';
  }
  const plain = word.replace(/\.$/, '');
  const season = seasonIn(plain);
  if (season >= 0) return { season };
  const month = monthIn(plain, locale);
  return month > 0 ? { month } : 'unreadable';
}

/** Whether a language writes the month before the day, as American English does. */
function putsMonthFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone: 'UTC' }).formatToParts(0);
  const order = parts.map(({ type }) => type).filter((type) => type === 'month' || type === 'day');
  return order[0] === 'month';
}
