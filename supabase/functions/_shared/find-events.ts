import { findDates } from './dates.ts';
import type { FoundDate } from './dates.ts';
import { findMentions } from './mentions.ts';
import type { Proposal } from './proposals.ts';
import { wellFormed } from './text.ts';

const MOST_EVENTS = 5;
const TITLE_CHARACTERS = 80;
/** A longer one is none. */
const PLACE_CHARACTERS = 200;
/** Of one sentence no more is read. */
const SENTENCE_CHARACTERS = 1000;

/** What sort of event the words speak of, and how much it usually matters. */
const KINDS: [words: RegExp, category: string, importance: number][] = [
  [/\b(?:married|marriage|wedding|engaged|engagement|divorced?|fell in love|proposed)\b/i, 'relationship', 9],
  [/\b(?:born|birth|died|death|passed away|funeral|adopted|baptised|baptized|christened)\b/i, 'family', 9],
  [/\b(?:school|university|college|graduated|degree|studied|apprenticeship|exams?|class)\b/i, 'education', 6],
  [/\b(?:job|worked|work|hired|company|factory|office|career|promoted|retired|business)\b/i, 'career', 6],
  [/\b(?:hospital|ill|illness|sick|surgery|operation|accident|diagnosed|recovered)\b/i, 'health', 7],
  [/\b(?:won|prize|award|medal|record|published|finished|built|succeeded)\b/i, 'achievement', 6],
  [/\b(?:travelled|traveled|trip|journey|holiday|vacation|visited|flew|sailed|voyage)\b/i, 'travel', 5],
  [/\b(?:moved|emigrated|immigrated|house|home|apartment|flat)\b/i, 'personal', 7],
];

/** Finds the events that a text tells, by simple rules: a sentence with a date, or with a word like “married”. */
export function findEvents(text: string, now: Date, locale: string): Proposal[] {
  return sentencesOf(text)
    .flatMap((sentence) => readSentence(sentence, now, locale) ?? [])
    .slice(0, MOST_EVENTS);
}

/** The text without its dates. */
export function withoutDates(text: string, dates: readonly FoundDate[]): string {
  let rest = '';
  let from = 0;
  for (const { index, length } of dates) {
    rest += `${text.slice(from, index)} `;
    from = index + length;
  }
  const words = (rest + text.slice(from))
    .replace(/\(\s*\)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,.;:!?])/g, '')
    .replace(/,+/g, ',');
  return words.replace(/^[\s,.;:–-]+(?:(?:and|then|so|but)\s+)?|[\s,.;:!–-]+$/giu, '');
}

function readSentence(sentence: string, now: Date, locale: string): Proposal | undefined {
  const dates = findDates(sentence, now, locale);
  const [, category = 'other', importance = 5] = KINDS.find(([words]) => words.test(sentence)) ?? [];
  const words = withoutDates(sentence, dates);
  const [date] = dates;
  if (wordCount(words) < 2 || sentence.endsWith('?') || (!date && category === 'other')) return undefined;
  const { places } = findMentions(words);
  return {
    title: titleOf(words),
    description: sentence,
    date: date?.words ?? null,
    ...{ category, importance, tags: [] },
    location: places.find(({ length }) => length <= PLACE_CHARACTERS) ?? null,
    confidence: date ? (category === 'other' ? 0.6 : 0.8) : 0.4,
  };
}

function sentencesOf(text: string): string[] {
  const sentences = new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text);
  return [...sentences].map(({ segment }) => wellFormed(segment.trim().slice(0, SENTENCE_CHARACTERS)));
}

export function wordCount(text: string): number {
  return text.match(/[\p{L}\d]+/gu)?.length ?? 0;
}

function titleOf(words: string): string {
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  if (title.length <= TITLE_CHARACTERS) return title;
  const cut = title.slice(0, TITLE_CHARACTERS).replace(/\s+\S*$/, '');
  return `${wellFormed(cut)}…`;
}
