import { monthNames } from '../shared/formats.ts';
import { common } from '../shared/text.ts';
import { fold } from './fold.ts';

/*
 * Words for times, folded. English and German are always understood, since families write in both; a page's own language is
 * read in the words in which we would say it: the templates of `common.date`, and the months of `Intl`.
 */

/** Parts of a time. */
const PARTS = ['early', 'mid', 'middle', 'late', 'beginning', 'end', 'anfang', 'mitte', 'ende'];

const SEASONS = [
  ['winter', 'winter'],
  ['spring', 'fruhling', 'fruehling', 'fruhjahr', 'fruehjahr'],
  ['summer', 'sommer'],
  ['autumn', 'fall', 'herbst'],
];

/** Words that say nothing here. Which part of a year or a decade is not kept: it is understood as the whole of it. */
const FILLERS = new RegExp(
  `^(?:the|in|im|am|at|on|den|dem|der|die|das|of|de|year|years|jahr|jahre|jahren|zum|zur|zu|${PARTS.join('|')})$`,
);

const ABOUT = [
  'about',
  'around',
  'circa',
  'ca',
  'c',
  'approx',
  'approximately',
  'roughly',
  'um',
  'etwa',
  'ungefahr',
  'ungefaehr',
  'gegen',
];
/** Days that families know by their names: the month and the day. Easter is another one every year. */
const FEASTS = new Map<string, readonly [number, number]>([
  ['christmas', [12, 25]],
  ['weihnachten', [12, 25]],
  ['silvester', [12, 31]],
  ['neujahr', [1, 1]],
]);
const EASTER = ['easter', 'ostern'];

const SINCE = ['since', 'seit', 'ab'];
const UNTIL = ['until', 'till', 'up to', 'bis'];
const NOW = ['now', 'today', 'present', 'heute', 'jetzt', 'ongoing'];

/** Whether a word adds nothing. */
export function isFiller(word: string): boolean {
  return FILLERS.test(word);
}

/** Whether a text means the present. */
export function isNow(text: string): boolean {
  return NOW.includes(text.replace(/^(?:the|zum|bis) /, ''));
}

/** What follows a word for “about”, “since” or “until”; `undefined` where none stands at the beginning. */
export function after(kind: 'about' | 'since' | 'until', text: string): string | undefined {
  const words = [...around(common.date[kind]), ...{ about: ABOUT, since: SINCE, until: UNTIL }[kind]];
  return new RegExp(`^(?:${words.map(escaped).join('|')})(?:\\. ?| )(.+)$`).exec(text)?.[1];
}

/** The year with which a decade begins, of “1950s”, “1950er Jahre” and the like. */
export function decadeIn(text: string): number | undefined {
  const own = around(common.date.decade).map(escaped);
  const match = new RegExp(`^(\\d{3}0)\\s?(?:${["'?s", 'er(?: jahren?)?', ...own].join('|')})$`).exec(text);
  return match ? Number(match[1]) : undefined;
}

/** The index of a season, as in `seasonOf`; −1 for another word. */
export function seasonIn(word: string): number {
  const own = common.season.findIndex((name) => fold(name) === word);
  return own >= 0 ? own : SEASONS.findIndex((names) => names.includes(word));
}

/** The month and the day of a feast; `undefined` for another word, and for Easter without a year. */
export function feastOf(word: string, year: number | undefined): readonly [number, number] | undefined {
  return EASTER.includes(word) && year !== undefined ? easterOf(year) : FEASTS.get(word);
}

/** Easter Sunday in the Gregorian calendar, after Jean Meeus, Astronomical Algorithms, chapter 8. */
function easterOf(year: number): readonly [number, number] {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const n = h + l - 7 * m + 90;
  const month = Math.floor(n / 25);
  return [month, (h + l - 7 * m + 33 * month + 19) % 32];
}

/** The month, 1–12, of its name or at least its first three letters; 0 for another word. */
export function monthIn(word: string, locale: string): number {
  if (word.length < 3) return 0;
  const spelt = word.replace(/^mae/, 'ma');
  for (const language of [locale, 'en', 'de', 'de-AT']) {
    const index = monthNames(language).findIndex((name) => fold(name).startsWith(spelt));
    if (index >= 0) return index + 1;
  }
  return 0;
}

/** The words that our own template puts around a date. */
function around(template: (date: string) => string): readonly string[] {
  return fold(template('\u0001'))
    .split('\u0001')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
