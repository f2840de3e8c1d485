import type { Sql } from '../database/database.ts';
import type { UserBroadcast } from './wire/message.ts';

/** A message that the database sends to a room. */
export interface StoredBroadcast {
  id: string;
  /** Without the prefix `realtime:`. */
  topic: string;
  private: boolean;
  broadcast: UserBroadcast;
}

/** A row of realtime.messages, as MESSAGE_COLUMNS gives it. */
export interface MessageRow {
  id: string;
  topic: string;
  event: string;
  private: boolean;
  json: string | null;
  base64: string | null;
}

/** Columns of realtime.messages from which a broadcast is made. A payload that is no object is not delivered. */
export const MESSAGE_COLUMNS = `m.id::text, m.topic, m.event, coalesce(m.private, false) as private,
  case when jsonb_typeof(m.payload) = 'object' then m.payload::text end as json,
  encode(m.binary_payload, 'base64') as base64`;

/** Takes what the database wants to send from its queue, in the order in which it was sent. */
export async function takeOutgoing(sql: Sql): Promise<StoredBroadcast[]> {
  const { rows } = await sql.query<MessageRow>(`
    with taken as (delete from realtime.outgoing returning seq, message_id)
    select ${MESSAGE_COLUMNS}
    from taken join realtime.messages m on m.id = taken.message_id
    order by taken.seq`);
  return rows.flatMap((row) => storedBroadcast(row) ?? []);
}

/** Makes a broadcast of a stored message; undefined when it has no payload that can be delivered. */
export function storedBroadcast(row: MessageRow): StoredBroadcast | undefined {
  const { id, topic, event } = row;
  const meta = JSON.stringify({ id });
  const content = row.base64 !== null ? Buffer.from(row.base64, 'base64') : Buffer.from(row.json ?? '');
  if (row.base64 === null && row.json === null) return undefined;
  const encoding = row.base64 !== null ? 'binary' : 'json';
  return { id, topic, private: row.private, broadcast: { event, encoding, content, meta } };
}
