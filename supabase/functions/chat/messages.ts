import { callerOf } from '../_shared/caller.ts';
import type { Caller } from '../_shared/caller.ts';
import { asService } from '../_shared/database.ts';
import { json, Problem } from '../_shared/http.ts';
import type { Body } from '../_shared/http.ts';
import { readId, readText } from '../_shared/input.ts';
import { claimAnswer, describe, findAnswer, settle } from './answers.ts';
import type { Answer } from './answers.ts';
import { findMessage, findSession, storeMessage } from './conversation.ts';
import type { Question, Session } from './conversation.ts';
import { generate } from './generate.ts';
import { checkRate } from './rate-limit.ts';

const MOST_CHARACTERS = 20_000;

/**
 * `POST chat/messages`: answers a message, either one that is stored already, `{session_id, message_id}`, or one that
 * comes with the call, `{session_id, message, message_type?}`. There is one answer to a message: whoever calls again
 * is told how it stands.
 */
export async function answerMessage(request: Request, body: Body): Promise<Response> {
  const caller = callerOf(request);
  const isStored = body['message_id'] !== undefined;
  if (isStored && body['message'] !== undefined) {
    throw new Problem(400, 'invalid', 'Give either message_id, of a stored message, or message, not both.');
  }
  const sessionId = readId(body, 'session_id');
  const messageId = isStored ? readId(body, 'message_id') : undefined;
  const message = isStored ? '' : readMessage(body);
  const session = await findSession(caller, sessionId);
  const question = messageId
    ? await findMessage(caller, session, messageId)
    : await storeWithinLimits(caller, session, message);
  return json(200, describe(await answer(caller, session, question, isStored)));
}

function readMessage(body: Body): string {
  const { message_type: type = 'user_message' } = body;
  if (type !== 'user_message') throw new Problem(422, 'invalid', 'message_type has to be user_message.');
  return readText(body, 'message', MOST_CHARACTERS);
}

async function storeWithinLimits(caller: Caller, session: Session, message: string): Promise<Question> {
  await checkRate(asService(), caller.id, 'chat_messages');
  return storeMessage(caller, session, message);
}

async function answer(
  caller: Caller,
  session: Session,
  question: Question,
  isStored: boolean,
): Promise<Answer> {
  if (question.message_type !== 'user_message') {
    throw new Problem(422, 'invalid', 'Only messages of people are answered.');
  }
  const known = isStored ? await findAnswer(question.id) : undefined;
  if (known) return present(known);
  if (isStored) await checkRate(asService(), question.user_id ?? caller.id, 'chat_messages', 1);
  const claim = await claimAnswer(session.id, question.id);
  if (claim) return generate({ ...claim, session, question, locale: caller.locale });
  const others = await findAnswer(question.id);
  if (!others)
    throw new Problem(409, 'conflict', 'The message was answered and the answer deleted just now.');
  return present(others);
}

function present(answer: Answer): Promise<Answer> {
  if (answer.deleted_at === null) return settle(answer);
  throw new Problem(409, 'conflict', 'This message was answered, and the answer has been deleted.');
}
