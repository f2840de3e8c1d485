import { composeAnswer } from './compose-answer.ts';
import type { Interviewer, Situation } from './interview.ts';

/** So that it can be read along, and stopped. */
const WORD_MS = 20;

/** Answers by simple rules where no model is connected. */
export const builtInInterviewer: Interviewer = async (situation) => {
  const { text, notes } = composeAnswer(situation.history, new Date(), situation.locale);
  for (const word of rest(text, situation).match(/\s*\S+/g) ?? []) {
    if (!situation.say(word)) break;
    await new Promise((resolve) => setTimeout(resolve, WORD_MS));
  }
  return { notes, source: { built_in: true } };
};

/** What is still to be said. A beginning that somebody else made is left as it is. */
function rest(text: string, { before }: Situation): string {
  if (text.startsWith(before)) return text.slice(before.length);
  return `\n\n${text}`;
}
