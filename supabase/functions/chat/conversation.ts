import type { Caller } from '../_shared/caller.ts';
import { ask, asService } from '../_shared/database.ts';
import { Problem } from '../_shared/http.ts';

/** A conversation that the caller takes part in. */
export interface Session {
  id: string;
  metadata: Readonly<Record<string, unknown>>;
}

/** A person's message. */
export interface Question {
  id: string;
  session_id: string;
  /** Null when its author has left for good. */
  user_id: string | null;
  content: string;
  message_type: string;
  created_at: string;
}

/** Something that was said before. */
export interface Turn {
  role: 'person' | 'assistant';
  /** Of the person, where several take part. */
  name?: string;
  text: string;
  /** Whether the built-in interviewer said it. */
  builtIn?: boolean;
}

const QUESTION_COLUMNS = 'id,session_id,user_id,content,message_type,created_at';
const MOST_TURNS = 40;
const MOST_CHARACTERS = 24_000;

/** The conversation, if the caller may read it. */
export async function findSession({ db }: Caller, id: string): Promise<Session> {
  const session = await ask<Session | null>(
    db.from('chat_sessions').select('id,metadata').eq('id', id).is('deleted_at', null).maybeSingle(),
  );
  if (!session)
    throw new Problem(404, 'not-found', 'There is no such conversation, or you do not take part in it.');
  return session;
}

/** A message of the conversation, if the caller may read it. */
export async function findMessage({ db }: Caller, session: Session, id: string): Promise<Question> {
  const message = await ask<Question | null>(
    db
      .from('chat_messages')
      .select(QUESTION_COLUMNS)
      .eq('id', id)
      .eq('session_id', session.id)
      .is('deleted_at', null)
      .maybeSingle(),
  );
  if (!message) throw new Problem(404, 'not-found', 'There is no such message in this conversation.');
  return message;
}

/** Stores a message of the caller's, under their own rights. */
export function storeMessage({ db }: Caller, session: Session, content: string): Promise<Question> {
  return ask(
    db.from('chat_messages').insert({ session_id: session.id, content }).select(QUESTION_COLUMNS).single(),
  );
}

/** What was said, oldest first and the question last: the newest of it, as much as a model is given. */
export async function readHistory(question: Question): Promise<Turn[]> {
  const rows = await ask<HistoryRow[]>(
    asService()
      .from('chat_messages')
      .select('id,content,message_type,user_id,metadata,author:profiles(display_name)')
      .eq('session_id', question.session_id)
      .in('message_type', ['user_message', 'assistant_response'])
      .is('deleted_at', null)
      .neq('content', '')
      .lte('created_at', question.created_at)
      .order('created_at', { ascending: false })
      .order('id', { ascending: false })
      .limit(MOST_TURNS),
  );
  const authors = new Set(rows.flatMap(({ user_id }) => user_id ?? []));
  return within(
    MOST_CHARACTERS,
    rows.map((row) => toTurn(row, authors.size > 1)),
  ).reverse();
}

interface HistoryRow {
  content: string;
  message_type: string;
  user_id: string | null;
  metadata: { built_in?: unknown };
  author: { display_name: string | null } | null;
}

function toTurn({ content, message_type, metadata, author }: HistoryRow, several: boolean): Turn {
  if (message_type === 'assistant_response') {
    return { role: 'assistant', text: content, builtIn: metadata.built_in === true };
  }
  return { role: 'person', text: content, ...(several && { name: author?.display_name ?? 'Somebody' }) };
}

/** The first turns that fit, one at least. */
function within(most: number, turns: Turn[]): Turn[] {
  let left = most;
  return turns.filter(({ text }, index) => (left -= text.length) >= 0 || index === 0);
}
