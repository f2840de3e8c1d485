import { callerOf } from '../_shared/caller.ts';
import { json } from '../_shared/http.ts';
import type { Body } from '../_shared/http.ts';
import { describe, readAnswer, takeOver } from './answers.ts';
import { findMessage } from './conversation.ts';
import { findAnswerOf } from './find-answer-of.ts';
import { generate } from './generate.ts';

/** `POST chat/continue` `{session_id, message_id}`: goes on with an answer that was stopped or interrupted. */
export async function continueAnswer(request: Request, body: Body): Promise<Response> {
  const caller = callerOf(request);
  const { id, session } = await findAnswerOf(caller, body);
  const before = await readAnswer(id);
  const question = await findMessage(caller, session, before.reply_to);
  const { answer, run } = await takeOver(before);
  return json(200, describe(run ? await generate({ answer, run, session, question, locale: caller.locale }) : answer));
}
