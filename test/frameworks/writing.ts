import assert from 'node:assert/strict';
import type { Person } from '../support/backend.ts';
import { eventually } from '../support/pages-screen.ts';

/** Writes an event on somebody's timeline, past all browsers; answers with its id. */
export async function writeEvent(by: Person, owner: Person, title: string): Promise<string> {
  const id = crypto.randomUUID();
  const row = { id, user_id: owner.id, title, start_date: '1891-11-03' };
  const { error } = await by.client.from('life_events').insert(row);
  assert.ifError(error);
  return id;
}

/** Writes a comment on an event, past all browsers. */
export async function writeComment(by: Person, event: string, content: string): Promise<void> {
  const { error } = await by.client.from('event_comments').insert({ event_id: event, content });
  assert.ifError(error);
}

/** Opens a conversation of two, in which the guest has said something; answers with its id. */
export async function openChat(owner: Person, guest: Person, said: string): Promise<string> {
  const session_id = crypto.randomUUID();
  const session = { id: session_id, user_id: owner.id };
  assert.ifError((await owner.client.from('chat_sessions').insert(session)).error);
  const seat = { session_id, user_id: guest.id };
  assert.ifError((await owner.client.from('chat_participants').insert(seat)).error);
  const message = { session_id, content: said };
  assert.ifError((await guest.client.from('chat_messages').insert(message)).error);
  return session_id;
}

/** Waits until somebody else may read the one whole answer to what was said in a conversation. */
export async function readsAnswer(reader: Person, session_id: string, said: string): Promise<void> {
  const find = (what: object) => reader.client.from('chat_messages').select('id').match(what);
  const isAnswered = async (): Promise<boolean> => {
    const { data: questions } = await find({ session_id, content: said });
    const [question] = questions ?? [];
    if (!question) return false;
    const { data: answers } = await find({ session_id, reply_to: question.id as string, status: 'final' });
    return answers?.length === 1;
  };
  await eventually(`an answer to “${said}”`, isAnswered);
}

/** Waits until somebody else may read that comment of that author. */
export async function readsComment(
  reader: Person,
  event: string,
  content: string,
  author: Person,
): Promise<void> {
  await eventually(`“${content}” to be in the database`, async () => {
    const { data, error } = await reader.client
      .from('event_comments')
      .select('user_id')
      .match({ event_id: event, content });
    assert.ifError(error);
    return data?.length === 1 && data[0]?.user_id === author.id;
  });
}
