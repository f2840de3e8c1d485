import { monthNames, type EventTime } from '../../shared/formats.ts';
import { common } from '../../shared/text.ts';

/** The month that stands for each season, from winter on. */
const SEASON_MONTHS = ['01', '04', '07', '10'];
const SEASONS = ['winter', 'spring', 'summer', 'autumn'];

/**
 * A time in words, as people write it and as the interviewer proposes it: “12 May 1987”, “May 1987”, “summer 1968”,
 * “1960s”, “about 1950”, “since 2015”, “1987-05-12”. In English and in the language of `locale`. Of other words only the year is
 * believed, and only about. `undefined` where there is none.
 */
export function readWhen(words: string, locale: string): EventTime | undefined {
  const text = words.trim().toLocaleLowerCase(locale);
  const year = /(?<!\d)[12]\d{3}(?!\d)/.exec(text)?.[0];
  if (!year) return undefined;
  const [, month, day] = /^\d{4}-(\d\d)(?:-(\d\d))?$/.exec(text) ?? [];
  if (month) return time(`${year}-${month}-${day ?? '01'}`, day ? 'day' : 'month');
  const rest = text.replace(year, ' ').trim();
  if (rest === '') return time(`${year}-01-01`, 'year');
  if (/^(?:the)?\s*(?:s|er(?: jahre|-jahre)?)$/.test(rest) && year.endsWith('0'))
    return time(`${year}-01-01`, 'decade');
  if (rest === 'since' || rest === firstWord(common.date.since('')))
    return { ...time(`${year}-01-01`, 'year'), is_ongoing: true };
  return inSeason(rest, year, locale) ?? inMonth(rest, year, locale) ?? time(`${year}-01-01`, 'about');
}

function inSeason(rest: string, year: string, locale: string): EventTime | undefined {
  const names = [SEASONS, common.season.map((name) => name.toLocaleLowerCase(locale))];
  const season = names.map((list) => list.indexOf(rest)).find((index) => index >= 0);
  return season === undefined ? undefined : time(`${year}-${SEASON_MONTHS[season]}-01`, 'season');
}

function inMonth(rest: string, year: string, locale: string): EventTime | undefined {
  const [, before, name = '', after] = /^(\d{1,2})?\.?\s*(\p{L}{3,})\.?\s*(\d{1,2})?,?$/u.exec(rest) ?? [];
  const month = ['en', locale]
    .map((tag) =>
      monthNames(tag).findIndex((full) => name !== '' && full.toLocaleLowerCase(tag).startsWith(name)),
    )
    .find((index) => index >= 0);
  if (month === undefined) return undefined;
  const day = before ?? after;
  const start = `${year}-${pad(month + 1)}`;
  return day ? time(`${start}-${pad(Number(day))}`, 'day') : time(`${start}-01`, 'month');
}

function time(start: string, precision: EventTime['date_precision']): EventTime {
  return { start_date: start, end_date: null, date_precision: precision, is_ongoing: false };
}

function firstWord(words: string): string {
  return words.trim().toLowerCase();
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
