import type { Database } from '../database/database.ts';
import { encodeUserBroadcast } from './wire/binary.ts';
import { orderedJson } from './wire/json.ts';
import type { Reference, Version } from './wire/message.ts';
import { encodeText } from './wire/text.ts';
import type { ReplayRequest } from './join-config.ts';
import type { MessageRow, StoredBroadcast } from './outgoing.ts';
import { MESSAGE_COLUMNS, storedBroadcast } from './outgoing.ts';

/**
 * The newest stored messages of a private topic since a moment, oldest first. Those of one transaction share a
 * time, those of several may: they are told apart by who wrote them (`realtime.send` has a number of its own for
 * each message) and by which command of theirs it was.
 */
export async function storedSince(
  database: Database,
  topic: string,
  { since, limit }: ReplayRequest,
): Promise<StoredBroadcast[]> {
  const { rows } = await database.query<MessageRow>(
    `select ${MESSAGE_COLUMNS}
    from realtime.messages m
    where m.topic = $1 and m.private and m.extension = 'broadcast'
      and m.inserted_at >= to_timestamp($2::float8 / 1000) at time zone 'UTC'
      and m.inserted_at < (now() + interval '1 minute') at time zone 'UTC'
    order by m.inserted_at desc, m.xmin::text::bigint desc, m.cmin::text::bigint desc, m.ctid desc limit $3`,
    [topic, since, limit],
  );
  return rows.reverse().flatMap((row) => storedBroadcast(row) ?? []);
}

/** Removes stored messages that are older than the real server keeps them. */
export async function removeExpired(database: Database): Promise<void> {
  await database.exec(`delete from realtime.messages where inserted_at < now() - interval '72 hours'`);
}

/** A replayed message for one channel: JSON as text, bytes as a binary frame. */
export function replayFrame(
  version: Version,
  topic: string,
  joinRef: Reference,
  { id, broadcast }: StoredBroadcast,
): string | Buffer | undefined {
  const meta = orderedJson({ id, replayed: true });
  if (broadcast.encoding === 'binary') {
    return version === '2.0.0' ? encodeUserBroadcast(topic, { ...broadcast, meta }) : undefined;
  }
  const payload = orderedJson({
    event: broadcast.event,
    meta: { id, replayed: true },
    payload: JSON.parse(broadcast.content.toString()) as unknown,
    type: 'broadcast',
  });
  return encodeText(version, { joinRef, ref: null, topic, event: 'broadcast', payload });
}
