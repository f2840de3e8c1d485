import type { Caller } from '../_shared/caller.ts';
import { Problem } from '../_shared/http.ts';
import type { Body } from '../_shared/http.ts';
import { readId } from '../_shared/input.ts';
import { findMessage, findSession } from './conversation.ts';
import type { Session } from './conversation.ts';

/** The answer that the body names, if the caller takes part in its conversation. */
export async function findAnswerOf(caller: Caller, body: Body): Promise<{ id: string; session: Session }> {
  const sessionId = readId(body, 'session_id');
  const messageId = readId(body, 'message_id');
  const session = await findSession(caller, sessionId);
  const { id, message_type } = await findMessage(caller, session, messageId);
  if (message_type !== 'assistant_response') {
    throw new Problem(422, 'invalid', 'message_id has to be that of an answer.');
  }
  return { id, session };
}
