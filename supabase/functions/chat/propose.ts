import { ask, asService, countOf } from '../_shared/database.ts';
import { canonicalDate } from '../_shared/dates.ts';
import type { Proposal } from '../_shared/proposals.ts';
import type { Answer } from './answers.ts';
import type { Question } from './conversation.ts';

/** Proposes events to whoever wrote the message; an answer that is continued proposes once. */
export async function propose(
  { answer, question }: { answer: Answer; question: Question },
  events: readonly Proposal[],
): Promise<void> {
  const { user_id } = question;
  if (events.length === 0 || user_id === null) return;
  const proposals = () => asService().from('chat_extracted_events');
  const known = proposals().select('id', { count: 'exact', head: true }).eq('message_id', answer.id);
  if ((await countOf(known)) > 0) return;
  const rows = events.map(({ title, description, date, category, location, confidence }) => ({
    ...{ user_id, session_id: answer.session_id, message_id: answer.id },
    ...{ title, category, confidence },
    description: withPlace(description, title, location),
    estimated_date: date === null ? null : canonicalDate(date),
  }));
  await ask(proposals().insert(rows));
}

/** The table has no column for the place: it is told where nothing else tells it. */
function withPlace(description: string | null, title: string, location: string | null): string | null {
  if (location === null || `${title} ${description ?? ''}`.includes(location)) return description;
  return description === null ? location : `${description}\n${location}`;
}
