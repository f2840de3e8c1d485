import { callerOf } from '../_shared/caller.ts';
import { ask } from '../_shared/database.ts';
import { extractEvents } from '../_shared/extract-events.ts';
import { json, Problem } from '../_shared/http.ts';
import type { Body } from '../_shared/http.ts';
import { readContext, readText } from '../_shared/input.ts';
import { ModelFailure } from '../_shared/model.ts';
import { checkPace } from './pace.ts';

const MOST_CHARACTERS = 20_000;
const CONTEXT_BYTES = 4096;
const TIMEOUT_MS = 60_000;

/** `POST ai/extract-events` `{text, context?}`: the events that a text tells. */
export async function extract(request: Request, body: Body): Promise<Response> {
  const { id, db, locale } = callerOf(request);
  const text = readText(body, 'text', MOST_CHARACTERS);
  const context = readContext(body, 'context', CONTEXT_BYTES);
  await ask(db.from('users').select('id').limit(1)); // proves the token
  checkPace(id);
  const extracted_events = await extractEvents(text, context, locale, AbortSignal.timeout(TIMEOUT_MS)).catch(toProblem);
  return json(200, { extracted_events });
}

function toProblem(error: unknown): never {
  if (!(error instanceof ModelFailure)) throw error;
  console.error(`No events were found: ${error}`);
  throw new Problem(503, 'server', 'The model does not answer now. Try again in a moment.', 10);
}
