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
  const rows = events.map((event) => ({
    ...{ user_id, session_id: answer.session_id, message_id: answer.id },
    ...{ title: event.title, description: event.description, category: event.category },
    ...{ confidence: event.confidence, details: detailsOf(event) },
    estimated_date: event.date === null ? null : canonicalDate(event.date),
  }));
  await ask(proposals().insert(rows));
}

/** The column holds only what is known. */
function detailsOf({ location, importance, tags }: Proposal) {
  return { importance, ...(location !== null && { location }), ...(tags.length > 0 && { tags }) };
}
