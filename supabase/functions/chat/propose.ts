import { ask, asService } from '../_shared/database.ts';
import { canonicalDate } from '../_shared/dates.ts';
import type { Proposal } from '../_shared/proposals.ts';
import type { Answer } from './answers.ts';
import type { Question } from './conversation.ts';

/** So many of what was proposed lately may be told again. */
const MOST_KNOWN = 200;

/** What was proposed, as far as it tells memories apart. */
interface Told {
  title: string;
  estimated_date: string | null;
}

interface Known extends Told {
  id: string;
  message_id: string | null;
  status: string;
}

/**
 * Proposes events to whoever wrote the message; an answer that is continued proposes once. What already waits for an answer is not
 * proposed again, but given the date that it lacks; neither is what was answered, for a date alone.
 */
export async function propose(
  { answer, question, locale }: { answer: Answer; question: Question; locale: string },
  events: readonly Proposal[],
): Promise<void> {
  const { user_id } = question;
  if (events.length === 0 || user_id === null) return;
  const theirs = { user_id, session_id: answer.session_id };
  const known = await readKnown(theirs);
  if (known.some(({ message_id }) => message_id === answer.id)) return;
  const fresh = [];
  for (const event of events) {
    const row = { ...theirs, message_id: answer.id, ...columnsOf(event, locale) };
    const same = known.find((one) => isSameMemory(one, row) && (one.status === 'pending' || isDating(one, row)));
    if (!same) fresh.push(row);
    else if (row.estimated_date !== null) await complete(same, row);
  }
  if (fresh.length > 0) await ask(proposals().insert(fresh));
}

const proposals = () => asService().from('chat_extracted_events');

function readKnown(theirs: { user_id: string; session_id: string }): Promise<Known[]> {
  return ask<Known[]>(
    proposals()
      .select('id,message_id,title,estimated_date,status')
      .match(theirs)
      .is('deleted_at', null)
      .order('created_at', { ascending: false })
      .limit(MOST_KNOWN),
  );
}

/** Of the same name, and of no other time. */
function isSameMemory(one: Told, other: Told): boolean {
  const dates = [one, other].map(({ estimated_date: date }) => date);
  const agree = dates.includes(null) || dates[0] === dates[1];
  return agree && one.title.toLowerCase() === other.title.toLowerCase();
}

/** Whether all that is new is when it was. */
function isDating(known: Told, told: Told): boolean {
  return known.estimated_date === null && told.estimated_date !== null;
}

/** Adds the date, unless the person has answered in the meantime. */
function complete(
  { id }: Known,
  { estimated_date, confidence }: Pick<Proposal, 'confidence'> & Told,
): Promise<unknown> {
  return ask(
    proposals()
      .update({ estimated_date, confidence })
      .match({ id, status: 'pending' })
      .is('estimated_date', null)
      .is('deleted_at', null),
  );
}

function columnsOf(event: Proposal, locale: string) {
  const { title, description, category, confidence, date } = event;
  const estimated_date = date === null ? null : canonicalDate(date, locale);
  return { title, description, category, confidence, details: detailsOf(event), estimated_date };
}

/** The column holds only what is known. */
function detailsOf({ location, importance, tags }: Proposal) {
  return { importance, ...(location !== null && { location }), ...(tags.length > 0 && { tags }) };
}
