import { callerOf } from '../_shared/caller.ts';
import { json } from '../_shared/http.ts';
import type { Body } from '../_shared/http.ts';
import { findAnswerOf } from './find-answer-of.ts';
import { describe, readAnswer, stopAnswer } from './answers.ts';
import { stopHere } from './running.ts';

/** `POST chat/stop` `{session_id, message_id}`: ends an answer that is being written; what is there is kept. */
export async function stop(request: Request, body: Body): Promise<Response> {
  const { id } = await findAnswerOf(callerOf(request), body);
  if (await stopAnswer(id)) await stopHere(id);
  return json(200, describe(await readAnswer(id)));
}
