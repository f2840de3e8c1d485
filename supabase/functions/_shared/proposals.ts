import { wellFormed } from './text.ts';

/** An event that the assistant proposes. Whatever made it, it is within these limits. */
export interface Proposal {
  /** 1–200 characters. */
  title: string;
  /** Up to 2,000 characters. */
  description: string | null;
  /** In words, never more exact than what was said; up to 100 characters. */
  date: string | null;
  category: string;
  /** Up to 200 characters. */
  location: string | null;
  /** 1–10 */
  importance: number;
  /** At most 8 of up to 50 characters, each only once. */
  tags: string[];
  /** 0–1 */
  confidence: number;
}

/** What an answer comes with besides its text. */
export interface Notes {
  /** What the person may want to say next. */
  suggestions: string[];
  events: Proposal[];
}

const CATEGORIES = [
  'personal',
  'education',
  'career',
  'family',
  'travel',
  'achievement',
  'health',
  'relationship',
  'other',
];
const MOST = { suggestions: 4, events: 5, tags: 8 };

/** Reads notes of the model, which may be anything; what is not as it should be is left out. */
export function readNotes(text: string | undefined): Notes {
  const notes = parse(text ?? '');
  return {
    suggestions: listOf(notes['suggestions'])
      .flatMap((value) => line(value, 80) ?? [])
      .slice(0, MOST.suggestions),
    events: listOf(notes['events'])
      .flatMap((value) => readProposal(value) ?? [])
      .slice(0, MOST.events),
  };
}

function readProposal(value: unknown): Proposal | undefined {
  const event = fieldsOf(value);
  const title = line(event['title'], 200);
  if (title === undefined) return undefined;
  return {
    title,
    description: paragraph(event['description'], 2000) ?? null,
    date: line(event['date'], 100) ?? null,
    category: CATEGORIES.find((category) => category === event['category']) ?? 'other',
    location: line(event['location'], 200) ?? null,
    importance: Math.round(within(event['importance'], 1, 10) ?? 5),
    tags: [...new Set(listOf(event['tags']).flatMap((tag) => line(tag, 50) ?? []))].slice(0, MOST.tags),
    confidence: within(event['confidence'], 0, 1) ?? 0.5,
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}

/** Own fields only: the name `__proto__` is one like any other. */
function fieldsOf(value: unknown): Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null;
  return Object.assign(Object.create(null), isObject ? value : {}) as Record<string, unknown>;
}

/** A longer list is not looked at beyond what could be of use. */
function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, 50) : [];
}

function within(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(most, Math.max(least, value))
    : undefined;
}

function line(value: unknown, most: number): string | undefined {
  return typeof value === 'string' ? cut(value.replace(/[\s\p{Cc}]+/gu, ' '), most) : undefined;
}

function paragraph(value: unknown, most: number): string | undefined {
  return typeof value === 'string' ? cut(value.replace(/[^\n\P{Cc}]/gu, ' '), most) : undefined;
}

/** Undefined when nothing is left. */
function cut(text: string, most: number): string | undefined {
  const [...characters] = wellFormed(text.slice(0, 2 * most + 100)).trim();
  return characters.slice(0, most).join('').trim() || undefined;
}
