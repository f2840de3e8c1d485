import { NalityError } from '../errors.ts';
import type { SyncedRow, Values } from '../sync/rows.ts';

/** How far an answer of the assistant has come. What people write is always `final`. */
export type AnswerStatus = 'final' | 'streaming' | 'interrupted' | 'stopped';

/** Something that was said in a conversation. Times are ISO timestamps by the server's clock. */
export interface ChatMessage extends SyncedRow {
  readonly session_id: string;
  /** Who wrote it; null for the assistant, and for whoever is no more. */
  readonly user_id: string | null;
  readonly content: string;
  /** The only thing that says who speaks: people write what they like into `content`. */
  readonly message_type: 'user_message' | 'assistant_response' | 'system_message';
  /** Of an answer: the message that it answers. */
  readonly reply_to: string | null;
  readonly status: AnswerStatus;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly created_at: string;
  readonly updated_at: string;
}

/** So many characters may a message have, by what PostgreSQL counts: code points. */
export const MESSAGE_LENGTH = 20_000;

/** Oldest first; what the server has not seen yet comes last, as it was written. */
export function oldestFirst(a: Place, b: Place): number {
  const [left, right] = [placeOf(a), placeOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return Number(a.id > b.id) - Number(a.id < b.id);
}

type Place = Pick<ChatMessage, 'id' | 'rev' | 'created_at'>;

function placeOf({ rev, created_at: at }: Place): string {
  return rev === 0 ? `~${at}` : at;
}

/**
 * The columns of a new message.
 *
 * @throws NalityError `invalid` when there is nothing in it, or too much
 */
export function messageOf(text: string, me: string | undefined): Values {
  const content = text.trim();
  if (content === '') throw new NalityError('invalid', 'Write something first.', { field: 'content' });
  if ([...content].length > MESSAGE_LENGTH)
    throw new NalityError('too-large', `A message has at most ${MESSAGE_LENGTH} characters.`);
  return { content, message_type: 'user_message', user_id: me };
}

/** What the server fills in a new message. `now` in milliseconds. */
export function filledAt(now: number): Values {
  const at = new Date(now).toISOString();
  return { created_at: at, updated_at: at, reply_to: null, status: 'final', metadata: {} };
}
