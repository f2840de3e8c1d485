import * as chrono from 'npm:chrono-node@2.10.3/en';

/** How exactly a date is known, as on the timeline. */
export type Precision = 'day' | 'month' | 'season' | 'year' | 'decade' | 'about';

/** A date that a text tells. */
export interface FoundDate {
  /** Where it stands in the text. */
  index: number;
  length: number;
  /** In words that are no more exact than the text: “12 May 1987”, “spring 1987”, “about 1950”, “since 2015”. */
  words: string;
  /** The first day of it, `YYYY-MM-DD`. */
  start: string;
  precision: Precision;
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

type Meaning = Omit<FoundDate, 'index' | 'length'>;

/** What people say of times long ago, and what a library for appointments does not know. */
const VAGUE: [pattern: string, read: (...groups: string[]) => Meaning][] = [
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
    String.raw`\b(before|after|until|till|by)\s+${YEAR}\b${NOT_COUNTED}`,
    (side, year) => ({ ...inYear(year), words: `${side.toLowerCase()} ${year}`, precision: 'about' }),
  ],
  [String.raw`\bsince\s+${YEAR}\b${NOT_COUNTED}`, (year) => ({ ...inYear(year), words: `since ${year}` })],
  [String.raw`\b(?:in|from|during|of|the\s+year)\s+${YEAR}\b${NOT_COUNTED}`, inYear],
  // On its own: “(1987)”, “Lyon, 1987.”
  [String.raw`(?:^|[(,])\s*${YEAR}(?=\s*(?:[),.;:!?]|$))`, inYear],
];

function inSeason(season: string, year: string): Meaning {
  const month = String(SEASONS.get(season)).padStart(2, '0');
  return { words: `${season} ${year}`, start: `${year}-${month}-01`, precision: 'season' };
}

function inDecade(part: string, decade: string): Meaning {
  return { words: `${part}${decade}0s`, start: `${decade}0-01-01`, precision: 'decade' };
}

function inYear(year: string): Meaning {
  return { words: year, start: `${year}-01-01`, precision: 'year' };
}

/** The dates of a text in their order; only such as tell the year, and none that is still to come. */
export function findDates(text: string, now: Date): FoundDate[] {
  const today = now.toISOString().slice(0, 10);
  const all = [...findVague(text), ...findExact(text, now)].filter(({ start }) => start <= today);
  all.sort((a, b) => a.index - b.index || b.length - a.length);
  const kept: FoundDate[] = [];
  for (const date of all) {
    const last = kept.at(-1);
    if (!last || date.index >= last.index + last.length) kept.push(date);
    else if (date.length > last.length) kept[kept.length - 1] = date;
  }
  return kept;
}

/** A date in words as the timeline writes it, where it is understood whole; else the words. */
export function canonicalDate(words: string, now = new Date()): string {
  return wholeDate(words, now)?.words ?? words;
}

/** What a date in words comes to; undefined when it is not understood whole. */
export function wholeDate(words: string, now: Date): FoundDate | undefined {
  const text = `in ${words.trim().replace(/^in\s+/i, '')}`;
  const plain = /^in (since|about|around|circa|ca?\.?)\b/i.test(text) ? text.slice(3) : text;
  const [date, ...others] = findDates(plain, now);
  if (!date || others.length > 0) return undefined;
  const rest = plain.slice(0, date.index) + plain.slice(date.index + date.length);
  return /^(?:\s*(?:in|on|the)?\s*)[.?]?$/i.test(rest) ? date : undefined;
}

function findVague(text: string): FoundDate[] {
  return VAGUE.flatMap(([pattern, read]) =>
    [...text.matchAll(new RegExp(pattern, 'gi'))].map((match) => {
      const [whole, ...groups] = match;
      return { index: match.index, length: whole.length, ...read(...groups) };
    }),
  );
}

function findExact(text: string, now: Date): FoundDate[] {
  return chrono.casual.parse(text, now).flatMap(({ index, text: found, start }) => {
    if (!start.isCertain('year')) return [];
    const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')].map(Number) as Three;
    if (year < 1500) return [];
    const at = { index, length: found.length };
    if (!start.isCertain('month')) return [{ ...at, ...inYear(String(year)) }];
    const name = MONTHS[month - 1]!;
    const iso = (date: number) => [year, pad(month), pad(date)].join('-');
    if (!start.isCertain('day'))
      return [{ ...at, words: `${name} ${year}`, start: iso(1), precision: 'month' }];
    return [{ ...at, words: `${day} ${name} ${year}`, start: iso(day), precision: 'day' }];
  });
}

type Three = [year: number, month: number, day: number];

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
