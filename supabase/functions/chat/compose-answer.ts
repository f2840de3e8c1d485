import { findDates } from '../_shared/dates.ts';
import { findEvents, withoutDates, wordCount } from '../_shared/find-events.ts';
import { findMentions } from '../_shared/mentions.ts';
import type { Notes, Proposal } from '../_shared/proposals.ts';
import type { Turn } from './conversation.ts';

const INTRODUCTION =
  'Before we begin: I am Nality’s built-in interviewer. No AI model is connected here; I follow simple rules, and listen for people, places and dates.';
const PROPOSED = 'I have made a proposal for your timeline of that. Nothing is added before you say yes.';
const COMPLETED = 'I take that for the time of what you told me before.';

const SAD =
  /\b(?:died|death|passed away|funeral|lost|cancer|war|divorced?|accident|miss(?:ed)? (?:him|her|them))\b/i;
const GLAD = /\b(?:born|married|wedding|won|graduated|fell in love|happiest|happy|proud)\b/i;

/** Of one message no more is read. */
const READ_CHARACTERS = 4000;

interface Question {
  words: string;
  suggestions: string[];
}

/** By what dates are understood. */
interface Dates {
  now: Date;
  /** How the person writes dates. */
  locale: string;
}

/** What is known of the memory that is talked about. */
interface Known {
  date: string | undefined;
  place: string | undefined;
  person: string | undefined;
}

const ELSE = 'Ask me something else';
const OPENING: Question = {
  words: 'What is a moment of your life that you like to think back to?',
  suggestions: ['My childhood', 'How I met my partner', 'A journey'],
};

/** What the built-in interviewer says; the same conversation always gets the same answer. */
export function composeAnswer(
  history: readonly Turn[],
  now: Date,
  locale: string,
): { text: string; notes: Notes } {
  const told = history.flatMap(({ role, text }) => (role === 'person' ? text.slice(0, READ_CHARACTERS) : []));
  const [before = '', last = ''] = ['', ...told].slice(-2);
  const dates = { now, locale };
  const known = knownFrom(last, dates);
  const completed = completedBy(before, last, dates);
  const events = completed ?? findEvents(last, now, locale);
  const proposed = completed ? COMPLETED : events.length > 0 ? PROPOSED : '';
  const question = nextQuestion(history, last, merge(known, knownFrom(before, dates)));
  const parts = [
    history.some(({ builtIn }) => builtIn) ? '' : INTRODUCTION,
    [acknowledge(last), note(known), proposed].filter(Boolean).join(' '),
    question.words,
  ];
  return { text: parts.filter(Boolean).join('\n\n'), notes: { suggestions: question.suggestions, events } };
}

function knownFrom(text: string, { now, locale }: Dates): Known {
  const [date] = findDates(text, now, locale);
  const { places, people } = findMentions(text);
  return { date: date?.words, place: places[0], person: people[0] };
}

function merge(newer: Known, older: Known): Known {
  return {
    date: newer.date ?? older.date,
    place: newer.place ?? older.place,
    person: newer.person ?? older.person,
  };
}

/** A message that merely says when completes the first event of the one before. */
function completedBy(before: string, last: string, { now, locale }: Dates): [Proposal] | undefined {
  const [date, ...others] = findDates(last, now, locale);
  if (!date || others.length > 0 || wordCount(withoutDates(last, [date])) > 3) return undefined;
  const [event] = findEvents(before, now, locale);
  return event?.date === null ? [{ ...event, date: date.words, confidence: 0.7 }] : undefined;
}

function acknowledge(text: string): string {
  if (SAD.test(text)) return 'I am sorry. Thank you for trusting me with that.';
  if (GLAD.test(text)) return 'What a moment to keep.';
  return wordCount(text) < 3 ? 'Thank you.' : 'Thank you for telling me.';
}

function note({ date, place, person }: Known): string {
  const what = [date, place, person].filter((value) => value !== undefined);
  return what.length > 0 ? `I note: ${what.join(', ')}.` : '';
}

/** Asks for what is missing, then about what is there; nothing that was asked before, while there is anything else. */
function nextQuestion(history: readonly Turn[], last: string, known: Known): Question {
  const { date, place, person } = known;
  const said = history.flatMap(({ role, text }) => (role === 'assistant' ? text : [])).join('\n');
  const isGreeting = said === '' && wordCount(last) <= 3 && !date && !place && !person;
  const questions = [
    ...(isGreeting ? [OPENING] : []),
    ...(date ? [] : [WHEN]),
    ...(place ? [] : [WHERE]),
    ...(person ? [] : [WHO]),
    ...(place ? [{ words: `What was it like in ${place} in those days?`, suggestions: [ELSE] }] : []),
    ...(person ? [{ words: `Tell me a little about ${person}.`, suggestions: [ELSE] }] : []),
    ...OPEN,
    OPENING,
  ];
  const fresh = questions.find(({ words }) => !said.includes(words));
  return fresh ?? OPEN[history.length % OPEN.length]!;
}

const WHEN: Question = {
  words: 'When was that? A year or a season is enough.',
  suggestions: ['I am not sure when', ELSE],
};
const WHERE: Question = { words: 'Where did this happen?', suggestions: ['It was at home', ELSE] };
const WHO: Question = {
  words: 'Who was with you?',
  suggestions: ['I was alone', 'My family was there', ELSE],
};
const OPEN: Question[] = [
  'What do you remember most clearly: a sound, a smell, a face?',
  'How did you feel that day?',
  'What happened next?',
  'Looking back, what did it change for you?',
].map((words) => ({ words, suggestions: ['I have to think about it', ELSE] }));
