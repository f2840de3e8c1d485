import type { LifeEvent } from '../../core/features/life-event.ts';
import type { Criteria } from './criteria.ts';
import { fold } from '../when/fold.ts';
import type { Item } from './grouping.ts';
import { daysOf } from './span.ts';
import type { WhenProblem } from '../when/when-part.ts';
import { readWhen, type When } from '../when/when.ts';

/** Whether an event has media of a kind. */
export type HasMedia = (id: string, kind: string) => boolean;

/** What is known of media: the kinds that there are, and which event has which. */
export interface KnownMedia {
  readonly kinds: readonly string[];
  readonly has: HasMedia;
}

/** A stretch of a text, from one place up to another. */
export type Stretch = readonly [from: number, to: number];

const folded = new WeakMap<LifeEvent, string>();

/** What matching depends on besides what is asked for. */
export interface MatchingOptions {
  /** The one in which dates were typed. */
  readonly locale: string;
  /** An event that is there whatever it says. */
  readonly always?: string | undefined;
  /** Without it nothing is asked of media. */
  readonly hasMedia?: HasMedia | undefined;
}

/** The items that meet all criteria, in their order. */
export function matching(
  items: readonly Item[],
  criteria: Criteria,
  { locale, always, hasMedia }: MatchingOptions,
): readonly Item[] {
  const { categories, importance, media } = criteria;
  const words = wordsOf(criteria.query);
  const tags = criteria.tags.map(fold);
  const { from, to } = edgesOf(criteria, locale);
  return items.filter(({ row }) => {
    if (row.id === always) return true;
    if (row.importance < importance) return false;
    if (categories.length > 0 && !categories.includes(row.category)) return false;
    if (tags.length > 0 && !tags.every((tag) => row.tags.some((own) => fold(own) === tag))) return false;
    if ((from || to) && !isWithin(row, from, to)) return false;
    if (hasMedia && media.length > 0 && !media.some((kind) => hasMedia(row.id, kind))) return false;
    return words.every((word) => wordsIn(row).includes(word));
  });
}

/** The words that are searched for. */
export function wordsOf(query: string): readonly string[] {
  return [...new Set(fold(query).split(/\s+/))].filter((word) => word !== '');
}

/** Where words are in a text, however they are written there: stretches that neither touch nor overlap, in order. */
export function stretchesOf(text: string, words: readonly string[]): readonly Stretch[] {
  if (words.length === 0) return [];
  const { plain, ends } = mapped(text);
  const found: [number, number][] = [];
  for (const word of words) {
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length))
      found.push([ends[at] ?? 0, endOf(at + word.length, ends)]);
  }
  const joined: [number, number][] = [];
  for (const [from, to] of found.sort(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** Where a stretch ends that ends there in the folded text: “ss” is one letter. */
function endOf(end: number, ends: readonly number[]): number {
  let after = end;
  while (ends[after] === ends[after - 1]) after += 1;
  return ends[after] ?? 0;
}

/** A folded text, and for each of its letters (and its end) where it begins in the text itself. */
function mapped(text: string): { plain: string; ends: readonly number[] } {
  let plain = '';
  const ends: number[] = [];
  let at = 0;
  for (const letter of text) {
    const part = fold(letter);
    for (let index = 0; index < part.length; index += 1) ends.push(at);
    plain += part;
    at += letter.length;
  }
  return { plain, ends: [...ends, text.length] };
}

function wordsIn(row: LifeEvent): string {
  let words = folded.get(row);
  if (words === undefined)
    folded.set(row, (words = fold([row.title, row.description, row.location, ...row.tags].join('\n'))));
  return words;
}

/** Which dates to look from or to cannot be followed, and why. */
export type DateProblems = readonly (readonly ['from' | 'to', WhenProblem | 'end-before-start'])[];

/** The first and the last day that are looked for, of dates typed in a locale. What is wrong narrows nothing down. */
export function edgesOf(
  criteria: Criteria,
  locale: string,
): { from?: string | undefined; to?: string | undefined; problems: DateProblems } {
  const [first, last] = [readWhen(criteria.from, locale), readWhen(criteria.to, locale)];
  const [from, to] = [daysOf(first.time)?.from, daysOf(last.time)?.to];
  if (from && to && to < from) return { from, problems: [['to', 'end-before-start']] };
  return { from, to, problems: [...problemIn('from', first), ...problemIn('to', last)] };
}

/** “Until 1918” has no beginning, which nobody asks for here: it only cannot be read. */
function problemIn(field: 'from' | 'to', { problem }: When): DateProblems {
  return problem ? [[field, problem === 'no-start' ? 'unreadable' : problem]] : [];
}

/** Whether an event can have been within two days: what is vague is found by any day that it may mean. */
function isWithin(row: LifeEvent, from: string | undefined, to: string | undefined): boolean {
  const days = daysOf(row);
  if (!days) return false;
  return (from === undefined || days.to >= from) && (to === undefined || days.from <= to);
}
