import { streamModel } from '../_shared/model.ts';
import type { ModelMessage } from '../_shared/model.ts';
import { NotesFilter } from '../_shared/notes-filter.ts';
import { CONTINUE_PROMPT, interviewPrompt } from '../_shared/prompts.ts';
import { readNotes } from '../_shared/proposals.ts';
import type { ModelSettings } from '../_shared/settings.ts';
import type { Session, Turn } from './conversation.ts';
import type { Interviewer, Situation } from './interview.ts';

const CONTEXT_CHARACTERS = 4000;

/** Lets a model answer. */
export function modelInterviewer(settings: ModelSettings): Interviewer {
  return async (situation) => {
    const filter = new NotesFilter();
    const { say, signal } = situation;
    let wanted = true;
    for await (const text of streamModel(settings, messagesFor(situation), signal)) {
      wanted = say(filter.feed(text));
      if (!wanted) break;
    }
    if (wanted) say(filter.end());
    return { notes: readNotes(filter.notes), source: { model: settings.model } };
  };
}

function messagesFor({ session, history, before }: Situation): ModelMessage[] {
  const messages: ModelMessage[] = [
    { role: 'system', content: interviewPrompt(contextOf(session)) },
    ...history.map(toMessage),
  ];
  if (before === '') return messages;
  return [...messages, { role: 'assistant', content: before }, { role: 'user', content: CONTINUE_PROMPT }];
}

function toMessage({ role, name, text }: Turn): ModelMessage {
  if (role === 'assistant') return { role, content: text };
  return { role: 'user', content: name === undefined ? text : `${name}: ${text}` };
}

function contextOf({ metadata }: Session): string {
  const { context, user_preferences } = metadata;
  if (context == null && user_preferences == null) return '';
  return JSON.stringify({ context, user_preferences }).slice(0, CONTEXT_CHARACTERS);
}
