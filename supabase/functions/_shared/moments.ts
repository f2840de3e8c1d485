import * as chrono from 'npm:chrono-node@2.10.3/en';

/** How exactly a date is known, as on the timeline. */
export type Precision = 'day' | 'month' | 'season' | 'year' | 'decade' | 'about';

/** What a date comes to. */
export interface Meaning {
  /** In words that are no more exact than the text: “12 May 1987”, “spring 1987”, “about 1950”. */
  words: string;
  /** The first day of it, `YYYY-MM-DD`. */
  start: string;
  precision: Precision;
}

/** One date of a text, without the words that lead to it. */
export interface Moment extends Meaning {
  /** Where it stands in the text. */
  index: number;
  length: number;
  /** The end of a time that is told in one, as “12–15 May 1987”. */
  until?: Meaning;
  /** It is a date only as one half of such a time: “… to 1918”. */
  isHalf?: boolean;
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
/** The month that stands for each season on the timeline. */
const SEASONS = new Map([
  ['winter', 1],
  ['spring', 4],
  ['summer', 7],
  ['autumn', 10],
  ['fall', 10],
]);
const YEAR = String.raw`(1[5-9]\d\d|20\d\d)`;
const NOT_COUNTED = String.raw`(?!\s*(?:people|men|women|children|euros?|dollars?|pounds?|francs?|marks?|km|miles?|met(?:er|re)s?)\b)`;
/** What stands between the halves of a time. */
const TO = String.raw`(?:\s+(?:to|until|till|through)\s+|\s*[-–—]\s*)`;

/** What people say of times long ago, and what a library for appointments does not know. */
const VAGUE: [pattern: string, read: (...groups: string[]) => Meaning & Pick<Moment, 'isHalf'>][] = [
  [
    String.raw`\b(?:in\s+)?(?:the\s+)?(spring|summer|autumn|fall|winter)(?:\s+of|,)?\s+${YEAR}\b`,
    (season, year) => inSeason(season.toLowerCase(), year),
  ],
  [
    String.raw`\b(?:in\s+)?(?:the\s+)?((?:early|mid|late)[\s-]+)?((?:1[5-9]|20)\d)0['’]?s\b`,
    (part = '', decade) => inDecade(part.toLowerCase(), decade),
  ],
  [
    String.raw`\b(?:in\s+)?(?:about|around|circa|roughly|approximately|ca?\.?)\s+(?:the\s+year\s+)?${YEAR}\b`,
    (year) => ({ ...inYear(year), words: `about ${year}`, precision: 'about' }),
  ],
  [
    String.raw`(?<=\b(?:in|from|during|of|since|before|after|until|till|by|the\s+year)\s+)${YEAR}\b${NOT_COUNTED}`,
    inYear,
  ],
  // On its own: “(1987)”, “Lyon, 1987.”
  [String.raw`(?<=(?:^|[(,])\s*)${YEAR}(?=\s*(?:[),.;:!?]|$))`, inYear],
  [
    String.raw`(?<=\bbetween\s+|${TO}|\band\s+)${YEAR}\b${NOT_COUNTED}`,
    (year) => ({ ...inYear(year), isHalf: true }),
  ],
  [String.raw`\b${YEAR}(?=${TO})`, (year) => ({ ...inYear(year), isHalf: true })],
];

/** “12.3.1894”, “3/12/94”, “1894-03-12”. */
const NUMBERS =
  /(?<![\d./])(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{1,2})([./-]) ?(\d{1,2})\6 ?(\d{4}|\d\d))(?![\d/]|\.\d)/g;

/** Such are not the library’s to read: it puts the month first. */
const NUMBERS_ALONE = /\d[./-]\d+[./-]\d/;

/**
 * The dates of a text in their order; only such as tell the year, and none that is still to come.
 *
 * @param locale whose way of writing dates decides what 3/12/1894 is
 */
export function findMoments(text: string, now: Date, locale: string): Moment[] {
  const today = now.toISOString().slice(0, 10);
  const words = text.replace(NUMBERS, (numbers) => '_'.repeat(numbers.length));
  const all = [...findNumbers(text, locale), ...findVague(words), ...findExact(words, now)].filter(
    ({ start }) => start <= today,
  );
  all.sort((a, b) => a.index - b.index || b.length - a.length);
  const kept: Moment[] = [];
  for (const date of all) {
    const last = kept.at(-1);
    if (!last || date.index >= last.index + last.length) kept.push(date);
    else if (date.length > last.length) kept[kept.length - 1] = date;
  }
  return kept;
}

/** A year, from its four digits. */
export function inYear(year: string): Meaning {
  return { words: year, start: `${year}-01-01`, precision: 'year' };
}

function inSeason(season: string, year: string): Meaning {
  const month = pad(SEASONS.get(season) ?? 1);
  return { words: `${season} ${year}`, start: `${year}-${month}-01`, precision: 'season' };
}

function inDecade(part: string, decade: string): Meaning {
  return { words: `${part}${decade}0s`, start: `${decade}0-01-01`, precision: 'decade' };
}

function inMonth(year: number, month: number): Meaning {
  return { words: `${MONTHS[month - 1]} ${year}`, start: `${year}-${pad(month)}-01`, precision: 'month' };
}

function onDay(year: number, month: number, day: number): Meaning {
  const start = [year, pad(month), pad(day)].join('-');
  return { words: `${day} ${MONTHS[month - 1]} ${year}`, start, precision: 'day' };
}

function findVague(text: string): Moment[] {
  return VAGUE.flatMap(([pattern, read]) =>
    [...text.matchAll(new RegExp(pattern, 'gi'))].map((match) => {
      const [whole, ...groups] = match;
      return { index: match.index, length: whole.length, ...read(...groups) };
    }),
  );
}

/** Dates in numbers: with points the day comes first everywhere, else as the locale writes it; a year that comes first is ISO. */
function findNumbers(text: string, locale: string): Moment[] {
  return [...text.matchAll(NUMBERS)].flatMap((match) => {
    const [whole, iso, , isoMonth, isoDay, first, sign, second, short] = match;
    const [a, b] = [Number(first), Number(second)];
    const monthFirst = b > 12 || (a <= 12 && sign !== '.' && putsMonthFirst(locale));
    const [month, day] = iso ? [Number(isoMonth), Number(isoDay)] : monthFirst ? [a, b] : [b, a];
    const year = iso ? Number(iso) : centuryOf(Number(short));
    const isReal = new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1 && day > 0;
    if (!isReal || year < 1500) return [];
    return [{ index: match.index, length: whole.length, ...onDay(year, month, day) }];
  });
}

/** Two digits are of the century in which most people were young. */
function centuryOf(year: number): number {
  return year > 99 ? year : year + (year > 50 ? 1900 : 2000);
}

/** Whether a language writes the month before the day, as American English does. */
function putsMonthFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone: 'UTC' }).formatToParts(0);
  return parts.find(({ type }) => type === 'month' || type === 'day')?.type === 'month';
}

function findExact(text: string, now: Date): Moment[] {
  return chrono.casual.parse(text, now).flatMap(({ index, text: found, start, end }) => {
    const until = end?.isCertain('year') ? meaningOf(end) : undefined;
    // “June to July 1952”: the year of the end is that of the beginning.
    if ((!until && !start.isCertain('year')) || NUMBERS_ALONE.test(found)) return [];
    const meaning = meaningOf(start);
    return Number(start.get('year')) < 1500 ? [] : [{ index, length: found.length, ...meaning, until }];
  });
}

function meaningOf(date: Pick<chrono.ParsingComponents, 'get' | 'isCertain'>): Meaning {
  const [year, month, day] = [date.get('year'), date.get('month'), date.get('day')].map(Number) as Three;
  if (!date.isCertain('month')) return inYear(String(year));
  return date.isCertain('day') ? onDay(year, month, day) : inMonth(year, month);
}

type Three = [year: number, month: number, day: number];

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
