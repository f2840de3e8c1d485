import type { EventTime } from '../../shared/formats.ts';
import { NO_TIME, readWhen } from '../../when/when.ts';

/**
 * The time of a proposal, in the words of the interviewer or of the person. Of words that cannot be read, such as “before
 * 1939”, only the year is believed, and only about. `undefined` where there is none.
 */
export function proposedTime(words: string, locale: string): EventTime | undefined {
  const { time, problem } = readWhen(words, locale);
  if (!problem) return time.start_date === null ? undefined : time;
  const year = /(?<!\d)[12]\d{3}(?!\d)/.exec(words)?.[0];
  return year ? { ...NO_TIME, start_date: `${year}-01-01`, date_precision: 'about' } : undefined;
}
