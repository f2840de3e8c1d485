import { callerOf } from '../_shared/caller.ts';
import { ask } from '../_shared/database.ts';
import { json } from '../_shared/http.ts';
import type { Body } from '../_shared/http.ts';
import { readContext } from '../_shared/input.ts';
import { checkRate } from './rate-limit.ts';

const MOST_BYTES = 16 * 1024;

/** `POST chat/sessions` `{context?, user_preferences?}`: opens a conversation of the caller's own. */
export async function openSession(request: Request, body: Body): Promise<Response> {
  const caller = callerOf(request);
  const context = readContext(body, 'context', MOST_BYTES);
  const user_preferences = readContext(body, 'user_preferences', MOST_BYTES);
  await checkRate(caller.db, caller.id, 'chat_sessions');
  const { id, created_at } = await ask<{ id: string; created_at: string }>(
    caller.db
      .from('chat_sessions')
      .insert({ metadata: { context, user_preferences } })
      .select('id,created_at')
      .single(),
  );
  return json(201, { session_id: id, status: 'active', context, created_at });
}
