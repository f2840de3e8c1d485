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
