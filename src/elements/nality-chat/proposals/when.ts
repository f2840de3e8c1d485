import type { EventTime } from '../../shared/formats.ts';
import { NO_TIME, readWhen } from '../../when/when.ts';

/**
 * The time of a proposal, in the words of the interviewer or of the person. Of words that cannot be read, such as “the war year
 * 1942”, only the year is believed, and only about. `undefined` where there is none, and where it was before or after a year:
 * then the person has to say when.
 */
export function proposedTime(words: string, locale: string): EventTime | undefined {
  const { time, problem } = readWhen(words, locale);
  if (!problem) return time.start_date === null ? undefined : time;
  if (/\b(?:before|after|vor|nach)\b/i.test(words)) return undefined;
  const year = /(?<!\d)[12]\d{3}(?!\d)/.exec(words)?.[0];
  return year ? { ...NO_TIME, start_date: `${year}-01-01`, date_precision: 'about' } : undefined;
}
