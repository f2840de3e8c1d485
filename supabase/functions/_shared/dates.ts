import { findMoments, inYear } from './moments.ts';
import type { Meaning, Moment, Precision } from './moments.ts';

export type { Precision } from './moments.ts';

/** A time that a text tells, with the words that lead to it: “from 1914 to 1918”. */
export interface FoundDate {
  /** Where it stands in the text. */
  index: number;
  length: number;
  /**
   * In words that are no more exact than the text, and that the page's fields for dates understand: “12 May 1987”, “spring 1987”,
   * “about 1950”, “since 2015”, “June 1950 – July 1952”.
   */
  words: string;
  /** The first day of it, `YYYY-MM-DD`. */
  start: string;
  precision: Precision;
}

/** What leads to a date; of some of it the meaning is another one. */
const LEAD =
  /\b(?:back\s+)?(since|before|after|until|till|by|in|on|from|during|of|at|between)\s+(?:the\s+)?(?:year\s+)?$/i;
const TO = /^(?:\s+(?:to|until|till|through)|\s*[-–—])\s*(?:the\s+(?:year\s+)?)?$/i;
const AND = /^\s+and\s+(?:the\s+)?$/i;
/** Up to now. */
const ON = /^(?:(?:\s+(?:to|until|till|through)|\s*[-–—])\s*(?:now|today|(?:the\s+)?present)\b|\s+onwards\b)/i;
/** The end of “1914–18”. */
const SHORT_END = /^\s*[-–—]\s*(1[3-9]|[2-9]\d)(?!\d)/;

/**
 * The times of a text in their order; only such as tell the year, and none that is still to come.
 *
 * @param locale whose way of writing dates decides what 3/12/1894 is
 */
export function findDates(text: string, now: Date, locale: string): FoundDate[] {
  const moments = findMoments(text, now, locale);
  const found: FoundDate[] = [];
  while (moments.length > 0) {
    const [moment, next] = moments as [Moment, Moment?];
    const last = found.at(-1);
    const [led = '', lead = ''] = LEAD.exec(text.slice(last ? last.index + last.length : 0, moment.index)) ?? [];
    const end = endOf(text, moment, next, lead.toLowerCase());
    moments.splice(0, end?.takes === next && next ? 2 : 1);
    if (moment.isHalf && !end) continue;
    const index = moment.index - led.length;
    found.push({ index, length: (end?.at ?? endAt(moment)) - index, ...meaningOf(moment, lead.toLowerCase(), end) });
  }
  return found;
}

/** A date in words as the timeline writes it, where it is understood whole; else the words. */
export function canonicalDate(words: string, locale: string, now = new Date()): string {
  return wholeDate(words, now, locale)?.words ?? words;
}

/** What a date in words comes to; undefined when it is not understood whole. */
export function wholeDate(words: string, now: Date, locale: string): FoundDate | undefined {
  const text = `in ${words.trim().replace(/^in\s+/i, '')}`;
  const [date, ...others] = findDates(text, now, locale);
  if (!date || others.length > 0) return undefined;
  const rest = text.slice(0, date.index) + text.slice(date.index + date.length);
  return /^(?:\s*(?:in|on|the)?\s*)[.?]?$/i.test(rest) ? date : undefined;
}

/** Where and when a time ends; without `until` it goes on. */
interface End {
  at: number;
  until?: Meaning | undefined;
  takes?: Moment | undefined;
}

function endOf(text: string, moment: Moment, next: Moment | undefined, lead: string): End | undefined {
  const at = endAt(moment);
  const rest = text.slice(at);
  if (moment.until) {
    const isNow = /\b(?:now|today)$/i.test(text.slice(moment.index, at));
    return { at, until: isNow ? undefined : moment.until };
  }
  const on = ON.exec(rest) ?? (lead === 'from' ? /^\s+on(?=\s*(?:[,.;:!?)]|$))/i.exec(rest) : null);
  if (on) return { at: at + on[0].length };
  const [tail, short] = SHORT_END.exec(rest) ?? [];
  if (tail && moment.precision === 'year')
    return { at: at + tail.length, until: inYear(moment.start.slice(0, 2) + short) };
  const between = next && text.slice(at, next.index);
  if (between === undefined || !(TO.test(between) || (lead === 'between' && AND.test(between)))) return undefined;
  return next!.start > moment.start ? { at: endAt(next!), until: next!.until ?? next, takes: next } : undefined;
}

function endAt({ index, length }: Moment): number {
  return index + length;
}

function meaningOf(moment: Meaning, lead: string, end: End | undefined): Meaning {
  const { words, start, precision } = moment;
  if (end?.until) return rangeOf(moment, end.until);
  if (end || lead === 'since') return { start, precision, words: `since ${words}` };
  if (/^(?:before|after|until|till|by)$/.test(lead))
    return { start, precision: 'about', words: `${lead} ${words}` };
  return { words, start, precision };
}

/** Both ends are as exact as the less exact one: years, where they are told in different ways. */
function rangeOf(from: Meaning, until: Meaning): Meaning {
  const { start, precision } = from;
  if (until.start <= start) return { words: from.words, start, precision };
  const isVague = [from, until].some(({ precision: how }) => how === 'about' || how === 'decade');
  const isAlike = precision === until.precision || [from, until].every(({ words }) => /^(?:about )?\d+$/.test(words));
  if (isAlike)
    return { words: `${from.words} – ${until.words}`, start, precision: precision === until.precision ? precision : 'about' };
  const [first, last] = [start, until.start].map((day) => day.slice(0, 4)) as [string, string];
  const words = `${isVague ? 'about ' : ''}${first === last ? first : `${first} – ${last}`}`;
  return { words, start: `${first}-01-01`, precision: isVague ? 'about' : 'year' };
}
