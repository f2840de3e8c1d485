import { wholeDate } from './dates.ts';
import type { Precision } from './dates.ts';
import { findEvents } from './find-events.ts';
import { NotesFilter } from './notes-filter.ts';
import { streamModel } from './model.ts';
import { extractPrompt } from './prompts.ts';
import { readNotes } from './proposals.ts';
import type { Proposal } from './proposals.ts';
import { modelSettings } from './settings.ts';

/** An event that a text tells. */
export interface ExtractedEvent extends Omit<Proposal, 'date'> {
  /** As the text knows it, in words. */
  estimated_date: string | null;
  /** `YYYY-MM-DD`, the first day of what `date_precision` says; null when the words do not come to a date. */
  start_date: string | null;
  date_precision: Precision | null;
}

/**
 * Finds the events that a text tells: the model does, or without one simple rules. Nothing is stored.
 *
 * @throws {ModelFailure}
 */
export async function extractEvents(
  text: string,
  context: unknown,
  locale: string,
  signal: AbortSignal,
): Promise<ExtractedEvent[]> {
  const now = new Date();
  const settings = modelSettings();
  if (!settings) return findEvents(text, now, locale).map((event) => toExtracted(event, now, locale));
  const filter = new NotesFilter();
  const told = context === null ? '' : JSON.stringify(context);
  const messages = [
    { role: 'system' as const, content: extractPrompt(told) },
    { role: 'user' as const, content: text },
  ];
  for await (const piece of streamModel(settings, messages, signal)) filter.feed(piece);
  return readNotes(filter.notes).events.map((event) => toExtracted(event, now, locale));
}

function toExtracted({ date, ...event }: Proposal, now: Date, locale: string): ExtractedEvent {
  const found = date === null ? undefined : wholeDate(date, now, locale);
  return {
    ...event,
    estimated_date: found?.words ?? date,
    start_date: found?.start ?? null,
    date_precision: found?.precision ?? null,
  };
}
