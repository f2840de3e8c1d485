import type { Delta } from './answer-writer.ts';
import { projectUrl, serviceKey } from '../_shared/database.ts';

const TIMEOUT_MS = 5000;

/** Sends a piece of an answer to the conversation's room of answers: event `delta`, `{message_id, offset, text}`. */
export async function broadcastDelta(
  session: string,
  payload: Delta & { message_id: string },
): Promise<void> {
  const message = { topic: `answers:${session}`, event: 'delta', payload, private: true };
  const key = serviceKey();
  const response = await fetch(projectUrl('/realtime/v1/api/broadcast'), {
    method: 'POST',
    headers: { apikey: key, authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [message] }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`Realtime answered ${response.status}.`);
}
