import type { ClientMessage, UserBroadcast } from './message.ts';

const USER_PUSH = 3;
const USER_BROADCAST = 4;
const JSON_ENCODING = 1;
/** Lengths are single bytes. */
const MAX_FIELD = 255;

/** Reads a binary frame of kind 3, a broadcast sent by a client; undefined when it is none. */
export function decodeUserPush(frame: Buffer): ClientMessage | undefined {
  if (frame.length < 7 || frame[0] !== USER_PUSH) return undefined;
  const fields = slices(frame, 7, [...frame.subarray(1, 6)]);
  if (!fields) return undefined;
  const [joinRef = '', ref = '', topic = '', event = '', meta = ''] = fields.texts;
  const encoding = frame[6] === JSON_ENCODING ? 'json' : 'binary';
  return {
    joinRef: joinRef || null,
    ref: ref || null,
    topic,
    event: 'broadcast',
    payload: undefined,
    broadcast: { event, encoding, content: frame.subarray(fields.end), meta: meta || undefined },
  };
}

/** Writes a binary frame of kind 4; undefined when a name is too long to be written: 255 bytes at most. */
export function encodeUserBroadcast(topic: string, broadcast: UserBroadcast): Buffer | undefined {
  const fields = [topic, broadcast.event, broadcast.meta ?? ''].map((text) => Buffer.from(text));
  if (fields.some((field) => field.length > MAX_FIELD)) return undefined;
  const encoding = broadcast.encoding === 'json' ? JSON_ENCODING : 0;
  const head = Buffer.from([USER_BROADCAST, ...fields.map((field) => field.length), encoding]);
  return Buffer.concat([head, ...fields, broadcast.content]);
}

function slices(
  frame: Buffer,
  start: number,
  lengths: number[],
): { texts: string[]; end: number } | undefined {
  const texts: string[] = [];
  let end = start;
  for (const length of lengths) {
    texts.push(frame.toString('utf8', end, end + length));
    end += length;
  }
  return end <= frame.length ? { texts, end } : undefined;
}
